using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>Sends what a request decides to the ledger, in the caller's name.</summary>
internal static class Writes
{
    public const string IdempotencyKey = "Idempotency-Key";

    public static Task<Committed> CommitAsync(HttpContext http, JsonBody? body, Decide decide, string? reason = null, bool listsRecords = false, Action<Session, World, Outcome>? beside = null)
    {
        var key = http.Request.Headers[IdempotencyKey];
        if (key.Count > 1 || (key.Count == 1 && key.ToString().Length is 0 or > 255))
            throw new ProblemException(Problems.MalformedRequest, "Idempotency-Key is one text of 1 to 255 characters.");
        var given = body is not null && key.ToString() is { Length: > 0 } text ? text : null;
        return http.RequestServices.GetRequiredService<Ledger>().CommitAsync(
            new CommitRequest(http.Caller().Name, decide)
            {
                Reason = reason ?? http.Query().ReasonOf(),
                ListsRecords = listsRecords,
                Note = beside,
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
        {
            var kind = RecordJson.KindOf<T>();
            throw world.SurvivorOf(kind, id) is { } survivor ? Refusal.Merged(kind, survivor)
                : world.NewestVersion(kind, id) > 0 ? new Refusal(Reason.Gone, $"This {Domain.Values.Code.Of(kind)} was deleted.")
                : new Refusal(Reason.NotFound, $"There is no {Domain.Values.Code.Of(kind)} with this id.");
        }
        Expect(current.Version, versions);
        return current;
    }

    /// <summary>The same of a record that may be deleted: then its version is that of the deletion.</summary>
    public static void ExpectVersion(this IWorld world, RecordKind kind, Domain.Values.RecordId id, IReadOnlySet<long> versions) =>
        Expect(world.NewestVersion(kind, id), versions);

    private static void Expect(long current, IReadOnlySet<long> versions)
    {
        if (!versions.Contains(current))
            throw new Refusal(Reason.StaleVersion, $"The record has version {current} now. Read it again and repeat the change.");
    }
}
