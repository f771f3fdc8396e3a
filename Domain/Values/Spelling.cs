using System.Buffers;
using System.Globalization;
using System.Text;

namespace Events.Domain.Values;

/// <summary>Reduces names and words to forms in which their usual spellings meet, the same on every machine.</summary>
/// <remarks>
/// It works letter by letter from a table of its own, since the framework normalises text only with the help of a library
/// of the operating system. Japanese and Korean are expected composed (NFC).
/// </remarks>
public static class Spelling
{
    /// <summary>What is folded by being put in lower case.</summary>
    private static readonly SearchValues<char> PlainSigns = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The text in lower case without diacritics, as words of letters and digits with one space between them.</summary>
    /// <remarks>
    /// <c>Łukašenka</c> is <c>lukasenka</c>, <c>Straße</c> <c>strasse</c>, <c>O’Neill</c> <c>oneill</c>. Never fails; folding
    /// twice changes nothing more. The result may be empty, and longer than the text.
    /// </remarks>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var given in text.EnumerateRunes())
        {
            var letter = Narrow(given);
            if (IsSilent(letter))
                continue;
            if (!IsOfWord(letter))
            {
                gap = folded.Length > 0;
                continue;
            }
            if (gap)
                folded.Append(' ');
            gap = false;
            AppendFolded(folded, letter);
        }
        return folded.ToString();
    }

    /// <summary>The fold in Latin letters, reduced to a skeleton in which the usual romanisations of one name are the same.</summary>
    /// <remarks>
    /// <c>Беляцкий</c>, <c>Beliatski</c> and <c>Białacki</c> are all <c>balacki</c>. Different names may meet as well, so it
    /// finds a name only where the fold found none or less. Cyrillic and Greek become Latin; other scripts stay as folded.
    /// </remarks>
    public static string Latin(string text) => Romanization.Skeleton(Fold(text));

    /// <summary>The words of a folded text.</summary>
    public static string[] Words(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        return folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Where the words of a text that is not folded begin and end.</summary>
    public static IReadOnlyList<(int Begin, int End)> Places(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var places = new List<(int, int)>((text.Length / 5) + 1);
        var (begin, end, next) = (-1, 0, 0);
        for (var at = 0; at < text.Length; at = next)
        {
            var letter = NextLetter(text, at, out next);
            if (IsSilent(letter))
            {
                // An accent belongs to the letter before it; an apostrophe only when a letter follows.
                end = end == at && Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark ? next : end;
            }
            else if (IsOfWord(letter))
            {
                (begin, end) = (begin < 0 ? at : begin, next);
            }
            else if (begin >= 0)
            {
                places.Add((begin, end));
                begin = -1;
            }
        }
        if (begin >= 0)
            places.Add((begin, end));
        return places;
    }

    /// <summary>Whether a word reads, once folded, as another one that is folded.</summary>
    /// <param name="unfinished">It may go on.</param>
    public static bool IsWord(ReadOnlySpan<char> word, string folded, bool unfinished)
    {
        ArgumentNullException.ThrowIfNull(folded);
        if (word.ContainsAnyExcept(PlainSigns))
            return unfinished ? Fold(word.ToString()).StartsWith(folded, StringComparison.Ordinal) : Fold(word.ToString()) == folded;
        return (unfinished ? word.Length >= folded.Length : word.Length == folded.Length) && Ascii.EqualsIgnoreCase(word[..folded.Length], folded);
    }

    /// <summary>The letter that begins at a place; half of one that takes two is the sign for what cannot be read.</summary>
    private static Rune NextLetter(string text, int at, out int next)
    {
        if (char.IsAscii(text[at]))
        {
            next = at + 1;
            return new Rune(text[at]);
        }
        Rune.DecodeFromUtf16(text.AsSpan(at), out var letter, out var length);
        next = at + length;
        return Narrow(letter);
    }

    /// <summary>Turns the full-width forms of ASCII into ASCII.</summary>
    private static Rune Narrow(Rune letter) =>
        letter.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(letter.Value - 0xFEE0) : letter;

    /// <summary>Whether a sign is dropped without ending the word that it stands in.</summary>
    private static bool IsSilent(Rune sign) => sign.Value switch
    {
        '\'' or '`' or '´' or '‘' or '’' or '‛' or '′' => true,
        < 0x80 => false,
        // Modifier letters that stand for an apostrophe, a soft sign, hamza or ayn, and the apostrophe of the Mayan languages.
        >= 0x02B9 and <= 0x02DF or 0x02EE or 0xA78B or 0xA78C => true,
        0x0640 or 0x0674 => true, // Arabic tatweel and high hamza
        0x05F3 => true, // Hebrew geresh
        _ => Rune.GetUnicodeCategory(sign) switch
        {
            UnicodeCategory.Format or UnicodeCategory.EnclosingMark => true,
            UnicodeCategory.NonSpacingMark => IsDiacritic(sign.Value),
            _ => false,
        },
    };

    // Elsewhere, as in Indic scripts and Thai, such marks are the vowels of a word.
    private static bool IsDiacritic(int mark) => mark
        is >= 0x0300 and <= 0x036F or >= 0x0483 and <= 0x0489
        or >= 0x0591 and <= 0x05C7
        or >= 0x0610 and <= 0x074A or >= 0x0898 and <= 0x08FF
        or >= 0x1AB0 and <= 0x1AFF or >= 0x1DC0 and <= 0x1DFF or >= 0x20D0 and <= 0x20FF or >= 0xFE00 and <= 0xFE2F;

    private static bool IsOfWord(Rune sign) => sign.IsAscii ? char.IsAsciiLetterOrDigit((char)sign.Value) : Rune.GetUnicodeCategory(sign) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => true,
        UnicodeCategory.DecimalDigitNumber => true,
        UnicodeCategory.OtherNumber => IsDigit(sign),
        _ => false,
    };

    private static bool IsDigit(Rune sign) => Rune.GetNumericValue(sign) is 0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9;

    private static void AppendFolded(StringBuilder folded, Rune letter)
    {
        var lower = Rune.ToLowerInvariant(letter);
        if (lower.IsAscii)
            folded.Append((char)lower.Value);
        else if (lower.IsBmp && BaseLetters.Of.TryGetValue((char)lower.Value, out var letters))
            folded.Append(letters);
        else if (Rune.GetUnicodeCategory(lower) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber)
            folded.Append((char)('0' + (int)Rune.GetNumericValue(lower)));
        else
            folded.Append(lower);
    }
}
