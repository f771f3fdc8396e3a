using Dapper;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One version of a record, without its content.</summary>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Actor">The name of the key, or the verb of the program.</param>
public sealed record Revision(long Version, long Seq, DateTime At, string Actor, string? Reason, Op Op);

/// <summary>The versions of a record, oldest first.</summary>
public sealed record RevisionList(IReadOnlyList<Revision> Items, long Seq);

/// <summary>Reads the versions of records.</summary>
internal static class RevisionReader
{
    public static IReadOnlyList<Revision> List<T>(RecordReader reader, Snapshot snapshot, RecordId id)
        where T : Record
    {
        var kind = RecordJson.KindOf<T>();
        if (reader.Key(kind, id) is not { } key || !reader.MaySee(key))
            return [];
        var rows = snapshot.Session.Connection.Query<RevisionRow>("""
            SELECT r.version AS Version, r.seq AS Seq, c.at AS At, c.actor AS Actor, c.reason AS Reason, r.op AS Op
            FROM record r JOIN ledger_commit c ON c.seq = r.seq
            WHERE r.kind = @kind AND r.id = @id AND r.seq <= @seq ORDER BY r.version
            """, new { kind = Code.Of(kind), id = id.Value, seq = reader.Seq });
        return [.. rows.Where(row => MaySee<T>(snapshot, reader.Audience, id, row)).Select(row => row.ToRevision())];
    }

    /// <summary>A version that was a draft stays with the editors, whatever came of it.</summary>
    private static bool MaySee<T>(Snapshot snapshot, Audience audience, RecordId id, RevisionRow row)
        where T : Record
    {
        if (audience is not Audience.Everyone || RecordJson.KindOf<T>() is not (RecordKind.Event or RecordKind.Person) || row.Op == Code.Of(Op.Delete))
            return true;
        return snapshot.World(row.Seq).Find<T>(id)?.Record switch
        {
            Event e => audience.Sees(e.Rights()),
            Person person => audience.Sees(person.Rights()),
            _ => false,
        };
    }

    private sealed record RevisionRow
    {
        public long Version { get; init; }
        public long Seq { get; init; }
        public long At { get; init; }
        public required string Actor { get; init; }
        public string? Reason { get; init; }
        public required string Op { get; init; }

        public Revision ToRevision() => new(Version, Seq, Instants.FromMicros(At).UtcDateTime, Actor, Reason, Code.Parse<Op>(Op));
    }
}
