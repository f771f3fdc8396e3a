using System.Buffers;
using System.IO.Pipelines;

namespace Events.Api.Importing;

/// <summary>The lines of a text in constant memory, however long one is.</summary>
internal static class Lines
{
    /// <summary>A longer line is passed over; it is told with its number.</summary>
    public const int Longest = 1024 * 1024;

    /// <summary>Each line with its number from 1, without its end; null for one that is too long. The bytes are valid until the next.</summary>
    public static async IAsyncEnumerable<(long Number, ReadOnlyMemory<byte>? Line)> ReadAsync(Stream text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(text, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
        var (number, isTooLong) = (0L, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return (++number, isTooLong || line.Length > Longest ? default(ReadOnlyMemory<byte>?) : Trim(line));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                isTooLong = false;
            }
            if (read.IsCompleted)
            {
                if (buffer.Length > 0 || isTooLong)
                    yield return (++number, isTooLong || buffer.Length > Longest ? default(ReadOnlyMemory<byte>?) : Trim(buffer));
                reader.AdvanceTo(buffer.End);
                break;
            }
            if (buffer.Length > Longest)
            {
                isTooLong = true;
                reader.AdvanceTo(buffer.End);
            }
            else
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        await reader.CompleteAsync();
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlySequence<byte> line)
    {
        ReadOnlyMemory<byte> bytes = line.IsSingleSegment ? line.First : line.ToArray();
        return bytes.Span is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }
}
