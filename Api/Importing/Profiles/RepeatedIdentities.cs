using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Events.Api.Importing.Profiles;

/// <summary>What a file has said of each record so far, in a few bytes each: of two different statements nobody knows which holds.</summary>
internal sealed class RepeatedIdentities
{
    // Later rows are not compared: memory is bounded, and the writer has them as changes.
    private const int Most = 1_000_000;

    private readonly Dictionary<ulong, (ulong Content, uint Row)> _rows = [];

    /// <summary>The row that said something else before; null when none did.</summary>
    public long? Find(string name, byte[] digest, long row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var (key, content) = (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(digest));
        if (_rows.TryGetValue(key, out var before))
            return before.Content == content ? null : before.Row;
        if (_rows.Count < Most)
            _rows.Add(key, (content, (uint)Math.Min(row, uint.MaxValue)));
        return null;
    }
}
