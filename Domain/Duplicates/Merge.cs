using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>Two records that turn out to be one: one of them goes, and the other says what both said and is referred to by all.</summary>
public static class Merge
{
    /// <param name="goes">The record that is merged; it must be there.</param>
    /// <param name="into">The one that stays, of the same kind.</param>
    /// <returns>What the commit writes: the end of the one, the other, and everything that referred to the one.</returns>
    /// <exception cref="Refusal">The two cannot be merged.</exception>
    public static IReadOnlyList<Change> Of<T>(RecordId goes, RecordId into, IWorld world)
        where T : Record
    {
        var kind = RecordJson.KindOf<T>();
        var survivor = Survivor<T>(kind, goes, into, world);
        var redirection = new Redirection((of, id) => of == kind && id == goes ? into : id);
        var (stays, gone) = (redirection.Of(survivor), redirection.Of(world.Stated<T>(goes)!.Record));
        var union = (stays, gone) is (Event one, Event other) ? new EventUnion(into, one, other) : null;
        var referring = References.To(kind, goes, world).Distinct().Where(it => it.Id != goes && it.Id != into).ToList();
        var merged = (stays, gone) switch
        {
            (Person it, Person that) => Union.Of(it, that),
            (Organization it, Organization that) => Union.Of(it, that),
            (Report it, Report that) => Union.Of(into, it, that),
            (Sanction it, Sanction that) => Union.Of(it, that),
            _ => (Record)union!.Of(link => Holds(world.Stated<Event>(link.To)?.Record, link.Type, goes, into)),
        };
        return
        [
            Change.Merge(kind, goes, into),
            Change.Put(into, NormalForm.Of(into, merged)),
            .. referring.Select(it => Change.Put(it.Id, NormalForm.Of(it.Id, Redirected(it.Kind, it.Id, goes, merged as Event, union, redirection, world)))),
        ];
    }

    private static T Survivor<T>(RecordKind kind, RecordId goes, RecordId into, IWorld world)
        where T : Record
    {
        if (goes == into)
            throw new Refusal([new Violation(Reason.LinkSelf, "/into", $"The {Code.Of(kind)} cannot be merged into itself: name the one that stays.")]);
        if (world.Stated<T>(into) is { } stays)
            return stays.Record;
        if (world.SurvivorOf(kind, into) is { } survivor)
            throw Refusal.Merged(kind, survivor, "/into");
        var message = world.NewestVersion(kind, into) > 0 ? $"The {Code.Of(kind)} \"{into}\" was deleted: restore it first, or name another one."
            : Enum.GetValues<RecordKind>().Cast<RecordKind?>().FirstOrDefault(other => world.NewestVersion(other!.Value, into) > 0) is { } other
            ? $"\"{into}\" is of the kind {Code.Of(other)}, not {Code.Of(kind)}: only records of one kind can be merged."
            : $"There is no {Code.Of(kind)} \"{into}\": correct the id.";
        throw new Refusal([new Violation(Reason.UnknownReference, "/into", message)]);
    }

    /// <summary>A record that referred to the one that goes, referring to the one that stays; what it then says twice it says once.</summary>
    private static Record Redirected(RecordKind kind, RecordId id, RecordId goes, Event? merged, EventUnion? union, Redirection redirection, IWorld world) => world.Stated(kind, id) switch
    {
        Event e => Redirected(id, e, goes, merged, union, redirection),
        Sanction sanction => Redirected(sanction, redirection),
        var other => redirection.Of(other!),
    };

    private static Sanction Redirected(Sanction sanction, Redirection redirection) => sanction with
    {
        Senders = Led(sanction.Senders, redirection.Of, (one, other) => one == other),
        Targets = Led(sanction.Targets, redirection.Of, (one, other) => one == other),
    };

    private static Event Redirected(RecordId id, Event e, RecordId goes, Event? merged, EventUnion? union, Redirection redirection)
    {
        var links = Led(e.Links, redirection.Of, EventLists.IsSame, EventLists.Fill);
        return e with
        {
            Participants = Led(e.Participants, redirection.Of, EventLists.IsSame, EventLists.Fill),
            Headcounts = union is null ? e.Headcounts : e.Headcounts.ConvertAll(it => it.Of is { Event: { } whole } of && whole == goes ? redirection.Of(it with { Of = of with { Key = union.KeyOf(of.Key) } }) : it),
            People = Led(e.People, redirection.Of, EventLists.IsSameOutcome, EventLists.Fill),
            Sanctions = Led(e.Sanctions, redirection.Of, EventLists.IsSame, EventLists.Fill),
            Links = merged is null ? links : [.. links.Where(link => e.Links.Contains(link) || !(link.Type.IsSymmetric() && Holds(merged, link.Type, id, id)))],
            Evidence = Led(e.Evidence, redirection.Of, EventLists.IsSame, EventLists.Fill),
        };
    }

    private static IReadOnlyList<T> Led<T>(IReadOnlyList<T> items, Func<T, T> to, Func<T, T, bool> isSame, Func<T, T, T>? fill = null)
        where T : notnull => Joined.Of([.. items.Select(item => to(item) is var led && led.Equals(item) ? (item, false) : (led, true))], isSame, fill);

    /// <summary>Whether an event holds a link of this type to one of two others.</summary>
    private static bool Holds(Event? e, LinkType type, RecordId one, RecordId other) =>
        e?.Links.Any(link => link.Type == type && (link.To == one || link.To == other)) == true;
}
