using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>A calendar date at the place of an event, known as exactly as its text says: a subset of EDTF (ISO 8601-2).</summary>
/// <remarks>
/// <c>2025</c>, <c>2025-12</c> or <c>2025-12-13</c>, each with an optional <c>~</c> (about), <c>?</c> (uncertain) or
/// <c>%</c> (both); or one moment within a range, <c>[2025-09-11..2025-09-15]</c>, <c>[..2025-12-13]</c>,
/// <c>[2025-12-01..]</c>. Years run from 0001 to 9999. The default value is no date: its text is empty.
/// </remarks>
[JsonConverter(typeof(EdtfDateJsonConverter))]
public readonly record struct EdtfDate
{
    private const string Shapes = "write 2025, 2025-12 or 2025-12-13";
    private const string RangeShapes = "write [2025-09-11..2025-09-15], [..2025-12-13] or [2025-12-01..]";

    // Days counted from 1, so that 0 means open and the default value is open on both sides.
    private readonly int first;
    private readonly int last;
    private readonly string? text;

    private EdtfDate(string text, Period period, DateQualifier qualifier)
    {
        this.text = text;
        first = period.First;
        last = period.Last;
        Precision = period.Precision;
        Qualifier = qualifier;
    }

    /// <summary>The one way to write this date.</summary>
    public string Text => text ?? "";

    /// <summary>How exactly the date is known.</summary>
    public DatePrecision Precision { get; }

    /// <summary>The doubt stated with the date; a range carries none.</summary>
    public DateQualifier Qualifier { get; }

    /// <summary>The first day it can have been; null for a range without a beginning.</summary>
    public DateOnly? Earliest => Day(first);

    /// <summary>The last day it can have been; null for a range without an end.</summary>
    public DateOnly? Latest => Day(last);

    /// <summary>The first day it can have been, or the last one where the first is open.</summary>
    public DateOnly EarliestKnown => Earliest ?? Latest ?? throw Unset();

    /// <summary>The last day it can have been, or the first one where the last is open.</summary>
    public DateOnly LatestKnown => Latest ?? Earliest ?? throw Unset();

    /// <summary>False for a range that ends before it begins, which can be written but not happen.</summary>
    public bool IsOrdered => first == 0 || last == 0 || first <= last;

    /// <summary>Reads a date; where it is none, <paramref name="error"/> is a sentence that tells the writer why.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EdtfDate date, [NotNullWhen(false)] out string? error)
    {
        date = default;
        if (string.IsNullOrEmpty(text))
        {
            error = $"A date is missing: {Shapes}.";
            return false;
        }

        var qualifier = text[0] == '[' ? DateQualifier.None : QualifierOf(text[^1]);
        error = text[0] == '['
            ? ReadRange(text, out var period)
            : ReadPeriod(qualifier == DateQualifier.None ? text : text.AsSpan(0, text.Length - 1), text, out period);
        if (error is not null)
            return false;

        date = new(text, period, qualifier);
        return true;
    }

    /// <summary>Reads a date that is known to be well written.</summary>
    /// <exception cref="FormatException">It is none; the message is the sentence of <see cref="TryParse"/>.</exception>
    public static EdtfDate Parse(string text) =>
        TryParse(text, out var date, out var error) ? date : throw new FormatException(error);

    /// <summary>The date of one day.</summary>
    public static EdtfDate Of(DateOnly day) =>
        new(day.ToString("O", CultureInfo.InvariantCulture), Period.Of(day, day, DatePrecision.Day), DateQualifier.None);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static DateOnly? Day(int counted) => counted == 0 ? null : DateOnly.FromDayNumber(counted - 1);

    private static InvalidOperationException Unset() => new("The date was never set.");

    private static DateQualifier QualifierOf(char last) => last switch
    {
        '~' => DateQualifier.Approximate,
        '?' => DateQualifier.Uncertain,
        '%' => DateQualifier.Both,
        _ => DateQualifier.None,
    };

    private static string? ReadRange(string text, out Period range)
    {
        range = default;
        if (QualifierOf(text[^1]) != DateQualifier.None)
            return $"{Shown(text)} is not a date: a range carries no ~, ? or %.";
        var middle = text.IndexOf("..", StringComparison.Ordinal);
        if (text[^1] != ']' || middle < 0)
            return $"{Shown(text)} is not a date: {RangeShapes}.";

        var left = text.AsSpan(1, middle - 1);
        var right = text.AsSpan(middle + 2, text.Length - middle - 3);
        if (left.IsEmpty && right.IsEmpty)
            return $"{Shown(text)} is not a date: a range has a beginning, an end or both.";

        var error = ReadEnd(left, text, out var begin) ?? ReadEnd(right, text, out range);
        range = new(begin.First, range.Last, DatePrecision.Range);
        return error;
    }

    private static string? ReadEnd(ReadOnlySpan<char> end, string text, out Period period)
    {
        period = default;
        if (end.IsEmpty)
            return null;
        return QualifierOf(end[^1]) == DateQualifier.None
            ? ReadPeriod(end, text, out period)
            : $"{Shown(text)} is not a date: the ends of a range carry no ~, ? or %.";
    }

    private static string? ReadPeriod(ReadOnlySpan<char> digits, string text, out Period period)
    {
        period = default;
        if (!IsShaped(digits))
            return Misshapen(text);

        var year = Number(digits[..4]);
        if (year == 0)
            return $"{Shown(text)} is not a date: years run from 0001 to 9999.";
        if (digits.Length == 4)
        {
            period = Period.Of(new(year, 1, 1), new(year, 12, 31), DatePrecision.Year);
            return null;
        }

        var month = Number(digits[5..7]);
        if (month is 0 or > 12)
            return $"{Shown(text)} is not a date: {digits[5..7]} is no month.";
        var days = DateTime.DaysInMonth(year, month);
        if (digits.Length == 7)
        {
            period = Period.Of(new(year, month, 1), new(year, month, days), DatePrecision.Month);
            return null;
        }

        var day = Number(digits[8..]);
        if (day == 0)
            return $"{Shown(text)} is not a date: 00 is no day.";
        if (day > days)
            return $"{Shown(text)} is not a date: {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)} {digits[..4]} has {days} days.";
        var date = new DateOnly(year, month, day);
        period = Period.Of(date, date, DatePrecision.Day);
        return null;
    }

    private static bool IsShaped(ReadOnlySpan<char> digits)
    {
        if (digits.Length is not (4 or 7 or 10))
            return false;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i is 4 or 7 ? digits[i] != '-' : !char.IsAsciiDigit(digits[i]))
                return false;
        }
        return true;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }

    private static string Misshapen(string text)
    {
        if (text.Length > 10 && text[10] is 'T' or ' ' && IsShaped(text.AsSpan(0, 10)))
            return $"{Shown(text)} is not a date: a date has no time of day, write {text[..10]}.";
        if (text.Split('/') is [var start, var end] && IsShaped(start) && (IsShaped(end) || end is ".." or ""))
            return $"{Shown(text)} is not a date: a duration is a start and an end.";
        return $"{Shown(text)} is not a date: {(text[0] == '[' ? RangeShapes : Shapes)}.";
    }

    // A caller's text comes back to her in full only while it can be a slip of the pen.
    private static string Shown(string text) =>
        text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");

    /// <summary>The days from the first to the last that a text names, counted from 1; 0 is open.</summary>
    private readonly record struct Period(int First, int Last, DatePrecision Precision)
    {
        public static Period Of(DateOnly first, DateOnly last, DatePrecision precision) =>
            new(first.DayNumber + 1, last.DayNumber + 1, precision);
    }
}
