using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The rule that dates are in order. Only the impossible is refused.</summary>
internal static class DateRules
{
    /// <summary>The range ends before it begins.</summary>
    public static IEnumerable<Violation> Unordered(EdtfDate? date, string pointer)
    {
        if (date is { IsOrdered: false } range)
            yield return new(Reason.DateOrder, pointer, $"The range \"{range.Text}\" ends before it begins: put the earlier date first.");
    }

    /// <summary>The one date is certainly before the other, which it must not be.</summary>
    public static IEnumerable<Violation> Before(EdtfDate? date, EdtfDate? other, string pointer)
    {
        if (date is { } late && other is { } early && late.Latest < early.Earliest)
            yield return new(Reason.DateOrder, pointer, $"\"{late.Text}\" is before \"{early.Text}\": correct one of the two dates.");
    }
}
