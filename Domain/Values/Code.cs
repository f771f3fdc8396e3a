using System.Collections.Frozen;
using System.Text.Json;

namespace Events.Domain.Values;

/// <summary>Translates between the members of a vocabulary and their kebab-case codes on the wire.</summary>
public static class Code
{
    /// <summary>The code of a member: <c>InForce</c> is <c>in-force</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no declared member.</exception>
    public static string Of<T>(T value) where T : struct, Enum =>
        Codes<T>.ByMember.TryGetValue(value, out var code)
            ? code
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a member of {typeof(T).Name}.");

    /// <summary>Finds the member with exactly this code; letter case and spaces count.</summary>
    public static bool TryParse<T>(string? code, out T value) where T : struct, Enum =>
        TryParse(code.AsSpan(), out value);

    /// <inheritdoc cref="TryParse{T}(string?, out T)"/>
    public static bool TryParse<T>(ReadOnlySpan<char> code, out T value) where T : struct, Enum =>
        Codes<T>.ByText.TryGetValue(code, out value);

    /// <summary>The member with this code, where the code comes from the program itself.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static T Parse<T>(string code) where T : struct, Enum =>
        TryParse<T>(code, out var value) ? value : throw new FormatException($"\"{code}\" is no code of {typeof(T).Name}.");

    /// <summary>All codes of a vocabulary in the order of their declaration.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Codes<T>.All;

    private static class Codes<T> where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> members =
            Enum.GetValues<T>().ToFrozenDictionary(Spell, StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> All = Array.AsReadOnly(Array.ConvertAll(Enum.GetValues<T>(), Spell));

        public static readonly FrozenDictionary<T, string> ByMember = members.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

        public static readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> ByText =
            members.GetAlternateLookup<ReadOnlySpan<char>>();

        private static string Spell(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }
}
