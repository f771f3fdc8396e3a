using Events.Domain.Events;
using Events.Domain.Values;

namespace Events.Domain.Vocabularies;

/// <summary>What events are, how they join, and how far they are checked.</summary>
public static class EventVocabularies
{
    /// <summary>
    /// CAMEO codes are those of its codebook 1.1b3; PLOVER categories follow that ontology's own CAMEO conversion table of 2021.
    /// </summary>
    public static readonly Vocabulary Types = Vocabulary.Closed("event-types", "Event types",
        "The kinds of act an event can be; what happened besides is an event of its own. PLOVER and CAMEO codes are given where they have one. A short CAMEO code stands for every code that begins with it.",

        Type(EventType.Arrest, "Arrest", "An authority takes a person into custody, or back into it.", plover: "COERCE", cameo: "173"),
        Type(EventType.Charge, "Charge", "A prosecutor formally accuses a person of a crime.", plover: "COERCE", cameo: "173"),
        Type(EventType.Sentence, "Sentence", "A court finds a person guilty and sets the penalty.", plover: "ACCUSE", cameo: "116"),
        Type(EventType.Acquittal, "Acquittal", "A court clears a person of a charge."),
        Type(EventType.Pardon, "Pardon", "An authority remits a penalty by clemency or amnesty, whether or not the person has left custody.", plover: "CONCEDE", cameo: "081"),
        Type(EventType.Release, "Release", "An authority lets people out of custody, on whatever ground and wherever they then go.", plover: "RETREAT", cameo: "0841"),
        Type(EventType.Transfer, "Transfer", "One side hands people over and another side receives them.", plover: "RETREAT", cameo: "0841"),
        Type(EventType.Deportation, "Deportation", "An authority removes people from a country against their will.", plover: "COERCE", cameo: "174"),
        Type(EventType.DeathInCustody, "Death in custody", "A person dies while held by an authority, from whatever cause."),

        Type(EventType.SanctionThreatened, "Sanction threatened", "A sender announces that it will impose a sanction if something happens or does not happen.", plover: "THREATEN", cameo: "1312"),
        Type(EventType.SanctionImposed, "Sanction imposed", "A sender puts a sanction in force, or puts a lifted or suspended one back in force.", plover: "COERCE", cameo: "163"),
        Type(EventType.SanctionTightened, "Sanction tightened", "A sender widens a sanction in force or prolongs it.", plover: "COERCE", cameo: "163"),
        Type(EventType.SanctionEased, "Sanction eased", "A sender narrows a sanction, or licenses what it forbids, while the sanction itself stands.", plover: "RETREAT", cameo: "085"),
        Type(EventType.SanctionSuspended, "Sanction suspended", "A sender sets a sanction aside for a time, and can bring it back without imposing it anew.", plover: "RETREAT", cameo: "085"),
        Type(EventType.SanctionLifted, "Sanction lifted", "A sender ends a sanction.", plover: "RETREAT", cameo: "085"),

        Type(EventType.Talks, "Talks", "Parties meet, visit, call each other, negotiate or mediate.", plover: "CONSULT", cameo: "04"),
        Type(EventType.Agreement, "Agreement", "Parties bind themselves to something, in writing or by word.", plover: "SUPPORT", cameo: "057"),
        Type(EventType.Pledge, "Pledge", "One side declares that it will do something for another.", plover: "AGREE", cameo: "03"),
        Type(EventType.Demand, "Demand", "One side calls on another to do or to stop something.", plover: "DEMAND", cameo: "10"),
        Type(EventType.Refusal, "Refusal", "One side rejects a proposal, a demand or a meeting.", plover: "REJECT", cameo: "12"),
        Type(EventType.RelationsRestored, "Relations restored", "Parties resume or upgrade diplomatic relations.", plover: "SUPPORT", cameo: "050"),
        Type(EventType.RelationsCut, "Relations cut", "One side breaks off or downgrades diplomatic relations.", plover: "SANCTION", cameo: "161"),

        Type(EventType.Violence, "Violence", "Force against people or property: an attack, fighting, a bombing.", plover: "ASSAULT", cameo: "18 19 20"),
        Type(EventType.Protest, "Protest", "People dissent in public: a demonstration, a strike, a blockade, a riot.", plover: "PROTEST", cameo: "14"),
        Type(EventType.Election, "Election", "A vote for an office or on a question."),
        Type(EventType.Disaster, "Disaster", "A natural event or an accident that does harm."),
        Type(EventType.Statement, "Statement", "Somebody says something in public that is no act of another type.", cameo: "01"),
        Type(EventType.Other, "Other", "None of the other types fits; mostly in imported data."));

