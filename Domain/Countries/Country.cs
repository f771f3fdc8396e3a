using System.Text.Json.Serialization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>A place that sources label as a country. Its code records that label, not recognition.</summary>
public sealed record Country : Record
{
    public override RecordKind Kind => RecordKind.Country;

    /// <summary>ISO 3166-1 alpha-2; <c>XK</c>; alpha-4 for withdrawn states; local codes such as <c>GE-AB</c>.</summary>
    public required CountryCode Code { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string? Alpha3 { get; init; }

    /// <summary>ISO 3166-1 numeric, three digits.</summary>
    public string? Numeric { get; init; }

    /// <summary>The usual English name.</summary>
    public required string Name { get; init; }

    public string? OfficialName { get; init; }

    /// <summary>The usual name by language code (ISO 639).</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Further spellings in any language.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>United Nations M49 region.</summary>
    public string? Region { get; init; }

    /// <summary>United Nations M49 sub-region.</summary>
    public string? Subregion { get; init; }

    public string? Capital { get; init; }

    /// <summary>Degrees north of a point inside the country, WGS 84.</summary>
    public double? Lat { get; init; }

    /// <summary>Degrees east of a point inside the country, WGS 84.</summary>
    public double? Lon { get; init; }

    /// <summary>FIPS 10-4, as GDELT and CAMEO data use it.</summary>
    public string? Fips { get; init; }

    /// <summary>Wikidata item, <c>Q184</c>.</summary>
    public string? Wikidata { get; init; }

    public CountryStatus Status { get; init; }

    /// <summary>For a local code: the country under which ISO 3166 counts the area.</summary>
    public CountryCode? Parent { get; init; }
}

/// <summary>Where a country's code comes from.</summary>
[JsonConverter(typeof(KebabEnumConverter<CountryStatus>))]
public enum CountryStatus
{
    /// <summary>In ISO 3166-1 today.</summary>
    Assigned,

    /// <summary>A user-assigned code of ISO 3166-1 in wide use, such as XK.</summary>
    UserAssigned,

    /// <summary>Withdrawn from ISO 3166-1; kept as the alpha-4 code of ISO 3166-3.</summary>
    Withdrawn,

    /// <summary>A code of this product for an area that sources label apart.</summary>
    Local,
}
