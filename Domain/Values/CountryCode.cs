using System.Text.Json;
using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>The code under which a country is kept: ISO 3166-1 alpha-2, alpha-4 for a withdrawn state, or a local code such as <c>GE-AB</c>.</summary>
[JsonConverter(typeof(CountryCodeJsonConverter))]
public readonly record struct CountryCode(string Value)
{
    /// <summary>A country is a record whose id is its code.</summary>
    public RecordId Id => new(Value);

    public override string ToString() => Value;
}

internal sealed class CountryCodeJsonConverter : JsonConverter<CountryCode>
{
    public override CountryCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, CountryCode value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
