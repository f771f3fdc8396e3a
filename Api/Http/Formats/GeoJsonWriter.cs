using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Events.Api.Http.Formats;

/// <summary>GeoJSON (RFC 7946): a feature for each event, also for one without a point; its properties are the item of the list.</summary>
internal sealed class GeoJsonWriter : ItemWriter
{
    private readonly IBufferWriter<byte> _body;
    private bool _follows;

    public GeoJsonWriter(IBufferWriter<byte> body)
    {
        _body = body;
        body.Write("{\"type\":\"FeatureCollection\",\"features\":["u8);
    }

    public override void Write(JsonElement item)
    {
        var e = new EventItem(item);
        var point = e is { Lon: { } lon, Lat: { } lat } ? string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}}") : "null";
        Write($"{(_follows ? "," : "")}\n{{\"type\":\"Feature\",\"id\":\"{e.Id}\",\"geometry\":{point},\"properties\":");
        _body.Write(JsonMarshal.GetRawUtf8Value(item));
        _body.Write("}"u8);
        _follows = true;
    }

    public override void End(Ending ending) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"\n],\"numberReturned\":{ending.Items},\"seq\":{ending.Seq}}}"));

    private void Write(string text) => _body.Write(Encoding.UTF8.GetBytes(text));
}
