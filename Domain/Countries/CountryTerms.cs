using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>The terms under which countries stand in the index.</summary>
public static class CountryTerms
{
    /// <summary>A region or sub-region, by its English name.</summary>
    public static Term Region(string name) => Term.Of(RecordKind.Country, "region", name);

    public static Term Status(CountryStatus status) => Term.Of(RecordKind.Country, "status", Code.Of(status));

    /// <summary>Every region and sub-region that a country is in.</summary>
    public static IReadOnlyList<string> Regions(CountryDirectory countries) =>
        [.. countries.All.SelectMany(country => (string?[])[country.Region, country.Subregion]).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
