using System.Globalization;
using System.Text;
using Events.Domain.Values;

namespace Events.Domain.Importing;

/// <summary>Makes codes of what sources write: lower-case letters, digits and hyphens.</summary>
public static class SourceCode
{
    private const int Longest = 64;

    /// <summary>The code; null when nothing of the text remains, or more than a code holds.</summary>
    public static string? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var code = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var letter in Spelling.Fold(text))
        {
            if (char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
                code.Append(letter);
            else if (code.Length > 0 && code[^1] != '-')
                code.Append('-');
        }
        while (code.Length > 0 && code[^1] == '-')
            code.Length--;
        return code.Length is 0 or > Longest ? null : code.ToString();
    }

    /// <summary>The block of so many numbers that a number lies in: 501–1000 for 733 in blocks of 500.</summary>
    public static string? Block(string number, int size) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{((n - 1) / size * size) + 1}–{(n - 1) / size * size + size}")
            : null;
}
