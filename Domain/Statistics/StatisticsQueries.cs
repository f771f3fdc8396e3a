using System.Text.Json.Serialization;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Domain.Statistics;

/// <summary>What is counted in a series.</summary>
[JsonConverter(typeof(KebabEnumConverter<Measure>))]
public enum Measure
{
    /// <summary>How many events.</summary>
    Events,

    /// <summary>How many people, as low, best and high over the headcounts of one kind.</summary>
    People,

    /// <summary>How many different reports stand in the evidence.</summary>
    Reports,
}

/// <summary>How a series is laid out.</summary>
[JsonConverter(typeof(KebabEnumConverter<Layout>))]
public enum Layout
{
    /// <summary>An item for each bucket and value.</summary>
    Long,

    /// <summary>An item for each bucket, with a member for each value.</summary>
    Wide,
}

/// <summary>A series that is asked for.</summary>
/// <param name="Headcounts">Of people: which are added up.</param>
public sealed record SeriesQuery(RecordQuery Events, Interval Interval, IReadOnlyList<Dimension> By, Measure Measure, HeadcountKind? Headcounts, Layout Layout);

/// <summary>Counts by value that are asked for.</summary>
/// <param name="Limit">The most values of a dimension.</param>
public sealed record FacetQuery(RecordQuery Events, IReadOnlyList<Dimension> By, int Limit);

/// <summary>The parameters of statistics, and how they are read.</summary>
public static class StatisticsQueries
{
    private const string Dimensions = "; an event counts under each of its values, and one without a value under none.";

    private static readonly QueryParameter Interval = new("interval", "How long a bucket is; month if left out. Weeks are those of ISO 8601. Dates are calendar dates, so that time zones are no matter.", "month", Codes: Code.All<Interval>()) { TakesOneCode = true };
    public static readonly QueryParameter By = new("by", "Count apart by one or two dimensions, repeated or separated by a comma" + Dimensions, "type", Repeats: true, Dimension.Names);
    public static readonly QueryParameter FacetsBy = By with { Description = "One or two dimensions, repeated or separated by a comma; `type` if left out" + Dimensions, Example = "country.actor" };
    public static readonly QueryParameter MeasureBy = new("measure", "`events` counts events, `reports` the different reports in their evidence, and `people` adds up headcounts of one kind over published events that occurred or are ongoing and are neither retracted nor duplicates; a subset of a headcount of the same kind is left out.", "events", Codes: Code.All<Measure>()) { TakesOneCode = true };
    private static readonly QueryParameter HeadcountKind = new("headcountKind", "Which headcounts `measure=people` adds up; required with it.", "released", Codes: Code.All<HeadcountKind>()) { TakesOneCode = true };
    public static readonly QueryParameter LayoutOf = new("layout", "`long`: an item for each bucket and value (the default). `wide`: an item for each bucket, with a member for each value of `by`, two of them joined by a slash.", "long", Codes: Code.All<Layout>()) { TakesOneCode = true };
    private static readonly QueryParameter Limit = new("limit", "How many values of a dimension to show, those with the most events: 1 to 1000, default 50.", "50") { IsInteger = true };

    private static readonly IReadOnlyList<QueryParameter> Filters = [.. EventFilters.Parameters.Where(parameter => parameter != EventFilters.Sort)];

    public static readonly IReadOnlyList<QueryParameter> OfSeries = [Interval, By, MeasureBy, HeadcountKind, LayoutOf, .. Filters];

    public static readonly IReadOnlyList<QueryParameter> OfFacets = [FacetsBy, Limit, .. Filters];

    public static SeriesQuery ReadSeries(QueryText text, CountryDirectory countries)
    {
        var (measure, kind) = (text.Choice<Measure>(MeasureBy) ?? Measure.Events, text.Choice<HeadcountKind>(HeadcountKind));
        if (measure is Measure.People && kind is null)
            throw QueryText.Invalid(HeadcountKind.Name, $"\"measure=people\" needs \"headcountKind\": {string.Join(", ", Code.All<HeadcountKind>())}. Numbers of different kinds are never added up.");
        if (measure is not Measure.People && kind is not null)
            throw QueryText.Invalid(HeadcountKind.Name, "\"headcountKind\" goes with \"measure=people\".");
        return new SeriesQuery(
            EventFilters.Read(text, countries), text.Choice<Interval>(Interval) ?? Statistics.Interval.Month, Dimension.Read(text, By), measure, kind, text.Choice<Layout>(LayoutOf) ?? Layout.Long);
    }

    /// <summary>By what facets count: by type, unless something else is asked for.</summary>
    public static IReadOnlyList<Dimension> DimensionsOfFacets(QueryText text) => Dimension.Read(text, FacetsBy) is { Count: > 0 } by ? by : [Dimension.Type];

    public static FacetQuery ReadFacets(QueryText text, CountryDirectory countries) => new(
        EventFilters.Read(text, countries), DimensionsOfFacets(text), (int)(text.Integer(Limit, 1, 1000) ?? 50));
}
