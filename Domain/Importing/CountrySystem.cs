using System.Text.Json.Serialization;
using Events.Domain.Countries;
using Events.Domain.Values;

namespace Events.Domain.Importing;

/// <summary>By which names or codes a source calls countries.</summary>
[JsonConverter(typeof(KebabEnumConverter<CountrySystem>))]
public enum CountrySystem
{
    /// <summary>Any code or name that requests may use.</summary>
    Any,
    Name,

    /// <summary>ISO 3166-1, two letters.</summary>
    Alpha2,

    /// <summary>ISO 3166-1, three letters.</summary>
    Alpha3,

    /// <summary>FIPS 10-4: <c>IZ</c> is Iraq, <c>RS</c> is Russia.</summary>
    Fips,

    /// <summary>The three letters of CAMEO, which also has regions: those are no countries.</summary>
    Cameo,
}

/// <summary>Reads the countries of sources. A code counts only within its own system, since <c>CH</c> is Switzerland in one and China in another.</summary>
public static class CountrySystems
{
    /// <summary>The country that a text means in one of the systems, the first that knows it.</summary>
    public static CountryCode? Find(CountryDirectory countries, string text, IReadOnlyList<CountrySystem> systems)
    {
        ArgumentNullException.ThrowIfNull(countries);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(systems);
        foreach (var system in systems)
        {
            if (Find(countries, text, system) is { } code)
                return code;
        }
        return null;
    }

    private static CountryCode? Find(CountryDirectory countries, string text, CountrySystem system) => system switch
    {
        CountrySystem.Any => countries.Resolve(text).Code,
        CountrySystem.Fips => countries.Resolve("fips:" + FipsToday(text)).Code,
        CountrySystem.Alpha2 => text.Length == 2 ? countries.Resolve(text).Code : null,
        CountrySystem.Alpha3 => IsAlpha3(text) ? countries.Resolve(text).Code : null,
        CountrySystem.Cameo => IsAlpha3(text) ? countries.Resolve(CameoAsAlpha3(text)).Code : null,
        // Nobody is called by three letters, and "IO" is no name either.
        _ => text.Length > 3 || text.Contains(' ', StringComparison.Ordinal) ? countries.Resolve(text).Code : null,
    };

    private static bool IsAlpha3(string text) => text.Length == 3 && text.All(char.IsAsciiLetter);

    /// <summary>Codes of the later editions and of GDELT that stand for what the last edition calls otherwise.</summary>
    private static string FipsToday(string code) => code.ToUpperInvariant() switch
    {
        "RB" => "RI",
        "GZ" => "WE",
        var same => same,
    };

    private static string CameoAsAlpha3(string code) => code.ToUpperInvariant() switch
    {
        "ROM" => "ROU",
        "TMP" => "TLS",
        "ZAR" => "COD",
        "KSV" => "XKX",
        "PAL" => "PSE",
        var same => same,
    };
}
