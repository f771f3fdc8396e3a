using System.Text.Json;
using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>What a report states: a count, or text (a date is text in the form of all dates).</summary>
[JsonConverter(typeof(EvidenceValueJsonConverter))]
public sealed record EvidenceValue
{
    public Count? Count { get; init; }
    public string? Text { get; init; }
}

internal sealed class EvidenceValueJsonConverter : JsonConverter<EvidenceValue>
{
    public override EvidenceValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new() { Text = reader.GetString() }
            : new() { Count = JsonSerializer.Deserialize<Count>(ref reader, options) };

    public override void Write(Utf8JsonWriter writer, EvidenceValue value, JsonSerializerOptions options)
    {
        if (value.Count is { } count)
            JsonSerializer.Serialize(writer, count, options);
        else
            writer.WriteStringValue(value.Text);
    }
}

/// <summary>What a piece of evidence is about, as text: a headcount's key, a person's id, or a link as <c>type:event-id</c>.</summary>
[JsonConverter(typeof(AboutJsonConverter))]
public readonly record struct About(string Text);

internal sealed class AboutJsonConverter : JsonConverter<About>
{
    public override About Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, About value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
