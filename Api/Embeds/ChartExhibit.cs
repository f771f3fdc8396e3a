using Events.Api.SavedQueries;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Embeds;

/// <summary>Shows numbers over time.</summary>
internal static class ChartExhibit
{
    /// <summary>More bars than these cannot be told apart.</summary>
    public const int MostBuckets = 400;

    /// <summary>What is left when all years are too many.</summary>
    private const int YearsAround = 100;

    /// <summary>More colours than these cannot be told apart.</summary>
    private const int MostLines = 10;

    /// <exception cref="Refusal">There are too many buckets, also of the longest interval.</exception>
    public static Exhibit Of(ChartAsked asked, RecordReader reader)
    {
        var numbers = new StatisticsReader(reader);
        var (query, series) = Read(asked.Query, numbers, reader.World.Today);
        var all = query.By.Count == 0 ? series : numbers.Read(query with { By = [] });
        var labels = new Labels(reader);
        var lines = series.Lines.Select(line => new ChartLine(query.By.Count == 0 ? Noun(query) : labels.Of(query.By, line.Values), line.Figures))
            .OrderByDescending(line => line.Sum.Best).ToList();
        // Where an event counts under several values, what they add up to is no number of anything.
        var addsUp = query.Measure is not Measure.Reports && query.By.All(dimension => dimension.Terms is null);
        var (shown, rest) = lines.Count > MostLines ? (lines[..(MostLines - 1)], lines[(MostLines - 1)..]) : (lines, []);
        if (addsUp && rest.Count > 0)
            shown.Add(new ChartLine($"Other ({rest.Count})", ChartLine.Add(rest)));
        var whole = all.Lines.Count > 0 ? all.Lines[0].Figures : [];
        var chart = new Chart(series.Interval, series.First, series.Length, shown, isStacked: query.By.Count == 0 || addsUp, $"{Noun(query)} by {Code.Of(series.Interval)}");
        return new Exhibit(
            Summary(query, series, whole), [.. Notes(asked.Query, query, series, rest, addsUp)],
            series.Length == 0 ? null : new Picture(Chart.Sizes, chart.Draw, query.By.Count == 0 ? [] : chart.Legend), Table(query, series, whole, shown));
    }

    /// <summary>A longer interval than the one that was asked for, when there would be too many buckets.</summary>
    private static (SeriesQuery Query, Series Series) Read(SeriesQuery query, StatisticsReader numbers, DateOnly today)
    {
        var isCut = false;
        while (true)
        {
            if (TryRead(query, numbers) is { } series && series.Length <= MostBuckets)
                return (query, series);
            if (query.Interval < Interval.Year)
                query = query with { Interval = query.Interval + 1 };
            else if (query.Events is { From: null } or { To: null } && !isCut)
                (query, isCut) = (query with { Events = Around(query.Events, today) }, true);
            else
                throw QueryText.Invalid("from", $"A chart shows at most {MostBuckets} years. Ask for less time with \"from\" and \"to\", or for fewer values.");
        }
    }

    /// <summary>Null when there would be too many numbers.</summary>
    private static Series? TryRead(SeriesQuery query, StatisticsReader numbers)
    {
        try
        {
            return numbers.Read(query);
        }
        catch (Refusal refusal) when (refusal.Violations is [{ Pointer: "interval" or "by" }])
        {
            return null;
        }
    }

    /// <summary>One event of a far year must not take all others from sight.</summary>
    private static RecordQuery Around(RecordQuery events, DateOnly today) => events with
    {
        From = events.From ?? new DateOnly(Math.Max(1, (events.To ?? today).Year - YearsAround + 1), 1, 1),
        To = events.To ?? new DateOnly(Math.Min(9999, events.From is { } from ? from.Year + YearsAround - 1 : today.Year), 12, 31),
    };

