using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Sanctions;

/// <summary>The terms under which sanctions stand in the index.</summary>
public static class SanctionTerms
{
    public static readonly Term All = Term.All(RecordKind.Sanction);

    /// <summary>A sender by country: itself, or that of an organization.</summary>
    public static Term SenderCountry(CountryCode code) => Of("sender", code.Value);

    public static Term TargetCountry(CountryCode code) => Of("target", code.Value);

    public static Term Sender(RecordId organizationOrPerson) => Of("sender", organizationOrPerson.Value);

    public static Term Target(RecordId organizationOrPerson) => Of("target", organizationOrPerson.Value);

    public static Term Kind(SanctionKind kind) => Of("kind", Code.Of(kind));

    public static Term Commodity(string commodity) => Of("commodity", commodity);

    private static Term Of(string facet, string value) => Term.Of(RecordKind.Sanction, facet, value);
}
