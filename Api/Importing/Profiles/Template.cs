using System.Text;
using Events.Domain.Ledger;

namespace Events.Api.Importing.Profiles;

/// <summary>Text with columns in it: <c>{side_a} – {side_b}</c>. It is empty as soon as one of them is.</summary>
internal sealed class Template
{
    private readonly string[] _texts;
    private readonly int[] _slots;

    private Template(string[] texts, int[] slots) => (_texts, _slots) = (texts, slots);

    /// <summary>The columns and values that it needs.</summary>
    public IReadOnlyList<int> Slots => _slots;

    /// <summary>The text, when no column is in it.</summary>
    public string? Constant => _slots.Length == 0 ? _texts[0] : null;

    /// <param name="slotOf">Where the row has a column or value.</param>
    /// <exception cref="Refusal">A brace is opened and not closed.</exception>
    public static Template Of(string text, string pointer, Func<string, string, int> slotOf)
    {
        var (texts, slots) = (new List<string>(), new List<int>());
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
            {
                plain.Append(text[i++]);
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                slots.Add(slotOf(text[(i + 1)..end], pointer));
                texts.Add(plain.ToString());
                plain.Clear();
                i = end;
            }
            else if (text[i] is '{' or '}')
            {
                throw new Refusal([new Violation(Reason.InvalidValue, pointer, "A column stands in braces, as in {column}; a brace itself is written twice.")]);
            }
            else
            {
                plain.Append(text[i]);
            }
        }
        texts.Add(plain.ToString());
        return new Template([.. texts], [.. slots]);
    }

    /// <summary>One column alone keeps what it is, a number or a list.</summary>
    public Cell Read(RowReading row)
    {
        if (_slots.Length == 0)
            return Cell.Of(_texts[0]);
        if (_slots.Length == 1 && _texts[0].Length == 0 && _texts[1].Length == 0)
            return row[_slots[0]];
        var text = new StringBuilder(64);
        for (var i = 0; i < _slots.Length; i++)
        {
            var cell = row[_slots[i]];
            if (cell.IsEmpty)
                return default;
            text.Append(_texts[i]);
            text.Append(cell.Text ?? string.Join(", ", cell.Items!));
            if (RowReading.IsTooLong(text.Length))
                return row.RefuseLength();
        }
        text.Append(_texts[^1]);
        return Cell.Of(text.ToString());
    }

    public bool IsEmpty(RowReading row)
    {
        if (_slots.Length == 0)
            return _texts[0].Length == 0;
        foreach (var slot in _slots)
        {
            if (row[slot].IsEmpty)
                return true;
        }
        return false;
    }
}
