namespace Events.Domain.Values;

/// <summary>Finds what a misspelt word was meant to be.</summary>
public static class Suggestion
{
    private const int LongestCompared = 64;

    /// <summary>The known words nearest to the given one, best first, at most <paramref name="most"/>; empty when none is near.</summary>
    /// <remarks>
    /// Near is one edit for every three letters, where an edit adds, drops, changes or swaps letters, or a word that begins
    /// as the given one does. Case, diacritics and hyphens don't count, and nothing beyond the first 64 letters does.
    /// </remarks>
    public static IReadOnlyList<string> Nearest(string given, IEnumerable<string> known, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        var wanted = Comparable(given);
        if (wanted.Length == 0 || most <= 0)
            return [];

        return [.. known
            .Distinct(StringComparer.Ordinal)
            .Select(word => (Word: word, Distance: Distance(wanted, Comparable(word))))
            .Where(near => near.Distance is not null)
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Word.Length)
            .ThenBy(near => near.Word, StringComparer.Ordinal)
            .Take(most)
            .Select(near => near.Word)];
    }

    private static string Comparable(string word)
    {
        var folded = Spelling.Fold(word.Length <= LongestCompared ? word : word[..LongestCompared]);
        return folded.Length <= LongestCompared ? folded : folded[..LongestCompared];
    }

    /// <summary>How far two folded words are apart, or null when that is too far to be a slip.</summary>
    private static int? Distance(string given, string known)
    {
        var allowed = Math.Max(given.Length, known.Length) / 3;
        var begins = given.Length >= 2 && known.StartsWith(given, StringComparison.Ordinal);
        if (Math.Abs(given.Length - known.Length) > allowed)
            return begins ? allowed : null;
        var edits = Edits(given, known);
        return edits <= allowed ? edits : begins ? allowed : null;
    }

    /// <summary>The optimal string alignment distance.</summary>
    private static int Edits(ReadOnlySpan<char> given, ReadOnlySpan<char> known)
    {
        Span<int> beforeLast = stackalloc int[LongestCompared + 1];
        Span<int> last = stackalloc int[LongestCompared + 1];
        Span<int> current = stackalloc int[LongestCompared + 1];
        for (var j = 0; j <= known.Length; j++)
            last[j] = j;

        for (var i = 1; i <= given.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= known.Length; j++)
            {
                var change = given[i - 1] == known[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && given[i - 1] == known[j - 2] && given[i - 2] == known[j - 1])
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }
            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[known.Length];
    }
}
