using System.Globalization;

namespace Events.Domain.Importing;

/// <summary>
/// Reads dates as a source writes them. How exactly one is known follows from the form: <c>yyyy</c> is a year, <c>yyyy-MM</c>
/// a month.
/// </summary>
public sealed class SourceDate
{
    private readonly string _form;
    private readonly string _written;

    private SourceDate(string form, string written) => (_form, _written) = (form, written);

    /// <summary>Reads the form of dates: year (<c>yyyy</c>), month (<c>MM</c>, <c>M</c>, <c>MMM</c>, <c>MMMM</c>), day (<c>dd</c>, <c>d</c>), time (<c>HH</c>, <c>mm</c>, <c>ss</c>), which is passed over, and separators.</summary>
    /// <returns>Null when that is no form.</returns>
    public static SourceDate? Of(string form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var letters = new string([.. form.Where(char.IsAsciiLetter)]);
        // A year of two digits could be of any century.
        if (form.Length > 40 || form.Split("yyyy") is not { Length: 2 } || letters.Replace("yyyy", "", StringComparison.Ordinal).Contains('y', StringComparison.Ordinal) || letters.Any(letter => !"yMdHmsTZ".Contains(letter, StringComparison.Ordinal)))
            return null;
        var hasDay = letters.Contains('d', StringComparison.Ordinal);
        var hasMonth = letters.Contains('M', StringComparison.Ordinal);
        if (hasDay && !hasMonth)
            return null;
        // Letters that stand between date and time are no part of a form of .NET.
        var quoted = form.Replace("T", "'T'", StringComparison.Ordinal).Replace("Z", "'Z'", StringComparison.Ordinal);
        return new SourceDate(quoted, hasDay ? "yyyy-MM-dd" : hasMonth ? "yyyy-MM" : "yyyy");
    }

    /// <summary>The date in EDTF; null when the text has another form, or is no day of the calendar.</summary>
    public string? Read(string text) =>
        DateTime.TryParseExact(text, _form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString(_written, CultureInfo.InvariantCulture) : null;
}
