using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>Sends what a request decides to the ledger, in the caller's name.</summary>
internal static class Writes
{
    public const string IdempotencyKey = "Idempotency-Key";

    public static Task<Committed> CommitAsync(HttpContext http, JsonBody? body, Decide decide, string? reason = null, bool listsRecords = false)
    {
        var key = http.Request.Headers[IdempotencyKey];
        if (key.Count > 1 || key.ToString().Length > 255)
            throw new ProblemException(Problems.MalformedRequest, "Idempotency-Key is one text of at most 255 characters.");
        var given = body is not null && key.ToString() is { Length: > 0 } text ? text : null;
        return http.RequestServices.GetRequiredService<Ledger>().CommitAsync(
            new CommitRequest(http.Caller().Name, decide)
            {
                Reason = reason ?? http.Query().ReasonOf(),
                ListsRecords = listsRecords,
                IdempotencyKey = given,
                RequestHash = given is null ? null : body!.Hash(http.Request),
            }, http.RequestAborted);
    }

    /// <summary>A typed record out of a body, or everything that is wrong with it.</summary>
    public static T ReadRecord<T>(this Intake intake, System.Text.Json.JsonElement given)
        where T : Record
    {
        var record = intake.Read<T>(given);
        var violations = Validation.Check(record);
        return violations.Count == 0 ? record : throw new Refusal(violations);
    }

    /// <summary>The current version of a record, which must be one of those that the caller has seen.</summary>
    public static Stored<T> Expect<T>(this IWorld world, Domain.Values.RecordId id, IReadOnlySet<long> versions)
        where T : Record
    {
        if (world.Stated<T>(id) is not { } current)
            throw new Refusal(Reason.NotFound, "There is no such record.");
        return versions.Contains(current.Version)
            ? current
            : throw new Refusal(Reason.StaleVersion, $"The record has version {current.Version} now. Read it again and repeat the change.");
    }
}
