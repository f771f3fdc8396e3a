using System.Text.Json;
using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>Reads and writes a member of a vocabulary as its kebab-case code, and nothing else.</summary>
/// <remarks>
/// The framework's converter also takes member names (<c>InForce</c>), spaces around a code, and several codes
/// at once (<c>"occurred, denied"</c>), which it adds up to a value that no member has.
/// </remarks>
public sealed class KebabEnumConverter<T> : JsonConverter<T> where T : struct, Enum
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The value is no text or no code; the message says what was meant.</exception>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Member(ref reader)
            : throw new JsonException($"A code is a text: one of {string.Join(", ", Code.All<T>())}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Code.Of(value));

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Member(ref reader);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Code.Of(value));

    private static T Member(ref Utf8JsonReader reader)
    {
        var code = reader.GetString();
        return Code.TryParse(code, out T value) ? value : throw new JsonException(Refusal(code!));
    }

    private static string Refusal(string code)
    {
        var shown = code.Length <= 64 ? code : code[..64] + "…";
        var meant = Suggestion.Nearest(code, Code.All<T>(), 1);
        return meant is [var nearest]
            ? $"\"{shown}\" is no known code: did you mean \"{nearest}\"?"
            : $"\"{shown}\" is no known code: it is one of {string.Join(", ", Code.All<T>())}.";
    }
}
