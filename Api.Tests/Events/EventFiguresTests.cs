using Events.Domain.Events;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Events;

public class EventFiguresTests
{
    [Fact]
    public void The_largest_figure_leaves_out_subsets_within_the_event_but_not_those_of_other_events()
    {
        var within = Released(500) with { Key = "part", Of = new() { Key = "received" } };
        var e = Transfer("UA", 114, 114);
        Assert.Equal(114, EventFigures.LargestFigure(e with { Headcounts = [.. e.Headcounts, within] }));
    }

    [Theory]
    [InlineData(1L, 2L, 3L, 2L)]
    [InlineData(1L, null, 3L, 3L)]
    [InlineData(1L, null, null, 1L)]
    [InlineData(null, null, null, null)]
    public void A_figure_is_the_best_value_else_the_highest_known(long? low, long? best, long? high, long? figure)
    {
        var e = Event(EventType.Release, "2025") with { Headcounts = [Released(0) with { Low = low, Best = best, High = high }] };
        Assert.Equal(figure, EventFigures.LargestFigure(e));
    }

    [Fact]
    public void An_event_without_headcounts_has_no_figure() =>
        Assert.Null(EventFigures.LargestFigure(Event(EventType.Statement, "2025")));
}
