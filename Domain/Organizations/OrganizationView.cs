using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Organizations;

/// <summary>An organization as answers show it.</summary>
public sealed record OrganizationView : RecordView
{
    public required string Name { get; init; }
    public required IReadOnlyList<OtherName> OtherNames { get; init; }
    public required OrganizationType Type { get; init; }
    public CountryRef? Country { get; init; }
    public string? Description { get; init; }
}
