using Dapper;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Reads the ledger in its own order: whole commits, never a part of one.</summary>
internal sealed class ChangeReader(Snapshot snapshot)
{
    /// <summary>How many versions one read looks at, about: with a filter that hardly any fits, a page ends here and says how far it came.</summary>
    public const int MostLooked = 2000;

    /// <summary>A page ends with the commit in which it has become this long.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int Chunk = 250;

    /// <summary>The versions behind a place, in their order, to the end of the commit in which there are enough of them.</summary>
    /// <returns>The versions, and the commit to which all were looked at, also past those that have none.</returns>
    public (IReadOnlyList<ChangeRow> Rows, long Through) Rows(FeedPosition after, int most)
    {
        var connection = snapshot.Session.Connection;
        var place = new { seq = after.Seq, n = after.N, most = most - 1 };
        var last = connection.ExecuteScalar<long?>("SELECT seq FROM record WHERE (seq, n) > (@seq, @n) ORDER BY seq, n LIMIT 1 OFFSET @most", place);
        var through = Math.Max(last ?? snapshot.Seq, after.Seq);
        var rows = connection.Query<ChangeRow>("""
            SELECT r.seq AS Seq, r.n AS N, c.at AS At, c.actor AS Actor, c.reason AS Reason, r.op AS Op, r.kind AS Kind, r.id AS Id, r.version AS Version, 0 AS IsOpening,
              CASE r.op WHEN 'merge' THEN r.document END AS Merged
            FROM record r JOIN ledger_commit c ON c.seq = r.seq
            WHERE (r.seq, r.n) > (@seq, @n) AND r.seq <= @through ORDER BY r.seq, r.n
            """, new { seq = after.Seq, n = after.N, through }).AsList();
        var opened = connection.Query<ChangeRow>("""
            SELECT o.seq AS Seq, o.n AS N, c.at AS At, c.actor AS Actor, c.reason AS Reason, v.op AS Op, v.kind AS Kind, v.id AS Id, v.version AS Version, 1 AS IsOpening
            FROM opened o JOIN ledger_commit c ON c.seq = o.seq JOIN record f ON f.row = o.key
            JOIN record v ON v.kind = f.kind AND v.id = f.id AND v.version = (SELECT max(version) FROM record WHERE kind = f.kind AND id = f.id AND seq <= o.seq)
            WHERE (o.seq, o.n) > (@seq, @n) AND o.seq <= @through ORDER BY o.seq, o.n
            """, new { seq = after.Seq, n = after.N, through }).AsList();
        return (opened.Count == 0 ? rows : [.. rows.Concat(opened).OrderBy(row => row.Seq).ThenBy(row => row.N)], through);
    }

    /// <summary>A page of the changes that this audience may see and that fit.</summary>
    /// <param name="limit">How many, about.</param>
    /// <param name="add">Takes each of them.</param>
    /// <returns>How far was read, also past what was not shown.</returns>
    public long Page(ChangeQuery query, Audience audience, FeedPosition after, int limit, Action<SeenChange> add)
    {
        var lens = new ChangeLens(snapshot, audience);
        var (looked, shown, bytes) = (0, 0, 0L);
        while (true)
        {
            var (rows, through) = Rows(after, Chunk);
            for (var i = 0; i < rows.Count; i++)
            {
                if (i > 0 && rows[i].Seq != rows[i - 1].Seq && (shown >= limit || looked + i >= MostLooked || bytes >= MostBytes))
                    return rows[i - 1].Seq;
                if (!query.Kinds.Contains(rows[i].KindOf) || lens.See(rows[i]) is not { } change || !lens.Fits(change, query))
                    continue;
                add(change);
                shown++;
                bytes += change.Bytes.Length;
            }
            looked += rows.Count;
            if (through >= snapshot.Seq || shown >= limit || looked >= MostLooked || bytes >= MostBytes)
                return through;
            after = FeedPosition.Behind(through);
        }
    }
}

/// <summary>One version as the ledger keeps it, without its document.</summary>
internal sealed record ChangeRow
{
    private readonly string _op = "";
    private readonly string _kind = "";

    public long Seq { get; init; }
    public long N { get; init; }
    public long At { get; init; }
    public required string Actor { get; init; }
    public string? Reason { get; init; }

    public required string Op
    {
        get => _op;
        init
        {
            _op = value;
            OpOf = Code.Parse<Op>(value);
        }
    }

    public required string Kind
    {
        get => _kind;
        init
        {
            _kind = value;
            KindOf = Code.Parse<RecordKind>(value);
        }
    }

    public required string Id { get; init; }
    public long Version { get; init; }

    /// <summary>What a merge states: the record that took its place.</summary>
    public byte[]? Merged { get; init; }

    /// <summary>It was written earlier; its embargo ended with this commit.</summary>
    public bool IsOpening { get; init; }

    public Op OpOf { get; private init; }

    public RecordKind KindOf { get; private init; }

    public FeedPosition Position => new(Seq, N);

    /// <summary>It says what the record is from now on; any other ends it.</summary>
    public bool States => OpOf is Domain.Ledger.Op.Create or Domain.Ledger.Op.Update;
}
