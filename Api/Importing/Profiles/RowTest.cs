using System.Globalization;

namespace Events.Api.Importing.Profiles;

/// <summary>A condition, ready to be asked of rows.</summary>
internal sealed class RowTest
{
    private readonly Test _test;
    private readonly Template[] _values;
    private readonly string[] _texts;
    private readonly int _length;
    private readonly RowTest[] _parts;

    public RowTest(Condition condition, Func<string, string, int> slotOf)
    {
        _test = condition.Test;
        _texts = [.. condition.Texts];
        _length = condition.Length;
        _parts = [.. condition.Parts.Select(part => new RowTest(part, slotOf))];
        _values = condition.Test is Test.Ordered
            ? [.. condition.Texts.Select(text => Template.Of(text, condition.Pointer, slotOf))]
            : condition.Value is { } value ? [Template.Of(value, condition.Pointer, slotOf)] : [];
    }

    public bool Holds(RowReading row) => _test switch
    {
        Test.All => Array.TrueForAll(_parts, part => part.Holds(row)),
        Test.Any => Array.Exists(_parts, part => part.Holds(row)),
        Test.Not => !_parts[0].Holds(row),
        Test.Filled => !_values[0].IsEmpty(row),
        Test.Empty => _values[0].IsEmpty(row),
        Test.Ordered => IsOrdered(row),
        _ => Holds(_values[0].Read(row)),
    };

    /// <summary>Of a list one item is enough. What is empty fits nothing, but is short.</summary>
    private bool Holds(Cell cell)
    {
        if (cell.Items is not { } items)
            return Fits(cell.Text ?? "");
        foreach (var item in items)
        {
            if (Fits(item))
                return true;
        }
        return false;
    }

    private bool Fits(string text)
    {
        if (_test is Test.ShorterThan)
            return text.Length < _length;
        foreach (var given in _texts)
        {
            if (_test switch
            {
                Test.Is => string.Equals(text, given, StringComparison.Ordinal),
                Test.Contains => text.Contains(given, StringComparison.OrdinalIgnoreCase),
                Test.StartsWith => text.StartsWith(given, StringComparison.OrdinalIgnoreCase),
                Test.EndsWith => text.EndsWith(given, StringComparison.OrdinalIgnoreCase),
                _ => text.Length > 0 && string.CompareOrdinal(text, given) < 0,
            })
                return true;
        }
        return false;
    }

    /// <summary>Each number is at least the one before it; what is no number is passed over.</summary>
    private bool IsOrdered(RowReading row)
    {
        decimal? before = null;
        foreach (var value in _values)
        {
            if (!decimal.TryParse(value.Read(row).Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                continue;
            if (number < before)
                return false;
            before = number;
        }
        return true;
    }
}
