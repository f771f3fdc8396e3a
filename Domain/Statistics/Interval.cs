using System.Globalization;
using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Statistics;

/// <summary>How long the buckets of a series are. Weeks are those of ISO 8601: they begin on Mondays.</summary>
[JsonConverter(typeof(KebabEnumConverter<Interval>))]
public enum Interval
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>The calendar of buckets: each has a number, which grows by one from a bucket to the next.</summary>
public static class Intervals
{
    /// <summary>0001-01-01 was a Monday.</summary>
    private const int FirstMonday = CalendarDay.Earliest;

    /// <summary>The bucket that a day falls into.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    public static int BucketOf(this Interval interval, int day)
    {
        if (interval is Interval.Day)
            return day;
        if (interval is Interval.Week)
            return (day - FirstMonday) / 7;
        var date = CalendarDay.From(day);
        return interval switch
        {
            Interval.Month => (date.Year * 12) + date.Month - 1,
            Interval.Quarter => (date.Year * 4) + ((date.Month - 1) / 3),
            _ => date.Year,
        };
    }

    /// <summary>The bucket that holds all days from the earliest to the latest; null when there is none.</summary>
    public static int? BucketOf(this Interval interval, DaySpan span)
    {
        var bucket = interval.BucketOf(span.Earliest);
        return interval.BucketOf(span.Latest) == bucket ? bucket : null;
    }

    /// <summary>The first day of a bucket.</summary>
    public static DateOnly StartOf(this Interval interval, int bucket) => interval switch
    {
        Interval.Day => CalendarDay.From(bucket),
        Interval.Week => CalendarDay.From((bucket * 7) + FirstMonday),
        Interval.Month => new DateOnly(bucket / 12, (bucket % 12) + 1, 1),
        Interval.Quarter => new DateOnly(bucket / 4, (bucket % 4 * 3) + 1, 1),
        _ => new DateOnly(bucket, 1, 1),
    };

    /// <summary>How a bucket is written: 2025-12-13, 2025-W50, 2025-12, 2025-Q4, 2025.</summary>
    public static string NameOf(this Interval interval, int bucket)
    {
        var start = interval.StartOf(bucket);
        return interval switch
        {
            Interval.Day => start.ToString("O", CultureInfo.InvariantCulture),
            // A week belongs to the year of its Thursday.
            Interval.Week => string.Create(CultureInfo.InvariantCulture, $"{start.AddDays(3).Year:0000}-W{((start.AddDays(3).DayOfYear - 1) / 7) + 1:00}"),
            Interval.Month => start.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            Interval.Quarter => string.Create(CultureInfo.InvariantCulture, $"{start.Year:0000}-Q{((start.Month - 1) / 3) + 1}"),
            _ => start.ToString("yyyy", CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>From the first to the last day on which an event may have begun, in days since 1970-01-01.</summary>
public readonly record struct DaySpan(int Earliest, int Latest)
{
    /// <summary>A beginning that is open to one side reaches to the last day that there is: no bucket holds it.</summary>
    public static DaySpan Of(EdtfDate start) => new(
        CalendarDay.Of(start.EarliestKnown),
        start is { Earliest: not null, Latest: { } latest } ? CalendarDay.Of(latest) : CalendarDay.Latest);
}
