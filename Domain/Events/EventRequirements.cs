using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>What an event of its type has to say before it is published; until then it is only flagged.</summary>
internal static class EventRequirements
{
    public static IEnumerable<Violation> Missing(Event e) =>
        [.. Sanction(e), .. Recipient(e), .. Parties(e), .. People(e), .. Evidence(e)];

    private static IEnumerable<Violation> Sanction(Event e)
    {
        var effects = EffectsOf(e.Type);
        if (effects.Length > 0 && !e.Sanctions.Any(act => effects.Contains(act.Effect)))
            yield return new(Reason.EventNeedsSanction, "/sanctions", $"An event of type {Code.Of(e.Type)} refers to a sanction with the effect {string.Join(" or ", effects.Select(Code.Of))}: add it.");
    }

    private static IEnumerable<Violation> Recipient(Event e)
    {
        if (e.Type == EventType.Transfer && !e.Participants.Any(one => one.Role == ParticipantRole.Recipient))
            yield return new(Reason.EventNeedsRecipient, "/participants", "A transfer has a recipient: add a participant with that role.");
    }

    private static IEnumerable<Violation> Parties(Event e)
    {
        if (e.Type.Group() == EventGroup.Other)
            yield break;
        if (IsMutual(e.Type) && DistinctParties(e) < 2)
            yield return new(Reason.EventTooFewParties, "/participants", $"An event of type {Code.Of(e.Type)} has at least two parties: add participants with the role party.");
        if (!IsMutual(e.Type) && !e.Participants.Any(one => one.Role == ParticipantRole.Actor))
            yield return new(Reason.EventTooFewParties, "/participants", $"An event of type {Code.Of(e.Type)} has at least one actor: add a participant with that role.");
    }

    private static IEnumerable<Violation> People(Event e)
    {
        if (IsAboutPeople(e.Type) && e.Headcounts.Count == 0 && e.People.Count == 0)
            yield return new(Reason.EventNeedsPeople, "/headcounts", $"An event of type {Code.Of(e.Type)} counts or names people: add a headcount, or an entry in people.");
    }

    private static IEnumerable<Violation> Evidence(Event e)
    {
        if (!e.Evidence.Any(one => one.Stance == Stance.Supports))
            yield return new(Reason.EventNeedsEvidence, "/evidence", "An event has at least one report that supports it: add one to the evidence.");
    }

    private static SanctionEffect[] EffectsOf(EventType type) => type switch
    {
        EventType.SanctionImposed => [SanctionEffect.Imposes, SanctionEffect.Reinstates],
        EventType.SanctionTightened => [SanctionEffect.Tightens, SanctionEffect.Extends],
        EventType.SanctionEased => [SanctionEffect.Eases],
        EventType.SanctionSuspended => [SanctionEffect.Suspends],
        EventType.SanctionLifted => [SanctionEffect.Lifts],
        _ => [],
    };

    private static bool IsMutual(EventType type) =>
        type is EventType.Talks or EventType.Agreement or EventType.RelationsRestored;

    private static bool IsAboutPeople(EventType type) =>
        type is EventType.Release or EventType.Transfer or EventType.Arrest or EventType.Sentence or EventType.Deportation;

    private static int DistinctParties(Event e) =>
        e.Participants.Where(one => one.Role == ParticipantRole.Party)
            .Select(one => (one.Country, one.Organization, one.Person)).Distinct().Count();
}
