using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Events.Domain.Ledger;

/// <summary>The hash chain of the ledger: whoever knows the last hash can tell whether anything before it was changed.</summary>
public static class Chain
{
    public const int SaltLength = 16;

    /// <summary>What stands before the first commit.</summary>
    public static readonly byte[] Genesis = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 of salt and document. Without the salt a short document could be guessed from it after a redaction.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> document)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(document);
        return hash.GetHashAndReset();
    }

    /// <summary>SHA-256 of the previous hash, the seq, the instant (microseconds), the actor and the digests of the versions in their order.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, long seq, long at, string actor, IEnumerable<byte[]> digests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        hash.AppendData(previous);
        BinaryPrimitives.WriteInt64BigEndian(number, seq);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, at);
        hash.AppendData(number);
        var name = Encoding.UTF8.GetBytes(actor);
        BinaryPrimitives.WriteInt64BigEndian(number, name.Length);
        hash.AppendData(number);
        hash.AppendData(name);
        foreach (var digest in digests)
            hash.AppendData(digest);
        return hash.GetHashAndReset();
    }
}
