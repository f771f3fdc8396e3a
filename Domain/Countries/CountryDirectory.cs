using System.Collections.Frozen;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>Finds the country that a text means: a code of any of the usual systems, or a name in any stored language.</summary>
public sealed class CountryDirectory
{
    private static readonly FrozenSet<string> Articles = ["the", "le", "la", "les", "l", "el", "los", "las"];

    private readonly FrozenDictionary<string, CountryCode[]> _codes;
    private readonly FrozenDictionary<string, CountryCode[]> _usual;
    private readonly FrozenDictionary<string, CountryCode[]> _names;
    private readonly FrozenDictionary<CountryCode, Country> _countries;

    public CountryDirectory(IEnumerable<Country> countries)
    {
        _countries = countries.ToFrozenDictionary(country => country.Code);
        _codes = Index(Codes);
        // What a country is called in English wins over what another one is called elsewhere.
        _usual = Index(country => [Bare(country.Name)]);
        _names = Index(country => CountryDerivation.Spellings(country).Select(Bare));
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
        var bare = Bare(given);
        if (_usual.TryGetValue(bare, out var usual) && _names[bare].Length > 1 && IsShared(bare))
            return Match(_names[bare]);
        if (usual is not null)
            return Match(usual);
        return _names.TryGetValue(bare, out var named) ? Match(named) : new CountryMatch(null, Near(bare));
    }

    /// <summary>The English name of one country is also an English alias of another, as with Congo.</summary>
    private bool IsShared(string bare) => _names[bare].Count(code =>
        Bare(_countries[code].Name) == bare || _countries[code].Aliases.Any(alias => Bare(alias) == bare)) > 1;

    /// <summary>What the usual ways to write one name share: its folded words without the article before or behind it, and without spaces.</summary>
    /// <remarks><c>les États-Unis</c> and <c>États-Unis (les)</c>, <c>Côte d’Ivoire</c> and <c>Cote d Ivoire</c>, <c>EE. UU.</c> and <c>EEUU</c>.</remarks>
    private static string Bare(string name)
    {
        ReadOnlySpan<string?> words = Spelling.Words(Spelling.Fold(name.Replace('\'', ' ').Replace('’', ' ')));
        if (words is [{ } first, _, ..] && Articles.Contains(first))
            words = words[1..];
        if (words is [.., _, { } last] && Articles.Contains(last))
            words = words[..^1];
        return string.Concat(words);
    }

    private static CountryMatch Match(CountryCode[] codes) => codes is [var code] ? new CountryMatch(code, []) : new CountryMatch(null, codes) { IsAmbiguous = true };

    private CountryCode[] Near(string bare) =>
        [.. Suggestion.Nearest(bare, _names.Keys).SelectMany(name => _names[name]).Distinct().Take(3)];

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
