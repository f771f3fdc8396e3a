using System.Buffers;
using System.Globalization;
using System.Text;

namespace Events.Api.Http.Formats;

/// <summary>NDJSON: an item of the list in each line, and a last line that says that it is the last.</summary>
internal sealed class NdjsonWriter(IBufferWriter<byte> body) : EventWriter
{
    public override void Write(EventItem e)
    {
        body.Write(e.Json);
        body.Write("\n"u8);
    }

    public override void End(Ending ending) =>
        body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"end\":true,\"items\":{ending.Items},\"seq\":{ending.Seq}}}\n")));
}
