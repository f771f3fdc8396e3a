namespace Events.Domain.Events;

/// <summary>The numbers by which events are compared.</summary>
public static class EventFigures
{
    /// <summary>The largest number of people that the event counts, subsets within it left out; null when it counts none.</summary>
    public static long? LargestFigure(Event e) =>
        e.Headcounts.Where(headcount => headcount.Of is not { Event: null }).Max(headcount => headcount.Best ?? headcount.High ?? headcount.Low);
}
