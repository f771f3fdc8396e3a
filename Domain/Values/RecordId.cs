using System.Text.Json;
using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>The id of a record, as text: a UUIDv7 in lower case, or a country's code.</summary>
[JsonConverter(typeof(RecordIdJsonConverter))]
public readonly record struct RecordId(string Value)
{
    /// <summary>A new id for a record written at this instant.</summary>
    public static RecordId New(DateTimeOffset at) => new(Guid.CreateVersion7(at).ToString());

    /// <summary>Reads the id of any record but a country; false when the text is no UUID in its usual form.</summary>
    public static bool TryParse(string? text, out RecordId id)
    {
        var read = Guid.TryParseExact(text, "D", out var uuid);
        id = read ? new(uuid.ToString()) : default;
        return read;
    }

    public override string ToString() => Value;
}

internal sealed class RecordIdJsonConverter : JsonConverter<RecordId>
{
    public override RecordId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, RecordId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
