using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Events.Domain.Values;

/// <summary>Writes folded Cyrillic and Greek in Latin letters and levels the differences between the usual systems of doing so.</summary>
internal static partial class Romanization
{
    // English spelling, since the rules below read that of every other language as well; ь and ъ fall away.
    private static readonly FrozenDictionary<char, string> latin = string.Join(' ',
            "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch",
            "ъ: ы:y ь: э:e ю:yu я:ya і:i є:ye ѣ:e ѳ:f ѵ:i ђ:dj ј:j љ:lj њ:nj ћ:c џ:dzh ѕ:dz",
            "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s τ:t υ:y φ:f χ:ch ψ:ps ω:o")
        .Split(' ')
        .ToFrozenDictionary(pair => pair[0], pair => pair[2..]);

    // In this order: each rule relies on what those before it have left.
    private static readonly (Regex Heard, string Written)[] rules =
    [
        (PolishTsk, "tsk"),
        (SoftT, "t"),
        (HardC, "k"),
        (Affricate, "c"),
        (SoftD, "d"),
        (Sibilant, "s"),
        (Th, "t"),
        (Ph, "f"),
        (Guttural, "h"),
        (X, "ks"),
        (W, "v"),
        (Je, "e"),
        (Glide, "i"),
        (ShortU, "v"),
        (Palatal, ""),
        (Vowel, "a"),
        (Doubled, "$1"),
    ];

    /// <summary>The skeleton of a folded text; its words keep their order.</summary>
    public static string Skeleton(string folded)
    {
        var skeleton = InLatin(folded);
        foreach (var (heard, written) in rules)
            skeleton = heard.Replace(skeleton, written);
        return skeleton;
    }

    // Białacki: what English writes Bialatski.
    [GeneratedRegex(@"ck(?=[iy]\w?\b|a\b|a[jy]a\b)")]
    private static partial Regex PolishTsk { get; }

    // Tsikhanouskaya, Cichanouskaja: Belarusian for Tikhanovskaya.
    [GeneratedRegex(@"\b(ts|c)(?=i)")]
    private static partial Regex SoftT { get; }

    [GeneratedRegex(@"q|ck|c(?=[aoultr])|(?<!i)c\b")]
    private static partial Regex HardC { get; }

    // Statkevich, Statkewitsch, Statkevič; before a, o, u or a consonant ch is rather that of Chodorkowski.
    [GeneratedRegex(@"tsch|tch|cz|(?<!s)ch(?=[eiy]|\b)|ts|tz")]
    private static partial Regex Affricate { get; }

    // Dzmitry: Belarusian for Dmitry.
    [GeneratedRegex(@"dz(?!h)")]
    private static partial Regex SoftD { get; }

    // One class, since a folded š or ž is s or z, and German writes Selenskyj.
    [GeneratedRegex(@"sch|sh|sz|zh|z")]
    private static partial Regex Sibilant { get; }

    [GeneratedRegex(@"th")]
    private static partial Regex Th { get; }

    [GeneratedRegex(@"ph")]
    private static partial Regex Ph { get; }

    // Khodorkovsky, Chodorkowski, Hodorkovski; Ihar and Igor.
    [GeneratedRegex(@"kh|gh|ch|g")]
    private static partial Regex Guttural { get; }

    [GeneratedRegex(@"x")]
    private static partial Regex X { get; }

    [GeneratedRegex(@"w")]
    private static partial Regex W { get; }

    // Yelena, Jelena, Elena.
    [GeneratedRegex(@"[ijy]+e")]
    private static partial Regex Je { get; }

    [GeneratedRegex(@"[ijy]+")]
    private static partial Regex Glide { get; }

    // Ivanou, Uladzimir: Belarusian for Ivanov, Vladimir.
    [GeneratedRegex(@"(?<=[aeo])u(?![aeiou])|\bu(?=lad)")]
    private static partial Regex ShortU { get; }

    // Bialiatski, Białacki; at the end it tells Maria from Mara.
    [GeneratedRegex(@"(?<=[b-df-hk-np-tv])i(?=u|[ao]\B)")]
    private static partial Regex Palatal { get; }

    // Kalesnikava, Kolesnikova; a final io tells Mario from Maria.
    [GeneratedRegex(@"(?!(?<=i)o\b)[aeo]+")]
    private static partial Regex Vowel { get; }

    [GeneratedRegex(@"([a-z])\1+")]
    private static partial Regex Doubled { get; }

    private static string InLatin(string folded)
    {
        if (Ascii.IsValid(folded))
            return folded;
        var written = new StringBuilder(folded.Length + 8);
        for (var i = 0; i < folded.Length; i++)
        {
            var next = i + 1 < folded.Length ? folded[i + 1] : ' ';
            switch (folded[i], next)
            {
                // Greek pairs that stand for one sound.
                case ('ο', 'υ'):
                    written.Append('u');
                    i++;
                    break;
                case ('μ', 'π'):
                    written.Append('b');
                    i++;
                    break;
                // Bulgarian: a vowel between consonants.
                case ('ъ', >= 'а' and <= 'я') when !"аеиоуюя".Contains(next, StringComparison.Ordinal):
                    written.Append('a');
                    break;
                default:
                    if (latin.TryGetValue(folded[i], out var letters))
                        written.Append(letters);
                    else
                        written.Append(folded[i]);
                    break;
            }
        }
        return written.ToString();
    }
}