    public static readonly Vocabulary Groups = Vocabulary.Closed("event-groups", "Event groups",
        "Event types that belong together. Each type is in one group.",
        VocabularyTerm.Of(EventGroup.Custody, "Custody", "What is done to people who are held, or who come into or out of custody."),
        VocabularyTerm.Of(EventGroup.Sanctions, "Sanctions", "What a sender does to a sanction, from the threat to its end."),
        VocabularyTerm.Of(EventGroup.Diplomacy, "Diplomacy", "What sides say to each other and settle with each other."),
        VocabularyTerm.Of(EventGroup.Other, "Other", "Everything else; these events need no actor."));

    public static readonly Vocabulary Occurrences = Vocabulary.Closed("occurrences", "Occurrences",
        "Whether the act took place. Only what occurred or is ongoing is counted.",
        VocabularyTerm.Of(Occurrence.Announced, "Announced", "Somebody said that it would be done; it is not known to have been done."),
        VocabularyTerm.Of(Occurrence.Ongoing, "Ongoing", "It has begun and has not ended."),
        VocabularyTerm.Of(Occurrence.Occurred, "Occurred", "It was done."),
        VocabularyTerm.Of(Occurrence.Cancelled, "Cancelled", "It was announced or begun, and then called off."),
        VocabularyTerm.Of(Occurrence.Denied, "Denied", "It was reported, and those who would know say that it did not happen."));

    public static readonly Vocabulary LinkTypes = Vocabulary.Closed("link-types", "Link types",
        "How one event is joined to another. The label is how the link reads from the event that holds it, the inverse how it reads from the other.",
        Link(LinkType.PartOf, "The event is one piece of a larger one. These links never lead round in a circle."),
        Link(LinkType.Implements, "The act does what an agreement or an announcement had laid down."),
        Link(LinkType.FollowsFrom, "The event came about because of the other. These links never lead round in a circle."),
        Link(LinkType.InExchangeFor, "Each of the two acts was given for the other. The link is held once and shown from both ends."),
        Link(LinkType.RespondsTo, "The act answers the other without having been agreed with those who did it."),
        Link(LinkType.Reverses, "The act undoes the other, wholly or for some of those concerned, as an arrest undoes a release."),
        Link(LinkType.DuplicateOf, "Both records describe the same act; this one is no longer counted."));

    public static readonly Vocabulary Verifications = Vocabulary.Closed("verifications", "Verification",
        "How sure the editors are that the event happened as it is recorded.",
        VocabularyTerm.Of(Verification.Unverified, "Unverified", "Somebody says so, and no editor has checked it."),
        VocabularyTerm.Of(Verification.Reported, "Reported", "A source that the editors accept reports it."),
        VocabularyTerm.Of(Verification.Corroborated, "Corroborated", "At least two independent sources report it."),
        VocabularyTerm.Of(Verification.Official, "Official", "The authority that acted has published or confirmed the act."),
        VocabularyTerm.Of(Verification.Disputed, "Disputed", "Sources contradict each other on whether it happened, or on what happened."),
        VocabularyTerm.Of(Verification.Retracted, "Retracted", "The source or the editors have withdrawn it; it is kept but counted nowhere."));

    public static readonly Vocabulary Workflows = Vocabulary.Closed("workflows", "Workflow",
        "Where an event stands on its way to the public.",
        VocabularyTerm.Of(Workflow.Draft, "Draft", "Still being written; it may be incomplete, and only editors see it."),
        VocabularyTerm.Of(Workflow.InReview, "In review", "Complete in the author's eyes and waiting for another editor, who sees it as the author does."),
        VocabularyTerm.Of(Workflow.Published, "Published", "Shown to everybody and counted."),
        VocabularyTerm.Of(Workflow.Archived, "Archived", "Taken out of lists and counts, and kept."));

    private static VocabularyTerm Type(EventType type, string label, string definition, string? plover = null, string? cameo = null) =>
        VocabularyTerm.Of(type, label, definition)
            .Mapped("group", Code.Of(type.Group()))
            .Mapped("plover", plover)
            .Mapped("cameo", cameo)
            .Mapped("ftm", "Event");

    private static VocabularyTerm Link(LinkType type, string definition) =>
        VocabularyTerm.Of(type, type.Reads(), definition) with { Inverse = type.Inverse() };
}
