using Events.Domain.Events;

namespace Events.Domain.Vocabularies;

/// <summary>How reports bear on events.</summary>
public static class EvidenceVocabularies
{
    public static readonly Vocabulary Aspects = Vocabulary.Closed("evidence-aspects", "Evidence aspects",
        "Which part of an event a piece of evidence speaks of.",
        VocabularyTerm.Of(EvidenceAspect.Event, "Event", "That the event happened."),
        VocabularyTerm.Of(EvidenceAspect.Date, "Date", "When it happened; the value is a date."),
        VocabularyTerm.Of(EvidenceAspect.Place, "Place", "Where it happened."),
        VocabularyTerm.Of(EvidenceAspect.Headcount, "Headcount", "How many people; the value is a count, and it is about the headcount's key."),
        VocabularyTerm.Of(EvidenceAspect.Person, "Person", "What became of a person; it is about that person's id."),
        VocabularyTerm.Of(EvidenceAspect.Participant, "Participant", "Who took part, and as what."),
        VocabularyTerm.Of(EvidenceAspect.Link, "Link", "How the event is joined to another; it is about the link's type and the other event."),
        VocabularyTerm.Of(EvidenceAspect.Sanction, "Sanction", "What the event does to a sanction."),
        VocabularyTerm.Of(EvidenceAspect.Superlative, "Superlative", "That the event is the first, the largest or the like, as of a day."));

    public static readonly Vocabulary Stances = Vocabulary.Closed("stances", "Stances",
        "How a report stands to what the event states.",
        VocabularyTerm.Of(Stance.Supports, "Supports", "Says the same."),
        VocabularyTerm.Of(Stance.Disputes, "Disputes", "Says that it is not so."),
        VocabularyTerm.Of(Stance.Qualifies, "Qualifies", "Agrees in the main and limits it or differs in a detail."));

    public static readonly Vocabulary Bases = Vocabulary.Closed("bases", "Bases",
        "Whether a source says so, or an editor concluded it.",
        VocabularyTerm.Of(Basis.Stated, "Stated", "A source says so in words."),
        VocabularyTerm.Of(Basis.Inferred, "Inferred", "An editor concluded it from what sources say."));

    public static readonly Vocabulary Credibilities = Vocabulary.Closed("credibilities", "Credibility",
        "How far a piece of information can be believed, on the second half of the Admiralty scale. It judges the information, not the one who gives it.",
        new("1", "Confirmed", "Other, independent sources say the same, and it fits what is known."),
        new("2", "Probably true", "Not confirmed; it makes sense and fits what is known of the matter."),
        new("3", "Possibly true", "Not confirmed; it makes sense and fits what is known in part."),
        new("4", "Doubtful", "Not confirmed; possible, but it does not follow from anything known."),
        new("5", "Improbable", "Not confirmed; it makes little sense or contradicts what is known."),
        new("6", "Cannot be judged", "There is nothing to measure it by."));
}
