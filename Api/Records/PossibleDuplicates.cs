using System.Buffers;
using System.Text.Json;
using Events.Api.Storage;
using Events.Domain.Duplicates;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Records;

/// <summary>Records that may stand for the same thing as one.</summary>
/// <param name="Items">The likeliest first, at most 5; those that score less than 0.6 are left out.</param>
public sealed record TwinList(IReadOnlyList<Twin> Items, long Seq);

/// <summary>What answers to writes say about older records that may be the same.</summary>
internal static class PossibleDuplicates
{
    /// <summary>Those of a record that a commit has written, as they were then; null when there are none.</summary>
    public static IReadOnlyList<Twin>? Of(Snapshot snapshot, RecordReader reader, RecordKind kind, RecordId id) =>
        ((IWorld)reader.World).Stated(kind, id) is { } record && Twins.Of(snapshot.Session, reader.World, kind, id, record) is { Count: > 0 } twins ? twins : null;

    /// <summary>The answer with a member for them.</summary>
    public static byte[] AddTo(byte[] answer, IReadOnlyList<Twin>? twins)
    {
        if (twins is null)
            return answer;
        var body = new ArrayBufferWriter<byte>(answer.Length + 500);
        body.Write(answer.AsSpan(0, answer.Length - 1));
        body.Write(",\"possibleDuplicates\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(twins, ViewJson.Options));
        body.Write("}"u8);
        return body.WrittenSpan.ToArray();
    }
}
