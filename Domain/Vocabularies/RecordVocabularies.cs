using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Vocabularies;

/// <summary>What all records have in common.</summary>
public static class RecordVocabularies
{
    public static readonly Vocabulary Kinds = Vocabulary.Closed("record-kinds", "Record kinds",
        "The kinds of record that are kept.",
        VocabularyTerm.Of(RecordKind.Country, "Country", "A place that sources label as a country."),
        VocabularyTerm.Of(RecordKind.Person, "Person", "A person whom events or sanctions name.").Mapped("ftm", "Person"),
        VocabularyTerm.Of(RecordKind.Organization, "Organization", "A ministry, a company, a publisher, the United Nations.").Mapped("ftm", "Organization"),
        VocabularyTerm.Of(RecordKind.Report, "Report", "A published item that says something: an article, a decree, a licence, a brief.").Mapped("ftm", "Article"),
        VocabularyTerm.Of(RecordKind.Sanction, "Sanction", "A standing measure, on which events act.").Mapped("ftm", "Sanction"),
        VocabularyTerm.Of(RecordKind.Event, "Event", "One kind of act, by one side, at one time.").Mapped("ftm", "Event"));

    public static readonly Vocabulary Visibilities = Vocabulary.Closed("visibilities", "Visibility",
        "Who may be told.",
        VocabularyTerm.Of(Visibility.Public, "Public", "Everybody may know it."),
        VocabularyTerm.Of(Visibility.Restricted, "Restricted", "Everybody may know that something stands there; only those with the right may know what."));

    public static readonly Vocabulary DatePrecisions = Vocabulary.Closed("date-precisions", "Date precisions",
        "How exactly a date is known. What lasts has a start and an end; it is never a range.",
        VocabularyTerm.Of(DatePrecision.Year, "Year", "Some day of a year: 2025."),
        VocabularyTerm.Of(DatePrecision.Month, "Month", "Some day of a month: 2025-12."),
        VocabularyTerm.Of(DatePrecision.Day, "Day", "One day: 2025-12-13."),
        VocabularyTerm.Of(DatePrecision.Range, "Range", "One moment between two days, or before or after one: [2025-09-11..2025-09-15], [..2025-12-13]."));

    public static readonly Vocabulary Flags = Vocabulary.Closed("flags", "Flags",
        "What looks odd in the data. A flag never blocks a write; it asks an editor to look. The codes that begin with event- are rules for published events and flags for all others.",
        new("headcount-best-exceeds-parent", "Part above whole", "The best value of a part is greater than the best value of its whole."),
        new("headcount-parts-exceed-whole", "Parts above whole", "The parts by destination add up to more than their whole."),
        new("headcount-claim-outside-range", "Claim outside range", "A report states a number below the low or above the high value of the headcount it is about."),
        new("more-named-than-counted", "More named than counted", "The event names more people than it counts."),
        new("verification-not-independent", "Not independent", "The event is marked as corroborated, but its reports come from fewer than two independent sources."),
        new("link-order", "Consequence before cause", "The event is dated before the one that it follows from, implements, responds to or reverses."),
        new("claim-disputed", "Claim disputed", "A report disputes what another one supports."),
        new("sanction-state-jump", "Missing step", "A sanction is lifted that no known event imposed, or that is lifted already."),
        new("future-but-occurred", "Occurred in the future", "The event lies in the future and is marked as having occurred."),
        new("person-active-after-death", "Active after death", "A person takes part in the event after her or his day of death."),
        new("superlative-outdated", "Superlative outdated", "A report called the event the largest so far, and a later one of its type by the same actor is larger."),
        new("event-needs-sanction", "Sanction missing", "An event that acts on a sanction does not say on which, or with another effect."),
        new("event-needs-recipient", "Recipient missing", "A transfer does not say who received the people."),
        new("event-too-few-parties", "Parties missing", "The event has fewer actors or parties than its type needs."),
        new("event-needs-people", "People missing", "The event has neither a headcount nor a named person, and its type needs one."),
        new("event-needs-evidence", "Evidence missing", "No report supports the event."));
}
