using System.Text.Json;
using Events.Domain.Ledger;

namespace Events.Domain.Countries;

/// <summary>Derives what finds and shows a country. It reads nothing else.</summary>
public static class CountryDerivation
{
    public static Derivation Of(Stored<Country> stored) => new()
    {
        Standing = Stand(stored),
        Renderings = [new Rendering(Audience.Everyone, JsonSerializer.SerializeToUtf8Bytes(View(stored), ViewJson.Options), null)],
        Names = [.. Spellings(stored.Record).Distinct()],
    };

    public static Standing Stand(Stored<Country> stored)
    {
        var country = stored.Record;
        var terms = new TermSet();
        terms.Add(Term.All(RecordKind.Country));
        terms.Add(CountryTerms.Status(country.Status));
        if (country.Region is { } region)
            terms.Add(CountryTerms.Region(region));
        if (country.Subregion is { } subregion)
            terms.Add(CountryTerms.Region(subregion));
        return new Standing { Terms = terms };
    }

    /// <summary>Every name of the country, the most usual first.</summary>
    public static IEnumerable<string> Spellings(Country country)
    {
        yield return country.Name;
        if (country.OfficialName is { } official)
            yield return official;
        foreach (var name in country.Names.Values)
            yield return name;
        foreach (var alias in country.Aliases)
            yield return alias;
    }

    private static CountryView View(Stored<Country> stored) => new()
    {
        Kind = RecordKind.Country,
        Id = stored.Id,
        Version = stored.Version,
        Seq = stored.Seq,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        UpdatedAt = stored.UpdatedAt.UtcDateTime,
        ExternalIds = stored.Record.ExternalIds,
        Code = stored.Record.Code,
        Alpha3 = stored.Record.Alpha3,
        Numeric = stored.Record.Numeric,
        Name = stored.Record.Name,
        OfficialName = stored.Record.OfficialName,
        Names = stored.Record.Names,
        Aliases = stored.Record.Aliases,
        Region = stored.Record.Region,
        Subregion = stored.Record.Subregion,
        Capital = stored.Record.Capital,
        Lat = stored.Record.Lat,
        Lon = stored.Record.Lon,
        Fips = stored.Record.Fips,
        Wikidata = stored.Record.Wikidata,
        Status = stored.Record.Status,
        Parent = stored.Record.Parent,
    };
}
