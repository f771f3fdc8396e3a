using System.Text.Json;
using Dapper;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One version in the feed.</summary>
/// <param name="Position">Where it stands, as <c>seq.n</c>.</param>
/// <param name="At">When it was committed, UTC.</param>
/// <param name="Into">The record that it was merged into.</param>
/// <param name="Document">The record as its editors stated it, with ids only; null when deleted or merged.</param>
/// <param name="Withheld">True when something of the document may not be known to the reader and was left out.</param>
public sealed record ChangeView(
    string Position, long Seq, DateTime At, string Actor, string? Reason, Op Op, RecordKind Kind, RecordId Id, long Version, RecordId? Into, JsonElement? Document, bool? Withheld);

/// <summary>Reads the ledger in its own order: whole commits, never a part of one.</summary>
internal static class ChangeReader
{
    /// <returns>The changes that this audience may see, and how far was read, also past what it may not see.</returns>
    public static (IReadOnlyList<ChangeView> Items, long Through) After(Snapshot snapshot, Audience audience, long seq, int limit)
    {
        var rows = snapshot.Session.Connection.Query<ChangeRow>("""
            SELECT r.seq AS Seq, r.n AS N, c.at AS At, c.actor AS Actor, c.reason AS Reason, r.op AS Op, r.kind AS Kind, r.id AS Id, r.version AS Version,
              CASE r.op WHEN 'merge' THEN r.document END AS Merged
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
        (JsonElement Shown, bool Withheld)? document = null;
        if (op is Op.Delete or Op.Merge)
        {
            var reader = new RecordReader(snapshot, audience, null);
            if (reader.Key(kind, id) is not { } key || !reader.MaySee(key))
                return null;
        }
        else if (Document(snapshot.World(row.Seq), audience, kind, id) is { } shown)
            document = shown;
        else
            return null;
        return new ChangeView($"{row.Seq}.{row.N}", row.Seq, Instants.FromMicros(row.At).UtcDateTime, row.Actor, row.Reason, op, kind, id, row.Version, row.Merged is null ? null : MergedInto.Read(row.Merged).Into, document?.Shown, document is { Withheld: true } ? true : null);
    }

    private static (JsonElement Shown, bool Withheld)? Document(World world, Audience audience, RecordKind kind, RecordId id)
    {
        var stated = world.Find(kind, id);
        Record? shown = stated switch
        {
            Person person => audience.Sees(person.Rights()) ? person : null,
            Sanction sanction => Withheld.From(sanction, audience, world),
            Event e => audience.Sees(e.Rights()) ? Withheld.From(e, audience, world) : null,
            _ => stated,
        };
        if (shown is null)
            return null;
        var document = JsonSerializer.SerializeToElement(shown, shown.GetType(), RecordJson.Options);
        return (document, !ReferenceEquals(shown, stated) && !RecordJson.Write(shown).AsSpan().SequenceEqual(RecordJson.Write(stated!)));
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
        public byte[]? Merged { get; init; }
    }
}
