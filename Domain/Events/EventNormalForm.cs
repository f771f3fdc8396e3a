using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>One way to say each thing about an event.</summary>
public static class EventNormalForm
{
    /// <summary>A headcount of the same event is named by its key alone.</summary>
    public static Event Of(Event e, RecordId id) => e.Headcounts.Any(headcount => headcount.Of?.Event == id)
        ? e with { Headcounts = e.Headcounts.ConvertAll(headcount => Of(headcount, id)) }
        : e;

    private static Headcount Of(Headcount headcount, RecordId id) =>
        headcount.Of is { } whole && whole.Event == id ? headcount with { Of = whole with { Event = null } } : headcount;
}
