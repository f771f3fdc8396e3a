using System.Text.Json.Serialization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.People;

/// <summary>A person whom events name.</summary>
public sealed record Person : Record
{
    public override RecordKind Kind => RecordKind.Person;

    /// <summary>The usual name in Latin letters. 1 to 300 characters.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];

    public string? Description { get; init; }

    public IReadOnlyList<CountryCode> Citizenships { get; init; } = [];

    public EdtfDate? BornOn { get; init; }

    public EdtfDate? DiedOn { get; init; }

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/tags</c>: a well-formed new code is added by its use.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A restricted person is counted but not named to the public.</summary>
    public Visibility Visibility { get; init; }
}

/// <summary>Another spelling or name of a person or an organization.</summary>
public sealed record OtherName
{
    /// <summary>1 to 300 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Language code (BCP 47), such as <c>be</c> or <c>be-Latn</c>.</summary>
    public string? Lang { get; init; }

    public NameKind Kind { get; init; }
}

[JsonConverter(typeof(KebabEnumConverter<NameKind>))]
public enum NameKind
{
    Alias,
    Transliteration,
    Former,
    Native,
}