    private static string Summary(SeriesQuery query, Series series, Figure[] whole)
    {
        var span = series.Length == 0 ? "" : series.Length == 1
            ? $", {series.Interval.NameOf(series.First)}"
            : $", {series.Interval.NameOf(series.First)} to {series.Interval.NameOf(series.First + series.Length - 1)}";
        var sum = whole.Aggregate(Figure.Zero, (sum, next) => sum + next);
        return query.Measure switch
        {
            Measure.Events => Exhibit.Number(sum.Best + (series.Length == 0 ? series.Undated + series.Earlier : 0), "event") + span,
            Measure.People => $"{Told(sum)} {(sum.Best == 1 ? "person" : "people")} {Kind(query)}{span}",
            // A report that speaks of two months counts in both.
            _ => $"Reports by {Code.Of(series.Interval)}{span}",
        };
    }

    private static IEnumerable<string> Notes(SeriesQuery asked, SeriesQuery query, Series series, List<ChartLine> rest, bool addsUp)
    {
        if (query.Interval != asked.Interval)
            yield return $"Shown by {Code.Of(query.Interval)}, since by {Code.Of(asked.Interval)} there would be too many bars.";
        if (query.Events.From != asked.Events.From || query.Events.To != asked.Events.To)
            yield return $"Shown are {YearsAround} years; there are events before or after them.";
        if (rest.Count > 0 && !addsUp)
            yield return $"Shown are the {MostLines - 1} with the most; {Exhibit.Number(rest.Count)} more stand in the data.";
        if (query.By.Any(dimension => dimension.Terms is not null))
            yield return "An event counts under each of its values, and one without a value under none.";
        // The events that are left out need not count anybody, nor stand in a report.
        if (query.Measure is not Measure.Events && series.Undated + series.Earlier > 0)
            yield return "Events without a date that is exact enough, or that began earlier, are not counted.";
        else if (series.Undated > 0)
            yield return $"{Exhibit.Number(series.Undated, "event")} without a date that is exact enough {(series.Undated == 1 ? "is" : "are")} not shown.";
        if (query.Measure is Measure.Events && series.Earlier > 0)
            yield return $"{Exhibit.Number(series.Earlier, "event")} that began earlier and reached into this time {(series.Earlier == 1 ? "is" : "are")} not shown.";
    }

    private static Grid Table(SeriesQuery query, Series series, Figure[] whole, List<ChartLine> shown)
    {
        List<Column> columns = [new(Capital(Code.Of(series.Interval))), new(query.By.Count == 0 ? Noun(query) : "All", IsNumber: true)];
        if (query.By.Count > 0)
            columns.AddRange(shown.Select(line => new Column(line.Label, IsNumber: true)));
        return new Grid(columns, [.. Enumerable.Range(0, series.Length).Select(Row)]);

        IReadOnlyList<Cell> Row(int i)
        {
            List<Cell> cells = [new(series.Interval.NameOf(series.First + i)), new(Told(whole[i]))];
            if (query.By.Count > 0)
                cells.AddRange(shown.Select(line => new Cell(Told(line.Figures[i]))));
            return cells;
        }
    }

    /// <summary>A number, with its bounds where they differ from it.</summary>
    public static string Told(Figure figure) => (figure.Low, figure.High) switch
    {
        var (low, high) when low == figure.Best && high == figure.Best => Exhibit.Number(figure.Best),
        var (low, high) when high is { } most => $"{Exhibit.Number(figure.Best)} ({Exhibit.Number(low)}–{Exhibit.Number(most)})",
        var (low, _) => $"{Exhibit.Number(figure.Best)} ({Exhibit.Number(low)} or more)",
    };

    private static string Noun(SeriesQuery query) => query.Measure is Measure.People ? $"People {Kind(query)}" : Capital(Code.Of(query.Measure));

    private static string Kind(SeriesQuery query) => Code.Of(query.Headcounts!.Value).Replace('-', ' ');

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>One value of what a chart counts by.</summary>
internal sealed record ChartLine(string Label, IReadOnlyList<Figure> Figures)
{
    public Figure Sum => Figures.Aggregate(Figure.Zero, (sum, next) => sum + next);

    public static IReadOnlyList<Figure> Add(IReadOnlyList<ChartLine> lines) =>
        [.. Enumerable.Range(0, lines[0].Figures.Count).Select(i => lines.Aggregate(Figure.Zero, (sum, line) => sum + line.Figures[i]))];
}
