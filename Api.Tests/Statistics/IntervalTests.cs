using System.Globalization;
using CsCheck;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Tests.Statistics;

public sealed class IntervalTests
{
    private static readonly Gen<int> Days = Gen.Int[CalendarDay.Earliest, CalendarDay.Latest];

    [Theory]
    [InlineData(Interval.Day, "2025-12-13", "2025-12-13", "2025-12-13")]
    [InlineData(Interval.Week, "2025-12-13", "2025-W50", "2025-12-08")]
    [InlineData(Interval.Week, "2021-01-03", "2020-W53", "2020-12-28")]
    [InlineData(Interval.Week, "2024-12-30", "2025-W01", "2024-12-30")]
    [InlineData(Interval.Week, "0001-01-01", "0001-W01", "0001-01-01")]
    [InlineData(Interval.Week, "9999-12-31", "9999-W52", "9999-12-27")]
    [InlineData(Interval.Month, "2025-12-13", "2025-12", "2025-12-01")]
    [InlineData(Interval.Quarter, "2025-12-13", "2025-Q4", "2025-10-01")]
    [InlineData(Interval.Year, "0999-12-13", "0999", "0999-01-01")]
    public void A_day_falls_into_its_bucket(Interval interval, string day, string name, string start)
    {
        var bucket = interval.BucketOf(CalendarDay.Of(DateOnly.Parse(day, CultureInfo.InvariantCulture)));
        Assert.Equal(name, interval.NameOf(bucket));
        Assert.Equal(start, interval.StartOf(bucket).ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Buckets_follow_each_other_without_gaps() => Gen.Select(Gen.Enum<Interval>(), Days).Sample((interval, day) =>
    {
        var bucket = interval.BucketOf(day);
        var start = CalendarDay.Of(interval.StartOf(bucket));
        return start <= day && interval.BucketOf(start) == bucket && (start == CalendarDay.Earliest || interval.BucketOf(start - 1) == bucket - 1);
    });

    [Fact]
    public void Weeks_are_those_of_ISO_8601() => Days.Sample(day =>
    {
        var date = CalendarDay.From(day).ToDateTime(default);
        return Interval.Week.NameOf(Interval.Week.BucketOf(day)) == string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date):0000}-W{ISOWeek.GetWeekOfYear(date):00}");
    });

    [Theory]
    [InlineData("2025-12-13", "2025-12")]
    [InlineData("2025-12-13~", "2025-12")]
    [InlineData("2025-12", "2025-12")]
    [InlineData("[2025-12-01..2025-12-31]", "2025-12")]
    [InlineData("[2025-11-30..2025-12-01]", null)]
    [InlineData("2025", null)]
    [InlineData("[..2025-12-13]", null)]
    [InlineData("[2025-12-13..]", null)]
    public void A_beginning_that_no_bucket_holds_whole_is_undated(string start, string? bucket) =>
        Assert.Equal(bucket, Interval.Month.BucketOf(DaySpan.Of(EdtfDate.Parse(start))) is { } found ? Interval.Month.NameOf(found) : null);
}
