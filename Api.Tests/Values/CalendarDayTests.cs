using CsCheck;
using Events.Domain.Values;

namespace Events.Api.Tests.Values;

public sealed class CalendarDayTests
{
    [Theory]
    [InlineData(1970, 1, 1, 0)]
    [InlineData(1970, 1, 2, 1)]
    [InlineData(1969, 12, 31, -1)]
    [InlineData(2025, 12, 13, 20_435)]
    [InlineData(1, 1, 1, CalendarDay.Earliest)]
    [InlineData(9999, 12, 31, CalendarDay.Latest)]
    public void Days_are_counted_from_1970(int year, int month, int day, int count)
    {
        Assert.Equal(count, CalendarDay.Of(new DateOnly(year, month, day)));
        Assert.Equal(new DateOnly(year, month, day), CalendarDay.From(count));
    }

    [Fact]
    public void Every_day_comes_back() => Gen.Int[CalendarDay.Earliest, CalendarDay.Latest]
        .Sample(day => CalendarDay.Of(CalendarDay.From(day)) == day);

    [Fact]
    public void A_day_outside_the_calendar_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CalendarDay.From(CalendarDay.Earliest - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalendarDay.From(CalendarDay.Latest + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalendarDay.From(int.MaxValue));
    }
}
