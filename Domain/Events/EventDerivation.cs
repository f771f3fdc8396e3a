using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Derives what finds and shows an event. It reads whatever the event refers to, the events linked with it or counted in it, and the root reports of its evidence.</summary>
public static class EventDerivation
{
    /// <summary>Archived events can still be read by everyone who has their address; drafts cannot.</summary>
    public static Rights Rights(this Event e) =>
        e.Workflow is Workflow.Published or Workflow.Archived ? Ledger.Rights.All : Ledger.Rights.Editors;

    public static Derivation Of(Stored<Event> stored, IWorld world)
    {
        var e = stored.Record;
        var support = Support.Of(e.Evidence, world);
        var flags = EventFlags.Of(stored.Id, e, stored.WrittenOn, world);
        var standing = Stand(stored, flags, world);
        return new Derivation
        {
            Standing = standing,
            Renderings = Renderer.ForAll(world, standing.Rights, renderer => (
                EventViews.Of(stored, renderer),
                new EventDetail(support, Visible(flags, renderer), Linked(stored.Id, e, world, renderer)))),
            Text = new SearchText(e.Title, e.Summary),
            Headcounts = HeadcountSums.Of(stored, world),
        };
    }

    public static Standing Stand(Stored<Event> stored, IWorld world) => Stand(stored, EventFlags.Of(stored.Id, stored.Record, stored.WrittenOn, world), world);

    private static Standing Stand(Stored<Event> stored, IReadOnlyList<Flag> flags, IWorld world)
    {
        var e = stored.Record;
        var embargoed = e.EmbargoUntil > world.Now;
        var rights = embargoed ? Ledger.Rights.Editors : e.Rights();
        return new Standing
        {
            Day = CalendarDay.Of(e.LastDay()),
            Workflow = e.Workflow,
            Rights = rights,
            OpensAt = embargoed ? e.EmbargoUntil : null,
            Terms = EventIndexing.Of(stored.Id, e, flags, world, rights),
            Numbers = new EventNumbers(
                e.Type, DaySpan.Of(e.Start), e.Verification, e.Occurrence,
                EventFigures.LargestFigure(e), Support.Of(e.Evidence, world).Independent, e.Place?.Lat, e.Place?.Lon),
        };
    }

    /// <summary>The latest possible day: what is ongoing without an end lasts for ever, as far as the index is concerned.</summary>
    public static DateOnly LastDay(this Event e) =>
        e.End?.LatestKnown ?? (e.Occurrence is Occurrence.Ongoing ? DateOnly.MaxValue : e.Start.LatestKnown);

    /// <summary>The links of an event as seen from it, its own first.</summary>
    public static IReadOnlyList<LinkedView> Linked(RecordId id, Event e, IWorld world, Renderer renderer)
    {
        var linked = new List<LinkedView>();
        foreach (var link in e.Links)
        {
            if (renderer.Event(link.To) is { } to)
                linked.Add(new LinkedView(link.Type, link.Type.Reads(), LinkDirection.Out, link.Basis, link.Note, to));
        }
        foreach (var other in world.Under<Event>(EventTerms.LinksTo(id)))
        {
            foreach (var link in other.Record.Links.Where(link => link.To == id))
            {
                if (renderer.Event(other) is { } from)
                    linked.Add(new LinkedView(link.Type, link.Type.Inverse(), LinkDirection.In, link.Basis, link.Note, from));
            }
        }
        return linked;
    }

    private static IReadOnlyList<Flag> Visible(IReadOnlyList<Flag> flags, Renderer renderer) =>
        flags.All(flag => renderer.MaySee(flag.Rights)) ? flags : [.. flags.Where(flag => renderer.MaySee(flag.Rights))];

    /// <summary>The events at the other end of its in-exchange-for links, whoever holds them.</summary>
    public static IEnumerable<Stored<Event>> Exchanged(RecordId id, Event e, IWorld world)
    {
        foreach (var link in e.Links.Where(link => link.Type is LinkType.InExchangeFor))
        {
            if (world.Find<Event>(link.To) is { } to)
                yield return to;
        }
        foreach (var from in world.Under<Event>(EventTerms.LinksTo(LinkType.InExchangeFor, id)))
            yield return from;
    }
}
