using Events.Domain.Events;

namespace Events.Domain.Vocabularies;

/// <summary>What numbers of people say.</summary>
public static class HeadcountVocabularies
{
    public static readonly Vocabulary Kinds = Vocabulary.Closed("headcount-kinds", "Headcount kinds",
        "What the counted people went through. Numbers of different kinds are never added up.",
        VocabularyTerm.Of(HeadcountKind.Released, "Released", "People let out of custody."),
        VocabularyTerm.Of(HeadcountKind.Received, "Received", "People taken over by the side to which they were handed."),
        VocabularyTerm.Of(HeadcountKind.Pardoned, "Pardoned", "People whose penalty was remitted."),
        VocabularyTerm.Of(HeadcountKind.Deported, "Deported", "People removed from a country against their will."),
        VocabularyTerm.Of(HeadcountKind.Arrested, "Arrested", "People taken into custody."),
        VocabularyTerm.Of(HeadcountKind.Charged, "Charged", "People formally accused of a crime."),
        VocabularyTerm.Of(HeadcountKind.Sentenced, "Sentenced", "People given a penalty by a court."),
        VocabularyTerm.Of(HeadcountKind.Died, "Died", "People who lost their lives."),
        VocabularyTerm.Of(HeadcountKind.StillHeld, "Still held", "People in custody after the event, as the event's sources count them."));

    public static readonly Vocabulary Dimensions = Vocabulary.Closed("headcount-dimensions", "Headcount dimensions",
        "By what a part was cut from its whole. Parts exclude each other only by destination, so only those are added up.",
        VocabularyTerm.Of(HeadcountDimension.Destination, "Destination", "By the country to which the people went."),
        VocabularyTerm.Of(HeadcountDimension.Citizenship, "Citizenship", "By the country of which they are citizens; one person may have several."),
        VocabularyTerm.Of(HeadcountDimension.Category, "Category", "By a description that a source gives, such as political prisoners."),
        VocabularyTerm.Of(HeadcountDimension.Sex, "Sex", "By sex, as a source states it."));
}
