using System.Globalization;
using System.Text.Json;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.Extensions.Primitives;

namespace Events.Api.Http;

/// <summary>Why a request failed, as RFC 9457 has it. Nothing of a failed request was written.</summary>
/// <param name="Type">Address of the page that explains this kind of problem; the list of them is closed.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What is wrong with this very request.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="Errors">Everything that is wrong, one by one.</param>
public sealed record ProblemDocument(string Type, string Title, int Status, string? Detail, string? Instance, IReadOnlyList<ProblemError>? Errors)
{
    internal const string ContentType = "application/problem+json";

    /// <summary>How a key can be sent.</summary>
    private static readonly StringValues Ways = new(["Bearer", "Basic realm=\"The key is the password\", charset=\"UTF-8\""]);

    internal static Task WriteAsync(HttpContext http, Refusal refusal)
    {
        if (refusal.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var errors = refusal.Violations.Select(v => new ProblemError(v.Pointer, Code.Of(v.Reason), v.Message)).ToList();
        return WriteAsync(http, Problems.Of(refusal.Reason), refusal.Message, errors);
    }

    internal static Task WriteAsync(HttpContext http, Problem problem, string? detail = null, IReadOnlyList<ProblemError>? errors = null)
    {
        var response = http.Response;
        response.StatusCode = problem.Status;
        if (problem == Problems.Unauthorized)
            response.Headers.WWWAuthenticate = Ways;
        response.Headers.CacheControl = "no-store";
        var document = new ProblemDocument($"/problems/{problem.Slug}", problem.Title, problem.Status, detail ?? problem.Explanation,
            http.Request.Path.Value, errors is { Count: > 0 } ? errors : null);
        var body = JsonSerializer.SerializeToUtf8Bytes(document, ViewJson.Options);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Pointer">An RFC 6901 pointer into the body, or the name of a query parameter.</param>
/// <param name="Code">The slug of the problem that this is.</param>
public sealed record ProblemError(string Pointer, string Code, string Message);

/// <summary>A request that fails for a reason of HTTP, not of the model.</summary>
internal sealed class ProblemException(Problem problem, string? detail = null) : Exception(detail ?? problem.Title)
{
    public Problem Problem => problem;

    public string? Detail => detail;
}
