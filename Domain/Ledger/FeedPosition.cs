using System.Globalization;

namespace Events.Domain.Ledger;

/// <summary>A place in the feed: behind one version of a commit, or behind the whole of it.</summary>
/// <param name="Seq">The commit; 0 is before the first.</param>
/// <param name="N">The version within it, from 1; <see cref="Whole"/> is behind all of them.</param>
public readonly record struct FeedPosition(long Seq, long N)
{
    public const long Whole = long.MaxValue;

    /// <summary>Behind a whole commit.</summary>
    public static FeedPosition Behind(long seq) => new(seq, Whole);

    /// <summary>Reads <c>12</c> or <c>12.3</c>, and nothing else.</summary>
    public static bool TryParse(string text, out FeedPosition position)
    {
        position = default;
        var parts = text.Split('.');
        if (parts.Length > 2 || !TryNumber(parts[0], out var seq))
            return false;
        var n = Whole;
        if (parts.Length == 2 && !TryNumber(parts[1], out n))
            return false;
        position = new FeedPosition(seq, n);
        return true;

        static bool TryNumber(string digits, out long number) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public override string ToString() =>
        N == Whole ? Seq.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Seq}.{N}");
}
