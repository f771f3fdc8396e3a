using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>The hard rules for links between events.</summary>
internal static class LinkRules
{
    public static IEnumerable<Violation> Check(RecordId id, Event e, IWorld world) =>
    [
        .. Repeated(e),
        .. e.Links.Index().SelectMany(link => Check(id, e, link.Item, $"/links/{link.Index}", world)),
        .. ReversedBy(id, e, world),
    ];

    private static IEnumerable<Violation> Repeated(Event e)
    {
        var seen = new HashSet<(LinkType, RecordId)>();
        foreach (var (i, link) in e.Links.Index())
        {
            if (!seen.Add((link.Type, link.To)))
                yield return new(Reason.LinkDuplicate, $"/links/{i}", "The event has this link already: remove one of the two.");
        }
    }

    private static IEnumerable<Violation> Check(RecordId id, Event e, EventLink link, string pointer, IWorld world)
    {
        if (link.To == id)
        {
            yield return new(Reason.LinkSelf, pointer + "/to", "An event is not linked to itself: name another event.");
            yield break;
        }
        if (link.Type.IsAcyclic() && Walk.Leads(link.To, id, one => Ends(one, link.Type, world)))
            yield return new(Reason.LinkCycle, pointer + "/to", $"Links of type {Code.Of(link.Type)} lead from that event back to this one: remove this link, or one on the way." + Walk.OrTooFar);
        if (world.Find<Event>(link.To)?.Record is not { } other)
            yield break;
        if (link.Type.IsSymmetric() && other.Links.Any(back => back.Type == link.Type && back.To == id))
            yield return new(Reason.LinkDuplicate, pointer, "The other event holds this link already, and it is shown from both ends: remove this one.");
        if (link.Type == LinkType.Reverses && !LinkTypes.CanReverse(e.Type, other.Type))
            yield return new(Reason.LinkNotAllowed, pointer + "/type", $"{Name(e.Type)} and {Name(other.Type)} cannot undo each other: use another type of link.");
    }

    /// <summary>Another event may already reverse this one, whose type must still admit it.</summary>
    private static IEnumerable<Violation> ReversedBy(RecordId id, Event e, IWorld world) =>
        from other in world.Under<Event>(EventTerms.LinksTo(LinkType.Reverses, id))
        where other.Id != id && !LinkTypes.CanReverse(other.Record.Type, e.Type)
        select new Violation(Reason.LinkNotAllowed, "/type", $"Event \"{other.Id}\" ({Name(other.Record.Type)}) reverses this one, which it could not do if this were {Name(e.Type)}: remove that link first.");

    private static IEnumerable<RecordId> Ends(RecordId start, LinkType type, IWorld world) =>
        from link in world.Find<Event>(start)?.Record.Links ?? []
        where link.Type == type
        select link.To;

    private static string Name(EventType type) => Code.Of(type);
}
