using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Finds the wholes and the parts of an event's headcounts, in it and in other events.</summary>
internal sealed class HeadcountTree(RecordId id, Event e, IWorld world)
{
    /// <summary>The event that holds the whole, or null when there is none.</summary>
    public Event? HolderOf(HeadcountRef whole) => EventOf(whole.Event ?? id);

    /// <summary>The headcount that this one is a subset of, or null when there is none.</summary>
    public Headcount? WholeOf(Headcount part) =>
        part.Of is { } whole ? HolderOf(whole)?.Headcounts.FirstOrDefault(headcount => headcount.Key == whole.Key) : null;

    /// <summary>Whether the headcount is, over any number of steps, a subset of itself.</summary>
    public bool IsPartOfItself(Headcount headcount) =>
        headcount.Of is { } whole && Walk.Leads((whole.Event ?? id, whole.Key), (id, headcount.Key), Wholes);

    /// <summary>Whether the headcount is a subset of one in this same event.</summary>
    public bool IsPartWithin(Headcount headcount) => headcount.Of is { } whole && (whole.Event ?? id) == id;

    /// <summary>The direct parts of the headcount within the event.</summary>
    public IEnumerable<Headcount> PartsWithin(Headcount whole) =>
        e.Headcounts.Where(part => IsPartWithin(part) && part.Of!.Key == whole.Key);

    /// <summary>The headcounts of other events that are subsets of one in this event.</summary>
    public IEnumerable<(Stored<Event> Holder, Headcount Part)> PartsElsewhere() =>
        from holder in world.Under<Event>(EventTerms.CountsPartOf(id))
        where holder.Id != id
        from part in holder.Record.Headcounts
        where part.Of?.Event == id
        select (holder, part);

    private Event? EventOf(RecordId holder) => holder == id ? e : world.Find<Event>(holder)?.Record;

    private IEnumerable<(RecordId Event, string Key)> Wholes((RecordId Event, string Key) part) =>
        EventOf(part.Event)?.Headcounts.FirstOrDefault(headcount => headcount.Key == part.Key)?.Of is { } whole
            ? [(whole.Event ?? part.Event, whole.Key)]
            : [];
}
