using System.Globalization;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Domain.Statistics;

/// <summary>The values of the dimensions under which something counts; null where there is no such dimension.</summary>
public readonly record struct ValuePair(string? First, string? Second);

/// <summary>What some events add, all of which may have begun on the same days and have the same values.</summary>
/// <param name="Report">The report that is counted, where reports are: however many events it stands in, it counts once.</param>
public readonly record struct Measured(DaySpan Span, ValuePair Values, Figure Figure, string? Report = null);

/// <summary>Numbers in the order of time, without gaps.</summary>
/// <param name="First">The first bucket.</param>
/// <param name="Lines">By value, a figure for each bucket.</param>
/// <param name="Undated">How many events have a beginning that no bucket holds whole.</param>
/// <param name="Earlier">How many events began before the first bucket and reach into the interval that was asked for.</param>
public sealed record Series(Interval Interval, int First, int Length, IReadOnlyList<(ValuePair Values, Figure[] Figures)> Lines, long Undated, long Earlier)
{
    /// <summary>Room for all years that there are.</summary>
    public const int MostBuckets = 10_000;
    public const int MostCells = 50_000;

    /// <summary>Sorts what was measured into buckets, and puts 0 wherever there is nothing.</summary>
    /// <param name="events">How many events may have begun on the same days, whatever their values.</param>
    /// <exception cref="Ledger.Refusal">It would be too long.</exception>
    public static Series Of(SeriesQuery query, IReadOnlyCollection<Measured> events, IEnumerable<Measured> measured)
    {
        var interval = query.Interval;
        var dated = events.Select(one => (Bucket: interval.BucketOf(one.Span), Events: one.Figure.Best)).ToList();
        var (first, last) = Bounds(query, dated.Select(one => one.Bucket).OfType<int>().ToList());
        var length = (int)Math.Max(0, (long)last - first + 1);
        if (length > MostBuckets)
            throw QueryText.Invalid("interval", $"The series would have {Number(length)} buckets; at most are {Number(MostBuckets)}. Ask for a longer interval, or for less time with \"from\" and \"to\".");
        var lines = new SortedDictionary<(string? First, string? Second), Figure[]>(Order);
        if (query.By.Count == 0 && length > 0)
            lines.Add(default, New(length));
        var known = new HashSet<(ValuePair, int, string)>();
        foreach (var one in measured)
        {
            if (interval.BucketOf(one.Span) is not { } bucket || bucket < first || (one.Report is { } report && !known.Add((one.Values, bucket, report))))
                continue;
            var key = (one.Values.First, one.Values.Second);
            if (!lines.TryGetValue(key, out var figures))
            {
                if ((lines.Count + 1) * (long)length > MostCells)
                    throw QueryText.Invalid("by", $"The series would have more than {Number(MostCells)} numbers. Ask for a longer interval, for less time with \"from\" and \"to\", or for fewer values.");
                lines.Add(key, figures = New(length));
            }
            figures[bucket - first] += one.Figure;
        }
        return new Series(
            interval, first, length, [.. lines.Select(line => (new ValuePair(line.Key.First, line.Key.Second), line.Value))],
            dated.Where(one => one.Bucket is null).Sum(one => one.Events), dated.Where(one => one.Bucket < first).Sum(one => one.Events));
    }

    private static readonly Comparer<(string? First, string? Second)> Order = Comparer<(string? First, string? Second)>.Create((left, right) =>
        string.CompareOrdinal(left.First, right.First) is var order && order != 0 ? order : string.CompareOrdinal(left.Second, right.Second));

    /// <summary>From the first to the last bucket with an event, or those that were asked for.</summary>
    private static (int First, int Last) Bounds(SeriesQuery query, List<int> buckets)
    {
        var (from, to) = (Bucket(query.Events.From), Bucket(query.Events.To));
        if (buckets.Count == 0)
            return from is { } begin && to is { } end ? (begin, end) : (0, -1);
        return (from ?? buckets.Min(), to ?? buckets.Max());

        int? Bucket(DateOnly? day) => day is { } known ? query.Interval.BucketOf(CalendarDay.Of(known)) : null;
    }

    private static Figure[] New(int length)
    {
        var figures = new Figure[length];
        Array.Fill(figures, Figure.Zero);
        return figures;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
