using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>How alike two texts are, by the words that they share.</summary>
internal static class Wording
{
    /// <summary>From 0 to 1: twice the words that both have, by the words of each. Texts with different numbers count half.</summary>
    public static double Likeness(string one, string other)
    {
        var (folded, otherFolded) = (Spelling.Fold(one), Spelling.Fold(other));
        var alike = Likeness(Words(folded), Words(otherFolded));
        // In another script or romanisation the words meet only as skeletons.
        if (alike < 0.5 && !(IsPlain(folded) && IsPlain(otherFolded)))
            alike = Math.Max(alike, Likeness(Words(Spelling.Latin(one)), Words(Spelling.Latin(other))));
        return alike;
    }

    private static double Likeness(HashSet<string> one, HashSet<string> other)
    {
        if (one.Count == 0 || other.Count == 0)
            return 0;
        var alike = 2.0 * one.Count(other.Contains) / (one.Count + other.Count);
        return HaveOtherNumbers(one, other) ? alike / 2 : alike;
    }

    private static bool HaveOtherNumbers(HashSet<string> one, HashSet<string> other)
    {
        var (numbers, others) = (Numbers(one), Numbers(other));
        return numbers.Count > 0 && others.Count > 0 && !numbers.IsSubsetOf(others) && !others.IsSubsetOf(numbers);
    }

    private static HashSet<string> Numbers(HashSet<string> words) => [.. words.Where(word => char.IsAsciiDigit(word[0]))];

    /// <summary>Words of one or two letters say little.</summary>
    private static HashSet<string> Words(string folded) => [.. Spelling.Words(folded).Where(word => word.Length > 2 || char.IsAsciiDigit(word[0]))];

    private static bool IsPlain(string folded) => System.Text.Ascii.IsValid(folded);
}
