using System.Text.Json.Nodes;
using Events.Domain.Ledger;
using Microsoft.OpenApi;

namespace Events.Api.Http.OpenApi;

/// <summary>A way in which operations fail: a status with the problems that it may mean.</summary>
internal sealed record ProblemResponse(string Name, IReadOnlyList<Problem> Problems)
{
    public int Status => Problems[0].Status;
}

/// <summary>How operations fail, told from what is known of their routes.</summary>
internal static class ProblemResponses
{
    private static readonly ProblemResponse InvalidQuery = Of("InvalidQuery", [Reason.UnknownParameter, Reason.InvalidParameter], Problems.MalformedRequest);
    private static readonly ProblemResponse InvalidFilter = Of(
        "InvalidFilter", [Reason.UnknownParameter, Reason.InvalidParameter, Reason.UnknownCode, Reason.UnknownCountry, Reason.AmbiguousCountry, Reason.InvalidCursor], Problems.MalformedRequest);
    private static readonly ProblemResponse InvalidBody = Of(
        "InvalidBody",
        [
            Reason.InvalidValue, Reason.MissingMember, Reason.UnknownMember, Reason.ReadOnlyMember, Reason.UnknownCode, Reason.UnknownCountry,
            Reason.AmbiguousCountry, Reason.InvalidDate, Reason.UnknownParameter, Reason.InvalidParameter,
        ],
        Problems.MalformedJson, Problems.MalformedRequest);
    private static readonly ProblemResponse Unauthorized = Of("Unauthorized", [], Problems.Unauthorized);
    private static readonly ProblemResponse Forbidden = Of("Forbidden", [Reason.Forbidden, Reason.ReadOnlyCopy]);
    private static readonly ProblemResponse NotFound = Of("NotFound", [Reason.NotFound]);
    private static readonly ProblemResponse NotAcceptable = Of("NotAcceptable", [], Problems.NotAcceptable);
    private static readonly ProblemResponse InProgress = Of("InProgress", [Reason.IdempotencyInProgress]);
    private static readonly ProblemResponse InProgressOrMerged = Of("InProgressOrMerged", [Reason.IdempotencyInProgress, Reason.Merged]);
    private static readonly ProblemResponse Merged = Of("Merged", [Reason.Merged]);
    private static readonly ProblemResponse NameTaken = Of("NameTaken", [Reason.NameTaken]);
    private static readonly ProblemResponse ImportState = Of("ImportState", [Reason.ImportState]);
    private static readonly ProblemResponse StillReferencedOrMerged = Of("StillReferencedOrMerged", [Reason.StillReferenced, Reason.Merged]);
    private static readonly ProblemResponse HistoryDiffers = Of("HistoryDiffers", [Reason.HistoryDiffers]);
    private static readonly ProblemResponse Gone = Of("Gone", [Reason.Gone]);
    private static readonly ProblemResponse StaleVersion = Of("StaleVersion", [Reason.StaleVersion]);
    private static readonly ProblemResponse TooLarge = Of("TooLarge", [Reason.TooLarge]);
    private static readonly ProblemResponse UnsupportedMediaType = Of("UnsupportedMediaType", [], Problems.UnsupportedMediaType);
    private static readonly ProblemResponse BrokenRule = Of("BrokenRule", [.. Rules()]);
    private static readonly ProblemResponse BrokenRuleOrReusedKey = Of("BrokenRuleOrReusedKey", [.. Rules(), Reason.IdempotencyMismatch]);
    private static readonly ProblemResponse PreconditionRequired = Of("PreconditionRequired", [], Problems.PreconditionRequired);
    private static readonly ProblemResponse Defect = Of("Defect", [], Problems.InternalError);
    private static readonly ProblemResponse NotRead = Of("NotRead", [Reason.QueryTooSlow]);
    private static readonly ProblemResponse NotWritten = Of("NotWritten", [Reason.Overloaded, Reason.StorageUnavailable]);

    public static readonly IReadOnlyList<ProblemResponse> All =
    [
        InvalidQuery, InvalidFilter, InvalidBody, Unauthorized, Forbidden, NotFound, NotAcceptable, InProgress, InProgressOrMerged, Merged, NameTaken, ImportState, StillReferencedOrMerged, HistoryDiffers, Gone, StaleVersion,
        TooLarge, UnsupportedMediaType, BrokenRule, BrokenRuleOrReusedKey, PreconditionRequired, Defect, NotRead, NotWritten,
    ];

    public static IEnumerable<ProblemResponse> Of(RouteFacts route)
    {
        yield return route.TakesBody ? InvalidBody : route.TakesCodes ? InvalidFilter : InvalidQuery;
        yield return Unauthorized;
        if (route.NeedsKey || route.TakesWorkflow)
            yield return Forbidden;
        if (route.NamesOne && !route.CreatesByPut)
            yield return NotFound;
        yield return NotAcceptable;
        if (route.WritesNothing)
            yield return NotRead;
        else if (route.IsPost && !route.TakesFile)
            yield return route.NamesImport ? ImportState : route.IsBesideLedger ? NameTaken : route.WritesRecord ? InProgressOrMerged : InProgress;
        else if (route.WritesRecord)
            yield return route.DeletesRecord ? StillReferencedOrMerged : Merged;
        if (route.NamesHistory)
            yield return HistoryDiffers;
        if (route.NamesRecord && !route.Restores)
            yield return Gone;
        if (route.NeedsIfMatch)
            yield return StaleVersion;
        if (route.TakesBody || route.TakesFile)
        {
            yield return TooLarge;
            yield return UnsupportedMediaType;
        }
        if (route.Writes && !route.DeletesRecord && !route.IsBesideLedger && !route.WritesNothing)
            yield return route.IsPost ? BrokenRuleOrReusedKey : BrokenRule;
        if (route.NeedsIfMatch)
            yield return PreconditionRequired;
        yield return Defect;
        if (!route.WritesNothing)
            yield return route.Writes ? NotWritten : NotRead;
    }

    public static OpenApiResponse Describe(ProblemResponse response, OpenApiDocument document) => new()
    {
        Description = string.Join("; ", response.Problems.Select(problem => $"{problem.Title} (`{problem.Slug}`)")) + ".",
        Headers = response.Status switch
        {
            503 => new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeaderReference("RetryAfter", document) },
            401 => new Dictionary<string, IOpenApiHeader> { ["WWW-Authenticate"] = new OpenApiHeaderReference("WWWAuthenticate", document) },
            _ => null,
        },
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [ProblemDocument.ContentType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(nameof(ProblemDocument), document),
                Examples = response.Problems.ToDictionary(problem => problem.Slug, problem => (IOpenApiExample)new OpenApiExampleReference(problem.Slug, document)),
            },
        },
    };

    public static OpenApiExample Example(Problem problem) => new()
    {
        Summary = problem.Title,
        Value = new JsonObject
        {
            ["type"] = $"/problems/{problem.Slug}",
            ["title"] = problem.Title,
            ["status"] = problem.Status,
            ["detail"] = problem.Explanation,
            ["instance"] = "/v1/events",
        },
    };

    /// <summary>The rules of the model: they come first among the reasons.</summary>
    private static IEnumerable<Reason> Rules() => Enum.GetValues<Reason>().TakeWhile(reason => Problems.Of(reason).Status == 422);

    private static ProblemResponse Of(string name, IEnumerable<Reason> reasons, params Problem[] others) =>
        new(name, [.. reasons.Select(Problems.Of), .. others]);
}
