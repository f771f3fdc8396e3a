using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>A country as answers show it.</summary>
public sealed record CountryView : RecordView
{
    public required CountryCode Code { get; init; }
    public string? Alpha3 { get; init; }
    public string? Numeric { get; init; }
    public required string Name { get; init; }
    public string? OfficialName { get; init; }
    public required IReadOnlyDictionary<string, string> Names { get; init; }
    public required IReadOnlyList<string> Aliases { get; init; }
    public string? Region { get; init; }
    public string? Subregion { get; init; }
    public string? Capital { get; init; }
    public double? Lat { get; init; }
    public double? Lon { get; init; }
    public string? Fips { get; init; }
    public string? Wikidata { get; init; }
    public required CountryStatus Status { get; init; }
    public CountryCode? Parent { get; init; }
}
