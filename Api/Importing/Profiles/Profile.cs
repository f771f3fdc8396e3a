using System.Text.Json;
using Events.Domain.Importing;
using Events.Domain.Ledger;

namespace Events.Api.Importing.Profiles;

/// <summary>How rows of a file become records, as its writer declared it: docs/import-profiles.md.</summary>
internal sealed record Profile
{
    /// <summary>Under which it is asked for.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<Reading> Reads { get; init; }

    /// <summary>Columns that a file or a row may lack.</summary>
    public required IReadOnlySet<string> Optional { get; init; }

    /// <summary>What stands in a cell that says nothing, besides nothing at all.</summary>
    public required IReadOnlySet<string> Empty { get; init; }

    public required IReadOnlyList<ValueRule> Values { get; init; }

    public required IReadOnlyList<LeftOut> LeaveOut { get; init; }

    /// <summary>What is said of rows that are taken, but not with all that they say.</summary>
    public required IReadOnlyList<LeftOut> Notes { get; init; }

    public required IReadOnlyList<RecordRule> Records { get; init; }
}

/// <summary>One form in which a profile reads files.</summary>
/// <param name="Header">The columns of a file that does not name them.</param>
/// <param name="Quotes">Cells may stand in quotes.</param>
/// <param name="Element">The XML element that is a row.</param>
internal sealed record Reading(SourceFormat Format, char Delimiter, IReadOnlyList<string>? Header, bool Quotes, string? Element);

/// <summary>A value that is made of columns, or of values before it, step by step in the order of these members.</summary>
internal sealed record ValueRule
{
    public required string Name { get; init; }

    /// <summary>Where it stands in the profile.</summary>
    public required string Pointer { get; init; }

    /// <summary>The first of them that is not empty.</summary>
    public required IReadOnlyList<string> From { get; init; }

    public Condition? When { get; init; }
    public IReadOnlyList<string> Empty { get; init; } = [];
    public IReadOnlyDictionary<string, string> Replace { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> Split { get; init; } = [];
    public int? Part { get; init; }
    public string? Trim { get; init; }
    public IReadOnlyDictionary<string, string>? Map { get; init; }
    public MapBy By { get; init; }
    public IReadOnlyList<CountrySystem> Country { get; init; } = [];
    public IReadOnlyList<SourceDate> Date { get; init; } = [];
    public SourceNumber? Number { get; init; }
    public int? Block { get; init; }
    public bool IsCode { get; init; }
    public bool IsHash { get; init; }
    public string? Join { get; init; }
    public int? Cut { get; init; }
    public string? Default { get; init; }

    /// <summary>What becomes of a text that a step cannot read.</summary>
    public Unknown Unknown { get; init; }
}

/// <summary>How the keys of a map are held against a text.</summary>
internal enum MapBy
{
    /// <summary>Letter by letter.</summary>
    Whole,

    /// <summary>The longest key with which it begins.</summary>
    Prefix,

    /// <summary>The first key that it has among its words.</summary>
    Words,
}

/// <summary>What becomes of a text that a step cannot read.</summary>
internal enum Unknown
{
    /// <summary>The row is refused.</summary>
    Refuse,

    /// <summary>It is left out, with a note.</summary>
    Empty,

    /// <summary>It stays as it is.</summary>
    Keep,
}

/// <summary>A question to a row.</summary>
internal sealed record Condition(Test Test)
{
    public string? Value { get; init; }
    public IReadOnlyList<string> Texts { get; init; } = [];
    public int Length { get; init; }
    public IReadOnlyList<Condition> Parts { get; init; } = [];
    public required string Pointer { get; init; }
}

internal enum Test
{
    Filled,
    Empty,
    Is,
    Contains,
    StartsWith,
    EndsWith,
    Before,
    ShorterThan,
    Ordered,
    All,
    Any,
    Not,
}

/// <summary>Rows, or something in them, that a profile leaves out.</summary>
internal sealed record LeftOut(Condition When, string Because);

/// <summary>A record of the commit that a row becomes.</summary>
internal sealed record RecordRule
{
    public required RecordKind Kind { get; init; }
    public required string Pointer { get; init; }
    public string? Ref { get; init; }
    public Condition? When { get; init; }

    /// <summary>Stays as it is once it is there.</summary>
    public bool Keeps { get; init; }

    /// <summary>The member in which the rows that name the record are gathered.</summary>
    public string? Gathers { get; init; }

    /// <summary>The record; undefined when it must exist.</summary>
    public JsonElement Data { get; init; }

    /// <summary>The name of a record that must exist.</summary>
    public JsonElement ExternalId { get; init; }
}
