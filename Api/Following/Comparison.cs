using System.Security.Cryptography;
using Events.Api.Storage;

namespace Events.Api.Following;

/// <summary>Holds a database against another instance: by a digest of all that both have, and where they differ by digests of ever smaller parts.</summary>
internal sealed class Comparison(Session session, LedgerSource other)
{
    /// <returns>The last commit here and there, and the first one that differs; null when none does.</returns>
    public async Task<(long Here, long There, long? Differs)> RunAsync(CancellationToken cancel)
    {
        var (here, _, _) = LedgerTransaction.Head(session);
        var there = (await other.DigestAsync(0, 0, cancel)).Last;
        var shared = Math.Min(here, there);
        if (await IsSameAsync(0, shared, cancel))
            return (here, there, null);
        // Up to and with the first they are the same, up to and with the second not.
        var (same, differs) = (0L, shared);
        while (differs - same > 1)
        {
            var middle = same + ((differs - same) / 2);
            if (await IsSameAsync(same, middle, cancel))
                same = middle;
            else
                differs = middle;
        }
        return (here, there, differs);
    }

    private async Task<bool> IsSameAsync(long after, long seq, CancellationToken cancel)
    {
        // Both sides count at the same time.
        var asking = other.DigestAsync(after, seq, cancel);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        LedgerReader.Digest(session, after, seq, digest);
        return (await asking).Digest == Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
