using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Who may read a piece of evidence: what speaks of a restricted person, or of a link to an event that is not open, is as restricted as that.</summary>
internal static class EvidenceRights
{
    public static Rights Of(Evidence evidence, Event e, IWorld world) =>
        RightsOf(evidence.Visibility) & (PersonIn(evidence, world) is { } person ? OfPerson(person, e) : Rights.All) & OfLink(evidence, world);

    /// <summary>The person of whom the evidence speaks, whatever its aspect.</summary>
    public static Stored<Person>? PersonIn(Evidence evidence, IWorld world)
    {
        // What these two are about has names of its own.
        if (evidence is not { Aspect: not (EvidenceAspect.Headcount or EvidenceAspect.Link), About: { Text: var about } })
            return null;
        return world.Find<Person>(RecordId.TryParse(about, out var id) ? id : new(about));
    }

    private static Rights OfPerson(Stored<Person> person, Event e) =>
        person.Record.Rights() & (e.People.Any(entry => entry.Person == person.Id && entry.Visibility is Visibility.Restricted) ? Rights.Editors : Rights.All);

    /// <summary>The event that is linked with, where the evidence speaks of a link.</summary>
    public static RecordId? LinkIn(Evidence evidence) => evidence is { Aspect: EvidenceAspect.Link, About: { Text: var about } }
        ? about[(about.IndexOf(':', StringComparison.Ordinal) + 1)..] is var to && RecordId.TryParse(to, out var id) ? id : new(to)
        : null;

    private static Rights OfLink(Evidence evidence, IWorld world) =>
        LinkIn(evidence) is { } to ? world.Find<Event>(to)?.Record.Rights() ?? Rights.All : Rights.All;

    private static Rights RightsOf(Visibility visibility) => visibility is Visibility.Public ? Rights.All : Rights.Editors;
}
