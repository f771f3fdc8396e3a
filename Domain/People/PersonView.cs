using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.People;

/// <summary>A person as answers show her or him.</summary>
public sealed record PersonView : RecordView
{
    public required string Name { get; init; }
    public required IReadOnlyList<OtherName> OtherNames { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<CountryRef> Citizenships { get; init; }
    public DateView? BornOn { get; init; }
    public DateView? DiedOn { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required Visibility Visibility { get; init; }
}
