using System.Text.Json.Serialization;
using Events.Domain.Events;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Statistics;

/// <summary>Numbers over time, ascending and without gaps. Dates are calendar dates at the place of the event: time zones are no matter.</summary>
/// <param name="Undated">Events whose beginning is known less exactly than the buckets are long. They stand in none.</param>
/// <param name="Earlier">Events that began before the first bucket and reach into the interval of `from` and `to`. They stand in none.</param>
/// <param name="Seq">The commit that the numbers are of.</param>
/// <param name="Applied">How the filters were understood.</param>
public sealed record SeriesResponse(IReadOnlyList<SeriesItem> Items, long Undated, long Earlier, long Seq, IReadOnlyList<Applied> Applied);

/// <summary>One bucket; with `by` and the long layout one value in it, with the wide layout a member for each value.</summary>
public sealed record SeriesItem : CountedItem
{
    /// <summary>2025-12-13, 2025-W50 (ISO 8601), 2025-12, 2025-Q4 or 2025. An event counts in the bucket that holds every day on which it may have begun.</summary>
    public required string Bucket { get; init; }

    /// <summary>The first day of the bucket.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>That day at 00:00 UTC, in milliseconds since 1970-01-01: for charts.</summary>
    public required long Time { get; init; }

    public PeopleSum? People { get; init; }

    /// <summary>How many different reports stand in the evidence of the events.</summary>
    public long? Reports { get; init; }
}

/// <summary>The values of the dimensions that were asked for, and how many events have them.</summary>
public record CountedItem
{
    public EventType? Type { get; init; }
    public EventGroup? Group { get; init; }

    /// <summary>In any role but citizenship.</summary>
    public CountryRef? Country { get; init; }

    [JsonPropertyName("country.actor")]
    public CountryRef? CountryActor { get; init; }

    [JsonPropertyName("country.target")]
    public CountryRef? CountryTarget { get; init; }

    public string? Topic { get; init; }
    public string? Commodity { get; init; }
    public Verification? Verification { get; init; }
    public long? Events { get; init; }
}

/// <summary>How many people, with what is not known of it.</summary>
/// <param name="Low">The least: a headcount without a lower bound adds 0.</param>
/// <param name="Best">The sum of the best values; a headcount without one adds its lower bound.</param>
/// <param name="High">The most; null as soon as one headcount has no upper bound.</param>
/// <param name="Unknown">How many headcounts have no best value.</param>
public sealed record PeopleSum(long Low, long Best, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? High, long Unknown);

/// <summary>How many events have which values.</summary>
/// <param name="Items">For each dimension its values.</param>
/// <param name="Cross">Of two dimensions: how many events have both values, among those shown.</param>
/// <param name="Events">How many events there are in all.</param>
/// <param name="Seq">The commit that the numbers are of.</param>
/// <param name="Applied">How the filters were understood.</param>
public sealed record FacetsResponse(IReadOnlyList<FacetItem> Items, IReadOnlyList<CountedItem>? Cross, long Events, long Seq, IReadOnlyList<Applied> Applied);

/// <summary>The values of one dimension, those with the most events first; ties by code.</summary>
/// <param name="By">The dimension.</param>
/// <param name="More">How many values are not shown.</param>
public sealed record FacetItem(string By, IReadOnlyList<CountedItem> Values, int More);
