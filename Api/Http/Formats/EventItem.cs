using System.Globalization;
using System.Text.Json;

namespace Events.Api.Http.Formats;

/// <summary>One item of a list of events, as its reader may see it.</summary>
internal readonly struct EventItem(JsonElement item)
{
    public string Id => Required("id");
    public long Version => item.GetProperty("version").GetInt64();
    public DateTimeOffset CreatedAt => item.GetProperty("createdAt").GetDateTimeOffset();
    public DateTimeOffset UpdatedAt => item.GetProperty("updatedAt").GetDateTimeOffset();
    public string Type => Required("type");
    public string Group => Required("group");
    public string Title => Required("title");
    public string? Summary => TextOf(item, "summary");
    public string Occurrence => Required("occurrence");
    public string Verification => Required("verification");
    public string Start => TextOf(item.GetProperty("start"), "value")!;
    public DateOnly? StartEarliest => DayOf("start", "earliest");
    public DateOnly? StartLatest => DayOf("start", "latest");
    public string? End => TextOf(Member(item, "end"), "value");
    public DateOnly? EndEarliest => DayOf("end", "earliest");
    public DateOnly? EndLatest => DayOf("end", "latest");
    public string? PlaceName => TextOf(Member(item, "place"), "name");
    public string? PlaceCountry => CountryOf(Member(item, "place"), "country");
    public double? Lat => Member(Member(item, "place"), "lat")?.GetDouble();
    public double? Lon => Member(Member(item, "place"), "lon")?.GetDouble();
    public IEnumerable<string> Topics => item.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()!);
    public int Reports => List("evidence").Select(entry => TextOf(Member(entry, "report"), "id")).OfType<string>().Distinct().Count();

    /// <summary>Every country that stands in the event, with each of its roles, once: whoever is acted for acts.</summary>
    public IEnumerable<(string Role, string Code)> Countries
    {
        get
        {
            var participants = List("participants").SelectMany(participant => (string[])["country", "onBehalfOf"], (participant, member) => (TextOf(participant, "role"), CountryOf(participant, member)));
            var destinations = List("people").Select(person => ((string?)"destination", CountryOf(person, "destination")));
            var counted = List("headcounts").Select(headcount => ((string?)"counted", CountryOf(headcount, "country")));
            return participants.Append(("place", PlaceCountry)).Concat(destinations).Concat(counted)
                .Where(entry => entry.Item2 is not null).Select(entry => (entry.Item1!, entry.Item2!)).Distinct();
        }
    }

    /// <summary>The largest headcount that is no part of another one within the event.</summary>
    public Counted? People => List("headcounts").Where(headcount => Member(headcount, "of") is not { } whole || Member(whole, "event") is not null)
        .Select(headcount => new Counted(TextOf(headcount, "kind")!, NumberOf(headcount, "low"), NumberOf(headcount, "best"), NumberOf(headcount, "high")))
        .MaxBy(counted => counted.Best ?? counted.High ?? counted.Low ?? -1);

    private JsonElement.ArrayEnumerator List(string name) => item.GetProperty(name).EnumerateArray();

    private string Required(string name) => item.GetProperty(name).GetString()!;

    private DateOnly? DayOf(string date, string end) =>
        TextOf(Member(item, date), end) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static JsonElement? Member(JsonElement? holder, string name) =>
        holder is { } element && element.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    private static string? TextOf(JsonElement? holder, string name) => Member(holder, name)?.GetString();

    private static long? NumberOf(JsonElement? holder, string name) => Member(holder, name)?.GetInt64();

    private static string? CountryOf(JsonElement? holder, string name) => TextOf(Member(holder, name), "code");
}

/// <summary>How many people, and what they went through.</summary>
internal sealed record Counted(string Kind, long? Low, long? Best, long? High);
