using System.Text.Json.Nodes;
using Dapper;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One version of a record, and what it changed.</summary>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Actor">The name of the key, or the verb of the program.</param>
/// <param name="Into">The record that it was merged into by this version.</param>
/// <param name="Changes">What differs, as this reader sees both, from the last version before it that he may see; nothing for the first one, for a deletion and for a merge.</param>
public sealed record Revision(long Version, long Seq, DateTime At, string Actor, string? Reason, Op Op, RecordId? Into, IReadOnlyList<FieldChange> Changes);

/// <summary>The versions of a record, oldest first.</summary>
public sealed record RevisionList(IReadOnlyList<Revision> Items, long Seq);

/// <summary>Reads the versions of records.</summary>
internal static class RevisionReader
{
    /// <summary>The versions that the reader may see. One that was a draft stays with the editors, whatever came of it.</summary>
    public static IReadOnlyList<Revision> List(Snapshot snapshot, RecordReader reader, RecordKind kind, RecordId id)
    {
        var revisions = new List<Revision>();
        JsonObject? before = null;
        foreach (var row in Rows(snapshot, reader, kind, id))
        {
            if (row.StatesNothing)
            {
                revisions.Add(row.ToRevision([]));
            }
            // As it is shown by itself, so that the difference tells nothing that the versions do not.
            else if (new RecordReader(snapshot, reader.Audience, row.Seq).One(kind, id) is { } shown)
            {
                var after = JsonNode.Parse(shown.Item)!.AsObject();
                revisions.Add(row.ToRevision(before is null ? [] : Difference.Between(kind, before, after)));
                before = after;
            }
        }
        return revisions;
    }

    /// <summary>The commit that wrote a version, and whether that ended the record; null when there is no such version.</summary>
    public static (long Seq, bool StatesNothing)? Find(Snapshot snapshot, RecordReader reader, RecordKind kind, RecordId id, long version) =>
        Rows(snapshot, reader, kind, id).Find(row => row.Version == version) is { } row ? (row.Seq, row.StatesNothing) : null;

    private static List<RevisionRow> Rows(Snapshot snapshot, RecordReader reader, RecordKind kind, RecordId id) =>
        reader.Key(kind, id) is not { } key || !reader.MaySee(key) ? [] : snapshot.Session.Connection.Query<RevisionRow>("""
            SELECT r.version AS Version, r.seq AS Seq, c.at AS At, c.actor AS Actor, c.reason AS Reason, r.op AS Op,
              CASE r.op WHEN 'merge' THEN r.document END AS Merged
            FROM record r JOIN ledger_commit c ON c.seq = r.seq
            WHERE r.kind = @kind AND r.id = @id AND r.seq <= @seq ORDER BY r.version
            """, new { kind = Code.Of(kind), id = id.Value, seq = reader.Seq }).AsList();

    private sealed record RevisionRow
    {
        public long Version { get; init; }
        public long Seq { get; init; }
        public long At { get; init; }
        public required string Actor { get; init; }
        public string? Reason { get; init; }
        public required string Op { get; init; }

        public byte[]? Merged { get; init; }

        /// <summary>A deletion or a merge.</summary>
        public bool StatesNothing => Op == Code.Of(Domain.Ledger.Op.Delete) || Op == Code.Of(Domain.Ledger.Op.Merge);

        public Revision ToRevision(IReadOnlyList<FieldChange> changes) =>
            new(Version, Seq, Instants.FromMicros(At).UtcDateTime, Actor, Reason, Code.Parse<Op>(Op), Merged is null ? null : MergedInto.Read(Merged).Into, changes);
    }
}
