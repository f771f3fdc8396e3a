using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Grafana;

/// <summary>Something that a panel can ask for.</summary>
/// <param name="Parameters">The query parameters that its payload takes.</param>
internal sealed record Metric(string Name, string Label, IReadOnlyList<QueryParameter> Parameters, Func<QueryText, CountryDirectory, Panel> Read);

/// <summary>What is asked for.</summary>
/// <param name="Events">The events that it is about.</param>
/// <param name="Show">Reads the answer.</param>
internal sealed record Panel(RecordQuery Events, Func<RecordReader, IEnumerable<GrafanaFrame>> Show);

/// <summary>All that panels can ask for: what the addresses of the same names answer, in the shapes of Grafana.</summary>
internal static class GrafanaMetrics
{
    public static readonly IReadOnlyList<Metric> All =
    [
        new("series", "Events, people or reports over time", [.. StatisticsQueries.OfSeries.Where(parameter => parameter != StatisticsQueries.LayoutOf)], (text, countries) =>
        {
            var query = StatisticsQueries.ReadSeries(text, countries);
            return new Panel(query.Events, reader => Lines(query, new StatisticsReader(reader).Read(query), reader));
        }),
        new("facets", "Events by one or two of their values", StatisticsQueries.OfFacets, (text, countries) =>
        {
            var query = StatisticsQueries.ReadFacets(text, countries);
            return new Panel(query.Events, reader => [Table(query, new StatisticsReader(reader).Read(query), reader)]);
        }),
        new("events", "Events, the newest first", [.. EventFilters.Parameters, ReadParameters.Limit], (text, countries) =>
        {
            var (query, limit) = (EventFilters.Read(text, countries), text.LimitOf());
            return new Panel(query, reader => [Table(ItemPage.OfEvents(reader, query, limit, e => Row(e, reader.World.Today)))]);
        }),
    ];

    /// <summary>The filters of which the values can be listed.</summary>
    public static readonly IReadOnlyList<QueryParameter> Filters = [.. EventFilters.Parameters.Where(parameter => Dimension.Names.Contains(parameter.Name))];

    public static Metric Facets => All[1];

    /// <summary>The last day that an event can have lasted to; what goes on lasts to today.</summary>
    public static DateOnly LastDay(EventItem e, DateOnly today) => e is { Occurrence: "ongoing", End: null } && today > e.First ? today : e.Last;

    public static long Milliseconds(DateOnly day) => CalendarDay.Of(day) * 86_400_000L;

    /// <summary>What a value is called.</summary>
    public static string NameOf(Dimension dimension, string value, RecordReader reader) =>
        (dimension.IsCountry ? reader.NameOf(RecordKind.Country, new RecordId(value)) : null) ?? value;

    private static IEnumerable<GrafanaFrame> Lines(SeriesQuery query, Series series, RecordReader reader) => series.Lines.SelectMany(line =>
    {
        var name = string.Join(" / ", query.By.Zip([line.Values.First, line.Values.Second], (dimension, value) => NameOf(dimension, value!, reader)));
        var one = name.Length > 0 ? name : Code.Of(query.Measure);
        return query.Measure is not Measure.People
            ? [Line(one, figure => figure.Best)]
            : (GrafanaFrame[])[Line(one, figure => figure.Best), Line($"{one} (low)", figure => figure.Low), Line($"{one} (high)", figure => figure.High)];

        GrafanaFrame Line(string called, Func<Figure, long?> number) => new(null, called,
            [.. line.Figures.Select((figure, i) => (IReadOnlyList<long?>)[number(figure), Milliseconds(series.Interval.StartOf(series.First + i))])], null, null, null);
    });

    private static GrafanaFrame Table(FacetQuery query, Facets facets, RecordReader reader)
    {
        var columns = query.By.SelectMany(dimension => dimension.IsCountry
            ? [new GrafanaColumn(dimension.Name, "string"), new GrafanaColumn($"{dimension.Name} (code)", "string")]
            : (GrafanaColumn[])[new GrafanaColumn(dimension.Name, "string")]);
        var rows = (facets.Cross ?? facets.Lists[0].Values).Select(counted => (IReadOnlyList<object?>)
        [
            .. query.By.Zip([counted.Values.First!, counted.Values.Second!]).SelectMany(one => one.First.IsCountry
                ? [NameOf(one.First, one.Second, reader), one.Second]
                : (object?[])[one.Second]),
            counted.Events,
        ]);
        return new GrafanaFrame(null, null, null, "table", [.. columns, new GrafanaColumn("events", "number")], [.. rows]);
    }

    /// <summary>The first columns are those by which Grafana marks events in other panels.</summary>
    private static GrafanaFrame Table(IReadOnlyList<IReadOnlyList<object?>> rows) => new(null, null, null, "table",
        [
            new("time", "time"), new("timeEnd", "time"), new("title", "string"), new("text", "string"), new("tags", "string"), new("type", "string"),
            new("countries", "string"), new("people", "number"), new("verification", "string"), new("id", "string"),
        ],
        rows);

    private static IReadOnlyList<object?> Row(EventItem e, DateOnly today) =>
    [
        Milliseconds(e.First), Milliseconds(LastDay(e, today)), e.Title, e.Summary, string.Join(',', e.Topics.Prepend(e.Type)), e.Type,
        string.Join(' ', e.Countries.Select(country => country.Code).Distinct()), e.People?.Best, e.Verification, e.Id,
    ];
}
