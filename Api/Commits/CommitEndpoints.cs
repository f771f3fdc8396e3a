using System.Text.Json;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Records;
using Events.Api.Storage;
using Events.Domain.Duplicates;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Commits;

/// <summary>Several records in one commit, all or nothing.</summary>
/// <param name="Reason">Why; at most 1,000 characters.</param>
/// <param name="Records">1 to 10,000 records. Elsewhere in the same commit <c>"#ref"</c> stands for the id of one.</param>
public sealed record CommitBody(string? Reason, IReadOnlyList<CommitBodyRecord> Records);

/// <summary>One record of a commit.</summary>
/// <param name="Ref">A name for it within this commit.</param>
/// <param name="Id">The id that a new record is to have; only with <c>onExisting=update</c>.</param>
/// <param name="Data">The record, as in a POST to its collection.</param>
public sealed record CommitBodyRecord(RecordKind Kind, string? Ref, RecordId? Id, JsonElement Data);

/// <summary>What a commit wrote.</summary>
/// <param name="Seq">The number of the commit; when nothing changed, that of the last one before.</param>
public sealed record CommitResponse(long Seq, DateTime At, IReadOnlyList<CommittedRecord> Records);

/// <summary>One record of a commit, as it stands afterwards.</summary>
/// <param name="Op">What the commit did to it; left out when it is as it was.</param>
/// <param name="PossibleDuplicates">Of a new record: older ones that may be the same, the likeliest first.</param>
public sealed record CommittedRecord(string? Ref, RecordKind Kind, RecordId Id, long? Version, Op? Op, IReadOnlyList<Twin>? PossibleDuplicates);

/// <summary>The route that writes several records at once.</summary>
internal static class CommitEndpoints
{
    private static readonly QueryParameter OnExisting = new("onExisting", "What happens when a record has an external id that is known already: `refuse` (default), or `update`, which replaces that record.", "refuse", Codes: ["refuse", "update"]) { TakesOneCode = true };

    public static void MapCommits(this IEndpointRouteBuilder v1) => v1.MapPost("/commits", Create).WithTags("Commits").Writes<CommitBody>()
        .Named("createCommit", "Write several records that refer to each other, all or nothing").TakesQuery(OnExisting);

    private static async Task<Created<CommitResponse>> Create(HttpContext http, CountryBook countries, Readers readers, TimeProvider clock)
    {
        var update = http.Query().One(OnExisting) switch
        {
            null or "refuse" => false,
            "update" => true,
            { } other => throw QueryText.UnknownCode(OnExisting.Name, other, OnExisting.Codes!),
        };
        using var body = await JsonBody.ReadAsync(http);
        var at = clock.GetUtcNow();
        var draft = update ? null : CommitDraft.OfNew(body.Root, countries.Directory, () => RecordId.New(at));
        var committed = await Writes.CommitAsync(http, body, world =>
        {
            draft ??= CommitDraft.OfAny(body.Root, countries.Directory, world, () => RecordId.New(at));
            return draft.Changes;
        }, reason: CommitDraft.ReasonOf(body.Root), listsRecords: true);
        var report = await readers.ReadAsync(snapshot => Report(body, draft, committed, snapshot, new RecordReader(snapshot, http.Caller().Audience, committed.Seq)), CancellationToken.None);
        return new Created<CommitResponse>(Answer<CommitResponse>.Serialize(report));
    }

    /// <summary>One line for each record, in the order of the request: also when the request is repeated, or a record was as it is stated.</summary>
    private static CommitResponse Report(JsonBody body, CommitDraft? draft, Committed committed, Snapshot snapshot, RecordReader reader)
    {
        var written = committed.Versions.ToDictionary(version => (version.Kind, version.Id));
        var entries = draft is null || committed.Replayed
            ? CommitDraft.Recognize(body.Root, committed.Versions, reader.World)
            : [.. draft.Entries.Select(entry => (entry.Ref, entry.Kind, entry.Id))];
        var records = entries.Select(entry => written.TryGetValue((entry.Kind, entry.Id), out var version)
            ? new CommittedRecord(entry.Ref, entry.Kind, entry.Id, version.Version, version.Op, version.Op is Op.Create ? PossibleDuplicates.Of(snapshot, reader, entry.Kind, entry.Id) : null)
            : new CommittedRecord(entry.Ref, entry.Kind, entry.Id, reader.One(entry.Kind, entry.Id)?.Version, null, null));
        return new CommitResponse(committed.Seq, committed.At.UtcDateTime, [.. records]);
    }
}
