using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Events.Api.Http.Formats;

/// <summary>NDJSON: an item of the list in each line, and a last line that says that it is the last.</summary>
internal sealed class NdjsonWriter(IBufferWriter<byte> body) : ItemWriter
{
    public override void Write(JsonElement item)
    {
        body.Write(JsonMarshal.GetRawUtf8Value(item));
        body.Write("\n"u8);
    }

    public override void End(Ending ending) =>
        body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"end\":true,\"items\":{ending.Items},\"seq\":{ending.Seq}}}\n")));
}
