using Events.Domain.Events;

namespace Events.Domain.Vocabularies;

/// <summary>As what a country, an organization or a person stands in an event.</summary>
public static class ParticipantVocabularies
{
    private static readonly VocabularyTerm[] roles =
    [
        VocabularyTerm.Of(ParticipantRole.Actor, "Actor", "Does the act."),
        VocabularyTerm.Of(ParticipantRole.Target, "Target", "Is the one against whom or toward whom the act is done."),
        VocabularyTerm.Of(ParticipantRole.Recipient, "Recipient", "Receives the people or the goods that are handed over."),
        VocabularyTerm.Of(ParticipantRole.Mediator, "Mediator", "Helps the sides to come to terms without being one of them."),
        VocabularyTerm.Of(ParticipantRole.Beneficiary, "Beneficiary", "Gains from the act without being its target or recipient."),
        VocabularyTerm.Of(ParticipantRole.Party, "Party", "Takes part on an equal footing, as in talks or an agreement."),
        VocabularyTerm.Of(ParticipantRole.Authority, "Authority", "Is the court, ministry or office through which the act is done."),
        VocabularyTerm.Of(ParticipantRole.Host, "Host", "Gives the place in which others meet."),
    ];

    public static readonly Vocabulary Roles = Vocabulary.Closed("participant-roles", "Participant roles",
        "As what a country, an organization or a person takes part in an event.",
        roles);

    public static readonly Vocabulary CountryRoles = Vocabulary.Closed("country-roles", "Country roles",
        "As what a country can be found in an event. An organization counts with its country, and who acts on behalf of a country counts as that country. A search for any role covers all of them but citizenship.",
        [
            .. roles,
            new("place", "Place", "The event happened there."),
            new("destination", "Destination", "People named by the event went there, or were taken there."),
            new("counted", "Counted", "A headcount of the event tells how many people belong to it or went to it."),
            new("sanction-sender", "Sanction sender", "Imposes a sanction on which the event acts."),
            new("sanction-target", "Sanction target", "Is hit by a sanction on which the event acts."),
            new("citizenship", "Citizenship", "A person named by the event is its citizen."),
        ]);
}
