using System.Collections.Frozen;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>Finds the country that a text means: a code of any of the usual systems, or a name in any stored language.</summary>
public sealed class CountryDirectory
{
    private readonly FrozenDictionary<string, CountryCode[]> _codes;
    private readonly FrozenDictionary<string, CountryCode[]> _usual;
    private readonly FrozenDictionary<string, CountryCode[]> _names;
    private readonly FrozenDictionary<CountryCode, Country> _countries;

    public CountryDirectory(IEnumerable<Country> countries)
    {
        _countries = countries.ToFrozenDictionary(country => country.Code);
        _codes = Index(Codes);
        // What a country is called in English wins over what another one is called elsewhere.
        _usual = Index(country => [Spelling.Fold(country.Name)]);
        _names = Index(country => CountryDerivation.Spellings(country).Select(Spelling.Fold));
    }

    public IReadOnlyCollection<Country> All => _countries.Values;

    public Country? Find(CountryCode code) => _countries.GetValueOrDefault(code);

    /// <summary>Alpha-2, alpha-3, numeric, <c>fips:BO</c>, a Wikidata id, or a name or alias, whatever its case and accents.</summary>
    public CountryMatch Resolve(string text)
    {
        var given = text.Trim();
        if (given.Length is 0 or > 200)
            return new CountryMatch(null, []);
        if (_codes.TryGetValue(given.ToUpperInvariant(), out var codes))
            return Match(codes);
        var folded = Spelling.Fold(given);
        if (_usual.TryGetValue(folded, out var usual) && _names[folded].Length > 1 && IsShared(folded))
            return Match(_names[folded]);
        if (usual is not null)
            return Match(usual);
        return _names.TryGetValue(folded, out var named) ? Match(named) : new CountryMatch(null, Near(folded));
    }

    /// <summary>The English name of one country is also an English alias of another, as with Congo.</summary>
    private bool IsShared(string folded) => _names[folded].Count(code =>
        Spelling.Fold(_countries[code].Name) == folded || _countries[code].Aliases.Any(alias => Spelling.Fold(alias) == folded)) > 1;

    private static CountryMatch Match(CountryCode[] codes) => codes is [var code] ? new CountryMatch(code, []) : new CountryMatch(null, codes) { IsAmbiguous = true };

    private CountryCode[] Near(string folded) =>
        [.. Suggestion.Nearest(folded, _names.Keys).SelectMany(name => _names[name]).Distinct().Take(3)];

    private static IEnumerable<string> Codes(Country country)
    {
        yield return country.Code.Value;
        if (country.Alpha3 is { } alpha3)
            yield return alpha3;
        if (country.Numeric is { } numeric)
            yield return numeric;
        if (country.Wikidata is { } wikidata)
            yield return wikidata;
        if (country.Fips is { } fips)
            yield return "FIPS:" + fips;
    }

    private FrozenDictionary<string, CountryCode[]> Index(Func<Country, IEnumerable<string>> forms) => _countries.Values
        .SelectMany(country => forms(country).Where(form => form.Length > 0).Distinct().Select(form => (form, country.Code)))
        .GroupBy(entry => entry.form, entry => entry.Code, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.OrderBy(code => code.Value, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}

/// <summary>What a text can mean.</summary>
/// <param name="Code">The one country that it means; null when there is none, or more than one.</param>
/// <param name="Candidates">The countries it can mean when ambiguous, else the nearest ones.</param>
public sealed record CountryMatch(CountryCode? Code, IReadOnlyList<CountryCode> Candidates)
{
    public bool IsAmbiguous { get; init; }
}
