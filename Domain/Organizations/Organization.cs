using System.Text.Json.Serialization;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Organizations;

/// <summary>An organization: a ministry, the United Nations, a publisher, a company.</summary>
public sealed record Organization : Record
{
    public override RecordKind Kind => RecordKind.Organization;

    /// <summary>1 to 300 characters.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];

    public required OrganizationType Type { get; init; }

    /// <summary>The country it belongs to; it counts with that country in its role.</summary>
    public CountryCode? Country { get; init; }

    public string? Description { get; init; }
}

[JsonConverter(typeof(KebabEnumConverter<OrganizationType>))]
public enum OrganizationType
{
    GovernmentBody,
    Igo,
    Ngo,
    Company,
    ArmedGroup,
    Media,
    Party,
    Other,
}
