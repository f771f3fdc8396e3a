using System.Security.Cryptography;
using System.Text;
using Events.Domain.Countries;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Importing.Profiles;

/// <summary>Makes one value of a profile: its steps, ready for rows.</summary>
internal sealed class ValueMaker
{
    private const int MostRemembered = 20_000;

    private readonly ValueRule _rule;
    private readonly CountryDirectory _countries;
    private readonly Template[] _from;
    private readonly RowTest? _when;
    private readonly HashSet<string> _empty;
    private readonly string[] _split;
    private readonly char[]? _trim;
    private readonly int _longestKey;
    private readonly string _column;

    // Sources name the same few countries in millions of rows.
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <param name="columnOf">What the slots of a template are called.</param>
    public ValueMaker(ValueRule rule, CountryDirectory countries, Func<string, string, int> slotOf, Func<IEnumerable<int>, string> columnOf)
    {
        (_rule, _countries) = (rule, countries);
        _from = [.. rule.From.Select(text => Template.Of(text, rule.Pointer + "/from", slotOf))];
        _when = rule.When is { } when ? new RowTest(when, slotOf) : null;
        _empty = rule.Empty.ToHashSet(StringComparer.Ordinal);
        _split = [.. rule.Split];
        _trim = rule.Trim is { Length: > 0 } signs ? [.. signs, ' ', '\u00A0', '\t'] : null;
        _longestKey = rule.Map is { Count: > 0 } map ? map.Max(entry => entry.Key.Length) : 0;
        _column = columnOf(Slots);
    }

    /// <summary>The columns and values that it is made of.</summary>
    public IEnumerable<int> Slots => _from.SelectMany(template => template.Slots).Distinct();

    public Cell Make(RowReading row)
    {
        if (_when is not null && !_when.Holds(row))
            return default;
        var cell = First(row);
        if (!cell.IsEmpty)
            cell = cell.Items is { } items ? Each(items, row) : _split.Length > 0 ? Split(cell.Text!, row) : One(cell.Text!, row);
        if (cell.Items is { } list && _rule.Join is { } between)
            cell = RowReading.IsTooLong(list.Sum(item => (long)item.Length + between.Length)) ? row.RefuseLength() : Cell.Of(Cut(string.Join(between, list)));
        return cell.IsEmpty && _rule.Default is { Length: > 0 } instead ? new Cell(instead, IsNumber: _rule.Number is not null) : cell;
    }

    private Cell First(RowReading row)
    {
        foreach (var template in _from)
        {
            var cell = template.Read(row);
            if (cell.Text is { } text && _empty.Contains(text))
                continue;
            if (!cell.IsEmpty)
                return cell;
        }
        return default;
    }

    private Cell Split(string text, RowReading row)
    {
        var pieces = Replaced(text, row).Split(_split, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (_rule.Part is not { } part)
            return Each(pieces, row);
        var i = part > 0 ? part - 1 : pieces.Length + part;
        return i >= 0 && i < pieces.Length ? One(pieces[i], row) : default;
    }

    private Cell Each(IReadOnlyList<string> items, RowReading row)
    {
        var made = new List<string>(items.Count);
        foreach (var item in items)
        {
            if (!_empty.Contains(item) && One(item, row).Text is { } text && !made.Contains(text))
                made.Add(text);
        }
        return Cell.Of(made);
    }

    private Cell One(string text, RowReading row)
    {
        text = Replaced(text, row);
        if (_trim is not null)
            text = text.Trim(_trim);
        if (_empty.Contains(text) || text.Length == 0)
            return default;
        if (_rule.Map is { } map && !Step(Mapped(text, map), ref text, Reason.UnknownCode, "is not in the map of this profile", row))
            return default;
        if (_rule.Country.Count > 0 && !Step(Country(text), ref text, Reason.UnknownCountry, "is no country here", row))
            return default;
        if (_rule.Date.Count > 0 && !Step(Date(text), ref text, Reason.InvalidDate, "is no date of the forms that the profile reads", row))
            return default;
        if (_rule.Number is { } number && !Step(number.Read(text), ref text, Reason.InvalidValue, "is no number that can stand here", row))
            return default;
        if (_rule.Block is { } size && !Step(SourceCode.Block(text, size), ref text, Reason.InvalidValue, "is no whole number from 1", row))
            return default;
        if (_rule.IsCode && !Step(SourceCode.Of(text), ref text, Reason.InvalidValue, "makes no code", row))
            return default;
        if (_rule.IsHash)
            text = Hash(text);
        return new Cell(Cut(text), IsNumber: _rule.Number is not null && _rule.Block is null && !_rule.IsCode && !_rule.IsHash);
    }

    /// <summary>Whether there is anything left to go on with.</summary>
    private bool Step(string? read, ref string text, Reason reason, string problem, RowReading row)
    {
        if (read is not null)
        {
            text = read;
            return read.Length > 0;
        }
        if (_rule.Unknown is Unknown.Keep)
            return true;
        if (_rule.Unknown is Unknown.Refuse)
            row.Refuse(reason, _column, $"\"{QueryText.Cut(text)}\" {problem}.");
        else if (_rule.Default is null && _rule.By is not MapBy.Words)
            row.Note(_column, $"\"{QueryText.Cut(text)}\" {problem}: it was left out.");
        return false;
    }

    private string Replaced(string text, RowReading row)
    {
        foreach (var (old, instead) in _rule.Replace)
        {
            if (old.Length == 0)
                continue;
            if (instead.Length > old.Length && RowReading.IsTooLong(text.Length + ((long)text.AsSpan().Count(old) * (instead.Length - old.Length))))
                return row.RefuseLength().Text ?? "";
            text = text.Replace(old, instead, StringComparison.Ordinal);
        }
        return text;
    }

    private string? Mapped(string text, IReadOnlyDictionary<string, string> map)
    {
        switch (_rule.By)
        {
            case MapBy.Whole:
                return map.GetValueOrDefault(text);
            case MapBy.Prefix:
                for (var length = Math.Min(text.Length, _longestKey); length > 0; length--)
                {
                    if (map.TryGetValue(text[..length], out var meant))
                        return meant;
                }
                return null;
            default:
                foreach (var (words, meant) in map)
                {
                    if (HasWords(text, words))
                        return meant;
                }
                return null;
        }
    }

    private static bool HasWords(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + words.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }
        return false;
    }

    private string? Country(string text)
    {
        if (_known.TryGetValue(text, out var code))
            return code;
        if (_known.Count >= MostRemembered)
            _known.Clear();
        return _known[text] = CountrySystems.Find(_countries, text, _rule.Country)?.Value;
    }

    private string? Date(string text)
    {
        foreach (var form in _rule.Date)
        {
            if (form.Read(text) is { } date)
                return date;
        }
        return null;
    }

    private static string Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest[..16]);
    }

    /// <summary>Behind a whole word, where one ends in time.</summary>
    private string Cut(string text)
    {
        if (_rule.Cut is not { } most || text.Length <= most)
            return text;
        var end = text.LastIndexOf(' ', most - 1, Math.Min(most, 40));
        if (end <= 0)
            end = most > 1 && char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }
}
