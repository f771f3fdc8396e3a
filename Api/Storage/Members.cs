using System.Buffers;
using System.Text.Json;

namespace Events.Api.Storage;

/// <summary>Takes top-level members out of a ready JSON object without writing them anew.</summary>
internal static class Members
{
    /// <summary>Copies those with these names as they stand, in the order in which they stand.</summary>
    /// <param name="follows">Whether something stands before them already.</param>
    public static void Copy(ReadOnlySpan<byte> json, IReadOnlyCollection<byte[]> names, IBufferWriter<byte> to, bool follows)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var begin = (int)reader.TokenStartIndex;
            var wanted = IsOneOf(names, ref reader);
            reader.Skip();
            if (!wanted)
                continue;
            if (follows)
                to.Write(","u8);
            to.Write(json[begin..(int)reader.BytesConsumed]);
            follows = true;
        }
    }

    /// <summary>The text of a member; null when it is not there.</summary>
    public static string? Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals(name);
            reader.Read();
            if (wanted)
                return reader.GetString();
            reader.Skip();
        }
        return null;
    }

    private static bool IsOneOf(IReadOnlyCollection<byte[]> names, ref Utf8JsonReader reader)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
                return true;
        }
        return false;
    }
}
