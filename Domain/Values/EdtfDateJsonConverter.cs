using System.Text.Json;
using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>Reads and writes a date as its plain text.</summary>
public sealed class EdtfDateJsonConverter : JsonConverter<EdtfDate>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is no text or no date; the message says why.</exception>
    public override EdtfDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A date is a text such as \"2025-12-13\".");
        return EdtfDate.TryParse(reader.GetString(), out var date, out var error) ? date : throw new JsonException(error);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The date was never set: written, it could not be read again.</exception>
    public override void Write(Utf8JsonWriter writer, EdtfDate value, JsonSerializerOptions options)
    {
        if (value == default)
            throw new InvalidOperationException("A date that was never set cannot be written.");
        writer.WriteStringValue(value.Text);
    }
}
