using System.Globalization;
using System.Text.Json;

namespace Events.Api.Http.Formats;

/// <summary>One item of a list of events, as its reader may see it.</summary>
internal readonly struct EventItem(JsonElement item)
{
    private readonly JsonElement? _place = Member(item, "place"u8);

    public string Id => Required("id"u8);
    public long Version => item.GetProperty("version"u8).GetInt64();
    public DateTimeOffset CreatedAt => item.GetProperty("createdAt"u8).GetDateTimeOffset();
    public DateTimeOffset UpdatedAt => item.GetProperty("updatedAt"u8).GetDateTimeOffset();
    public string UpdatedAtText => Required("updatedAt"u8);
    public string Type => Required("type"u8);
    public string Group => Required("group"u8);
    public string Title => Required("title"u8);
    public string? Summary => TextOf(item, "summary"u8);
    public string Occurrence => Required("occurrence"u8);
    public string Verification => Required("verification"u8);
    public DateItem Start { get; } = new(item.GetProperty("start"u8));
    public DateItem? End { get; } = Member(item, "end"u8) is { } end ? new DateItem(end) : null;

    /// <summary>The first day that its dates can mean. A date is open at one end at most.</summary>
    public DateOnly First => DateItem.Day(Start.Earliest ?? Start.Latest)!.Value;

    /// <summary>The last day that its dates can mean.</summary>
    public DateOnly Last => DateItem.Day(End?.Latest) ?? Later(DateItem.Day(End?.Earliest), DateItem.Day(Start.Latest)) ?? First;

    public string? PlaceName => TextOf(_place, "name"u8);
    public string? PlaceCountry => CountryOf(_place, "country"u8);
    public double? Lat => Member(_place, "lat"u8)?.GetDouble();
    public double? Lon => Member(_place, "lon"u8)?.GetDouble();
    public IEnumerable<string> Topics => item.GetProperty("topics"u8).EnumerateArray().Select(topic => topic.GetString()!);
    public int Reports => List("evidence"u8).Select(entry => TextOf(Member(entry, "report"u8), "id"u8)).OfType<string>().Distinct().Count();

    /// <summary>Every country that stands in the event, with each of its roles, once: whoever is acted for acts.</summary>
    public IReadOnlyList<(string Role, string Code)> Countries
    {
        get
        {
            var found = new List<(string, string)>();
            foreach (var participant in List("participants"u8))
            {
                var role = TextOf(participant, "role"u8)!;
                Add(role, CountryOf(participant, "country"u8));
                Add(role, CountryOf(participant, "onBehalfOf"u8));
            }
            Add("place", PlaceCountry);
            foreach (var person in List("people"u8))
                Add("destination", CountryOf(person, "destination"u8));
            foreach (var headcount in List("headcounts"u8))
                Add("counted", CountryOf(headcount, "country"u8));
            return found;

            void Add(string role, string? code)
            {
                if (code is not null && !found.Contains((role, code)))
                    found.Add((role, code));
            }
        }
    }

    /// <summary>The largest headcount that is no part of another one within the event.</summary>
    public Counted? People => List("headcounts"u8).Where(headcount => Member(headcount, "of"u8) is not { } whole || Member(whole, "event"u8) is not null)
        .Select(headcount => new Counted(TextOf(headcount, "kind"u8)!, NumberOf(headcount, "low"u8), NumberOf(headcount, "best"u8), NumberOf(headcount, "high"u8)))
        .MaxBy(counted => counted.Best ?? counted.High ?? counted.Low ?? -1);

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one > other || other is null ? one : other;

    private JsonElement.ArrayEnumerator List(ReadOnlySpan<byte> name) => item.GetProperty(name).EnumerateArray();

    private string Required(ReadOnlySpan<byte> name) => item.GetProperty(name).GetString()!;

    internal static JsonElement? Member(JsonElement? holder, ReadOnlySpan<byte> name) =>
        holder is { } element && element.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    internal static string? TextOf(JsonElement? holder, ReadOnlySpan<byte> name) => Member(holder, name)?.GetString();

    private static long? NumberOf(JsonElement? holder, ReadOnlySpan<byte> name) => Member(holder, name)?.GetInt64();

    private static string? CountryOf(JsonElement? holder, ReadOnlySpan<byte> name) => TextOf(Member(holder, name), "code"u8);
}

/// <summary>A date of an item: as it was written, and the first and last day that it can mean, as <c>2025-12-13</c>.</summary>
internal readonly struct DateItem(JsonElement date)
{
    public string Value => date.GetProperty("value"u8).GetString()!;
    public string? Earliest => EventItem.TextOf(date, "earliest"u8);
    public string? Latest => EventItem.TextOf(date, "latest"u8);

    public static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>How many people, and what they went through.</summary>
internal sealed record Counted(string Kind, long? Low, long? Best, long? High);
