using System.Text.Json;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The document of a version that merges its record: the ledger itself says which record took its place.</summary>
public sealed record MergedInto(RecordId Into)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, RecordJson.Options);

    public static MergedInto Read(ReadOnlySpan<byte> document) => JsonSerializer.Deserialize<MergedInto>(document, RecordJson.Options)!;
}
