using Dapper;
using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>Holds the ledger of a file against its hash chain: every version against its digest, every commit against the one before.</summary>
internal static class LedgerCheck
{
    /// <summary>What is wrong, one sentence each; empty when nothing is.</summary>
    public static List<string> Run(Session session, CancellationToken cancel = default)
    {
        var found = new List<string>();
        var (previous, expected, last) = (Chain.Genesis, 1L, 0L);
        foreach (var commit in session.Connection.Query<CommitRow>("SELECT seq AS Seq, at AS At, actor AS Actor, hash AS Hash FROM ledger_commit ORDER BY seq", buffered: false))
        {
            cancel.ThrowIfCancellationRequested();
            if (commit.Seq != expected)
                found.Add($"Ledger: commit {commit.Seq} follows commit {expected - 1}.");
            if (commit.At <= last)
                found.Add($"Ledger: commit {commit.Seq} is not later than the one before.");
            var digests = Digests(session, commit.Seq, found);
            if (!Chain.Next(previous, commit.Seq, commit.At, commit.Actor, digests).AsSpan().SequenceEqual(commit.Hash))
                found.Add($"Ledger: the hash of commit {commit.Seq} does not follow from what it holds and the commit before.");
            (previous, expected, last) = (commit.Hash, commit.Seq + 1, commit.At);
        }
        var orphans = session.Connection.ExecuteScalar<long>("SELECT count(*) FROM record WHERE seq NOT IN (SELECT seq FROM ledger_commit)");
        if (orphans > 0)
            found.Add($"Ledger: {orphans} versions belong to no commit.");
        return found;
    }

    private static List<byte[]> Digests(Session session, long seq, List<string> found)
    {
        var digests = new List<byte[]>();
        var statement = session.Prepare("SELECT kind, id, version, salt, digest, document, op FROM record WHERE seq = ?1 ORDER BY n").Bind(seq);
        while (statement.Step())
        {
            var digest = statement.Blob(4).ToArray();
            digests.Add(digest);
            var erased = statement.IsNull(3);
            if (!erased && !Chain.Digest(statement.Blob(3), statement.Blob(5)).AsSpan().SequenceEqual(digest))
                found.Add($"Ledger: version {statement.Long(2)} of {statement.Text(0)} {statement.Text(1)} is not what was committed.");
        }
        statement.Reset();
        return digests;
    }

    private sealed record CommitRow
    {
        public long Seq { get; init; }
        public long At { get; init; }
        public required string Actor { get; init; }
        public required byte[] Hash { get; init; }
    }
}
