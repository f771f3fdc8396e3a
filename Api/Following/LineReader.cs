using System.Buffers;
using System.IO.Pipelines;

namespace Events.Api.Following;

/// <summary>Reads lines as bytes, each of a bounded length.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>A record has 256 kB.</summary>
    private const int Longest = 1024 * 1024;

    private readonly PipeReader _bytes = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));

    /// <summary>The next line without its end; null behind the last.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _bytes.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                _bytes.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }
            if (read.Buffer.Length > Longest)
                throw new SourceException("The other instance answers with a line that is too long for a ledger of this program.");
            // What has no end was cut off.
            if (read.IsCompleted)
                return null;
            _bytes.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
