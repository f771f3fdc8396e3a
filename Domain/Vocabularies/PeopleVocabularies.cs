using Events.Domain.Events;
using Events.Domain.People;

namespace Events.Domain.Vocabularies;

/// <summary>What is said of people who are named.</summary>
public static class PeopleVocabularies
{
    public static readonly Vocabulary Outcomes = Vocabulary.Closed("person-outcomes", "Person outcomes",
        "What became of a person whom an event names.",
        VocabularyTerm.Of(PersonOutcome.Arrested, "Arrested", "Was taken into custody."),
        VocabularyTerm.Of(PersonOutcome.Charged, "Charged", "Was formally accused of a crime."),
        VocabularyTerm.Of(PersonOutcome.Sentenced, "Sentenced", "Was found guilty and given a penalty."),
        VocabularyTerm.Of(PersonOutcome.Acquitted, "Acquitted", "Was cleared of the charge."),
        VocabularyTerm.Of(PersonOutcome.Pardoned, "Pardoned", "Had the penalty remitted, and is not known to have left custody."),
        VocabularyTerm.Of(PersonOutcome.Released, "Released", "Left custody; how and to where is told by the exit mode and the destination."),
        VocabularyTerm.Of(PersonOutcome.Transferred, "Transferred", "Was handed over to another side."),
        VocabularyTerm.Of(PersonOutcome.Deported, "Deported", "Was removed from the country against her or his will."),
        VocabularyTerm.Of(PersonOutcome.RefusedRemoval, "Refused removal", "Was to be taken out of the country and declined to leave."),
        VocabularyTerm.Of(PersonOutcome.ReDetained, "Re-detained", "Was taken back into custody after a release."),
        VocabularyTerm.Of(PersonOutcome.Died, "Died", "Lost her or his life."));

    public static readonly Vocabulary ExitModes = Vocabulary.Closed("exit-modes", "Exit modes",
        "How a released person left custody, which tells a release apart from an expulsion.",
        VocabularyTerm.Of(ExitMode.FreedInCountry, "Freed in the country", "Walked free where she or he was held, and could stay."),
        VocabularyTerm.Of(ExitMode.HandedOver, "Handed over", "Was given into the care of another state or of an organization."),
        VocabularyTerm.Of(ExitMode.ForcedExile, "Forced exile", "Was taken out of the country without a choice."),
        VocabularyTerm.Of(ExitMode.LeftVoluntarily, "Left voluntarily", "Chose to leave the country on or after the release."),
        VocabularyTerm.Of(ExitMode.NotRemoved, "Not removed", "Was to be taken out of the country and stayed in it."),
        VocabularyTerm.Of(ExitMode.Unknown, "Unknown", "The sources do not say."));

    public static readonly Vocabulary NameKinds = Vocabulary.Closed("name-kinds", "Name kinds",
        "What another name of a person or an organization is.",
        VocabularyTerm.Of(NameKind.Alias, "Alias", "Another name in use, such as a short form or a pen name."),
        VocabularyTerm.Of(NameKind.Transliteration, "Transliteration", "The name carried over from another script or language in another way."),
        VocabularyTerm.Of(NameKind.Former, "Former", "A name that is no longer borne."),
        VocabularyTerm.Of(NameKind.Native, "Native", "The name in its bearer's own language and script."));

    public static readonly Vocabulary Tags = Vocabulary.Extendable("tags", "Tags",
        "For what a person is known. Only what is public and undisputed belongs here.",
        new("nobel-peace-laureate", "Nobel Peace Prize laureate", "Was awarded the Nobel Peace Prize, alone or with others."),
        new("opposition-figure", "Opposition figure", "Is known for opposing the government of her or his country."),
        new("human-rights-defender", "Human rights defender", "Works for the rights of others by peaceful means."),
        new("journalist", "Journalist", "Reports or edits news."),
        new("lawyer", "Lawyer", "Practises law."),
        new("activist", "Activist", "Campaigns in public for a cause."),
        new("politician", "Politician", "Holds or has sought a political office."),
        new("head-of-state", "Head of state", "Is or was a president, a monarch or whoever stands at the head of a state."),
        new("head-of-government", "Head of government", "Is or was a prime minister or whoever leads a government."),
        new("government-official", "Government official", "Holds or has held an office in a government or an administration."),
        new("diplomat", "Diplomat", "Represents or has represented a state abroad or in negotiations."),
        new("military-officer", "Military officer", "Serves or has served as an officer of armed forces."),
        new("business-figure", "Business figure", "Owns or leads an enterprise."),
        new("cleric", "Cleric", "Holds an office in a religious community."),
        new("scholar", "Scholar", "Teaches or does research."),
        new("artist", "Artist", "Writes, performs or makes art."));
}
