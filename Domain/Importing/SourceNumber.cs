using System.Globalization;

namespace Events.Domain.Importing;

/// <summary>Reads numbers as a source writes them.</summary>
/// <param name="DecimalMark">What stands before the fraction.</param>
/// <param name="GroupMark">What stands between thousands.</param>
/// <param name="Least">The least that makes sense.</param>
/// <param name="Most">The most that makes sense.</param>
/// <param name="IsWhole">A fraction other than 0 makes no sense.</param>
public sealed record SourceNumber(char DecimalMark = '.', char? GroupMark = null, double? Least = null, double? Most = null, bool IsWhole = false)
{
    /// <summary>The number as JSON writes it; null when there is none, or none that makes sense.</summary>
    public string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 40)
            return null;
        var plain = GroupMark is { } group ? text.Replace(group.ToString(), "", StringComparison.Ordinal) : text;
        if (DecimalMark != '.')
            plain = plain.Contains('.', StringComparison.Ordinal) ? "" : plain.Replace(DecimalMark, '.');
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(plain, Plain, CultureInfo.InvariantCulture, out var number) || (IsWhole && number != decimal.Truncate(number)))
            return null;
        if ((double)number < Least || (double)number > Most)
            return null;
        return IsWhole ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture);
    }
}
