using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Organizations;

/// <summary>The terms under which organizations stand in the index.</summary>
public static class OrganizationTerms
{
    public static readonly Term All = Term.All(RecordKind.Organization);

    public static Term Country(CountryCode code) => Term.Of(RecordKind.Organization, "country", code.Value);

    public static Term Type(OrganizationType type) => Term.Of(RecordKind.Organization, "type", Code.Of(type));
}
