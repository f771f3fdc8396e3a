using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>Compares histories by the hashes of their commits: where one is the same, all before it is.</summary>
internal static class History
{
    /// <summary>The hash of a commit; that of the beginning for 0, null when there is no such commit.</summary>
    public static byte[]? HashAt(Session session, long seq)
    {
        if (seq == 0)
            return Chain.Genesis;
        var statement = session.Prepare("SELECT hash FROM ledger_commit WHERE seq = ?1").Bind(seq);
        var hash = statement.Step() ? statement.Blob(0).ToArray() : null;
        statement.Reset();
        return hash;
    }

    /// <summary>The last commit that both have; 0 when they have nothing in common.</summary>
    public static long LastShared(Session one, Session other)
    {
        var (shared, most) = (0L, Math.Min(LedgerTransaction.Head(one).Seq, LedgerTransaction.Head(other).Seq));
        while (shared < most)
        {
            var middle = shared + ((most - shared + 1) / 2);
            if (HashAt(one, middle) is { } hash && hash.AsSpan().SequenceEqual(HashAt(other, middle)))
                shared = middle;
            else
                most = middle - 1;
        }
        return shared;
    }
}
