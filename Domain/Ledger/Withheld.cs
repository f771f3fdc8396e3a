using Events.Domain.Events;
using Events.Domain.People;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>
/// Leaves out of a document what an audience may not know: entries about restricted people, restricted places and
/// evidence, and references to events that it may not see.
/// </summary>
public static class Withheld
{
    public static Event From(Event e, Audience audience, IWorld world)
    {
        if (audience.Sees(Rights.Editors))
            return e;
        return e with
        {
            Place = e.Place is { Visibility: Visibility.Restricted } ? null : e.Place,
            Participants = [.. e.Participants.Where(it => it.Person is not { } person || IsPublic(person, world))],
            People = [.. e.People.Where(it => it.Visibility is Visibility.Public && IsPublic(it.Person, world))],
            Evidence = [.. e.Evidence.Where(it => audience.Sees(EvidenceRights.Of(it, e, world)))],
            Links = [.. e.Links.Where(link => IsPublicEvent(link.To, world))],
            Headcounts = [.. e.Headcounts.Select(it => it.Of?.Event is { } whole && !IsPublicEvent(whole, world) ? it with { Of = null } : it)],
        };
    }

    public static Sanction From(Sanction sanction, Audience audience, IWorld world)
    {
        if (audience.Sees(Rights.Editors))
            return sanction;
        return sanction with
        {
            Senders = [.. sanction.Senders.Where(it => it.Person is not { } person || IsPublic(person, world))],
            Targets = [.. sanction.Targets.Where(it => it.Person is not { } person || IsPublic(person, world))],
        };
    }

    private static bool IsPublic(RecordId person, IWorld world) => world.Find<Person>(person)?.Record.Visibility is not Visibility.Restricted;

    private static bool IsPublicEvent(RecordId id, IWorld world) =>
        world.Find<Event>(id) is { } e && e.Record.Rights().HasFlag(Rights.Everyone);
}
