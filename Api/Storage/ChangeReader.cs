using System.Text.Json;
using Dapper;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One version in the feed.</summary>
/// <param name="Position">Where it stands, as <c>seq.n</c>.</param>
/// <param name="At">When it was committed, UTC.</param>
/// <param name="Document">The record as its editors stated it, with ids only; null when deleted.</param>
public sealed record ChangeView(string Position, long Seq, DateTime At, string Actor, string? Reason, Op Op, RecordKind Kind, RecordId Id, long Version, JsonElement? Document);

/// <summary>Reads the ledger in its own order: whole commits, never a part of one.</summary>
internal static class ChangeReader
{
    /// <returns>The changes that this audience may see, and how far was read, also past what it may not see.</returns>
    public static (IReadOnlyList<ChangeView> Items, long Through) After(Snapshot snapshot, Audience audience, long seq, int limit)
    {
        var rows = snapshot.Session.Connection.Query<ChangeRow>("""
            SELECT r.seq AS Seq, r.n AS N, c.at AS At, c.actor AS Actor, c.reason AS Reason, r.op AS Op, r.kind AS Kind, r.id AS Id, r.version AS Version
            FROM record r JOIN ledger_commit c ON c.seq = r.seq
            WHERE r.seq > @seq AND r.seq <= (
              SELECT max(seq) FROM (SELECT seq FROM record WHERE seq > @seq ORDER BY seq, n LIMIT @limit))
            ORDER BY r.seq, r.n
            """, new { seq, limit }, buffered: true).AsList();
        var through = rows.Count == 0 ? snapshot.Seq : rows[^1].Seq;
        // A commit without versions, such as the end of an embargo, is passed as well.
        if (rows.Count < limit)
            through = snapshot.Seq;
        var items = new List<ChangeView>();
        foreach (var row in rows)
        {
            if (Show(snapshot, audience, row) is { } change)
                items.Add(change);
        }
        return (items, through);
    }

    private static ChangeView? Show(Snapshot snapshot, Audience audience, ChangeRow row)
    {
        var (kind, op) = (Code.Parse<RecordKind>(row.Kind), Code.Parse<Op>(row.Op));
        var id = new RecordId(row.Id);
        JsonElement? document = null;
        if (op is Op.Delete)
        {
            var reader = new RecordReader(snapshot, audience, null);
            if (reader.Key(kind, id) is not { } key || !reader.MaySee(key))
                return null;
        }
        else if (Document(snapshot.World(row.Seq), audience, kind, id) is { } shown)
            document = shown;
        else
            return null;
        return new ChangeView($"{row.Seq}.{row.N}", row.Seq, Instants.FromMicros(row.At).UtcDateTime, row.Actor, row.Reason, op, kind, id, row.Version, document);
    }

    private static JsonElement? Document(World world, Audience audience, RecordKind kind, RecordId id)
    {
        Record? record = kind switch
        {
            RecordKind.Country => world.Stated<Domain.Countries.Country>(id)?.Record,
            RecordKind.Person => world.Stated<Person>(id)?.Record is { } person && audience.Sees(person.Rights()) ? person : null,
            RecordKind.Organization => world.Stated<Domain.Organizations.Organization>(id)?.Record,
            RecordKind.Report => world.Stated<Domain.Reports.Report>(id)?.Record,
            RecordKind.Sanction => world.Stated<Domain.Sanctions.Sanction>(id)?.Record is { } sanction ? Withheld.From(sanction, audience, world) : null,
            _ => world.Find<Event>(id)?.Record is { } e && audience.Sees(e.Rights()) ? Withheld.From(e, audience, world) : null,
        };
        return record is null ? null : JsonSerializer.SerializeToElement(record, record.GetType(), RecordJson.Options);
    }

    private sealed record ChangeRow
    {
        public long Seq { get; init; }
        public long N { get; init; }
        public long At { get; init; }
        public required string Actor { get; init; }
        public string? Reason { get; init; }
        public required string Op { get; init; }
        public required string Kind { get; init; }
        public required string Id { get; init; }
        public long Version { get; init; }
    }
}
