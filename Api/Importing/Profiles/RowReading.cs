using Events.Domain.Ledger;

namespace Events.Api.Importing.Profiles;

/// <summary>One row while it is mapped: its cells, the values made of them, and what is wrong with it.</summary>
internal sealed class RowReading(Cell[] cells, Cell[] values)
{
    /// <summary>The slot of what a list is just written out for.</summary>
    public const int ItemSlot = -1;

    /// <summary>A text that is made of columns may have so many characters; those of records have 20,000 at the most.</summary>
    private const int LongestMade = 1_000_000;

    private List<Violation>? _problems;
    private List<RowNote>? _notes;

    /// <summary>The columns that the profile uses.</summary>
    public Cell[] Cells => cells;

    /// <summary>The values of the profile.</summary>
    public Cell[] Values => values;

    /// <summary>What stands in a slot: a column from 0 on, a value below zero.</summary>
    [System.Runtime.CompilerServices.IndexerName("Slot")]
    public Cell this[int slot] => slot >= 0 ? cells[slot] : slot == ItemSlot ? Cell.Of(Item) : values[ValueOf(slot)];

    public static int SlotOfValue(int value) => ItemSlot - 1 - value;

    public static int ValueOf(int slot) => ItemSlot - 1 - slot;

    /// <summary>Which records of the profile this row makes.</summary>
    public bool[] Makes { get; init; } = [];

    /// <summary>The item of the list that is just written out.</summary>
    public string? Item { get; set; }

    /// <summary>The records that are referred to by what is just written, while somebody asks.</summary>
    public List<int>? RefersTo { get; set; }

    public IReadOnlyList<Violation> Problems => _problems ?? (IReadOnlyList<Violation>)[];

    public IReadOnlyList<RowNote> Notes => _notes ?? (IReadOnlyList<RowNote>)[];

    /// <summary>A few values that are made of each other could grow without end.</summary>
    public static bool IsTooLong(long length) => length > LongestMade;

    public Cell RefuseLength()
    {
        Refuse(Reason.TooLarge, "", $"A value that is made of columns has more than {LongestMade:N0} characters.");
        return default;
    }

    public void Refuse(Reason reason, string column, string message) => (_problems ??= []).Add(new Violation(reason, column, message));

    public void Note(string column, string message) => (_notes ??= []).Add(new RowNote(column, message));
}
