using Events.Domain.Sanctions;

namespace Events.Domain.Vocabularies;

/// <summary>What sanctions restrict, what is done to them, and how they stand.</summary>
public static class SanctionVocabularies
{
    public static readonly Vocabulary Kinds = Vocabulary.Closed("sanction-kinds", "Sanction kinds",
        "What a sanction restricts, seen from its sender. Each kind belongs to one group of the Global Sanctions Data Base (GSDB).",
        Kind(SanctionKind.TradeImport, "Import restriction", "Forbids or limits buying goods from the target.", gsdb: "trade"),
        Kind(SanctionKind.TradeExport, "Export restriction", "Forbids or limits selling goods to the target.", gsdb: "trade"),
        Kind(SanctionKind.TradeEmbargo, "Trade embargo", "Forbids trade with the target in both directions, wholly or nearly so.", gsdb: "trade"),
        Kind(SanctionKind.Arms, "Arms embargo", "Forbids supplying arms, or buying them.", gsdb: "arms"),
        Kind(SanctionKind.MilitaryAssistance, "Military assistance", "Stops training, advice or other help to armed forces.", gsdb: "military"),
        Kind(SanctionKind.AssetFreeze, "Asset freeze", "Blocks property, and forbids making funds available to those who are listed.", gsdb: "financial"),
        Kind(SanctionKind.Financial, "Financial restriction", "Limits payments, credit, banking or access to capital markets.", gsdb: "financial"),
        Kind(SanctionKind.Investment, "Investment ban", "Forbids or limits investing in the target.", gsdb: "financial"),
        Kind(SanctionKind.Travel, "Travel ban", "Forbids people who are listed to enter or pass through.", gsdb: "travel"),
        Kind(SanctionKind.Transport, "Transport restriction", "Closes ports, air space or roads to carriers, ships or aircraft.", gsdb: "other"),
        Kind(SanctionKind.Services, "Services restriction", "Forbids services such as insurance, accounting or software.", gsdb: "other"),
        Kind(SanctionKind.Aid, "Suspension of aid", "Stops or cuts aid to the target.", gsdb: "other"),
        Kind(SanctionKind.Diplomatic, "Diplomatic measure", "Expels envoys, suspends membership or cuts contacts.", gsdb: "other"),
        Kind(SanctionKind.Other, "Other", "None of the other kinds fits.", gsdb: "other"));

    public static readonly Vocabulary Effects = Vocabulary.Closed("sanction-effects", "Sanction effects",
        "What an event does to a sanction. Only what occurred changes how the sanction stands.",
        VocabularyTerm.Of(SanctionEffect.Threatens, "Threatens", "Holds out the sanction without imposing it."),
        VocabularyTerm.Of(SanctionEffect.Imposes, "Imposes", "Puts it in force."),
        VocabularyTerm.Of(SanctionEffect.Tightens, "Tightens", "Widens what it forbids or whom it hits."),
        VocabularyTerm.Of(SanctionEffect.Extends, "Extends", "Prolongs it beyond the day on which it would have ended."),
        VocabularyTerm.Of(SanctionEffect.Eases, "Eases", "Narrows it or licenses what it forbids; the rest stays in force."),
        VocabularyTerm.Of(SanctionEffect.Suspends, "Suspends", "Sets it aside for a time."),
        VocabularyTerm.Of(SanctionEffect.Lifts, "Lifts", "Ends it."),
        VocabularyTerm.Of(SanctionEffect.Reinstates, "Reinstates", "Puts it back in force after it was suspended or lifted."));

    public static readonly Vocabulary States = Vocabulary.Closed("sanction-states", "Sanction states",
        "How a sanction stands at the end of a day, derived from the events that acted on it until then.",
        VocabularyTerm.Of(SanctionState.Unknown, "Unknown", "No known event has acted on it yet, and none shows how it stood before."),
        VocabularyTerm.Of(SanctionState.Threatened, "Threatened", "It was held out and has not been imposed."),
        VocabularyTerm.Of(SanctionState.InForce, "In force", "It applies in full."),
        VocabularyTerm.Of(SanctionState.Eased, "Eased", "It applies, but less than before."),
        VocabularyTerm.Of(SanctionState.Suspended, "Suspended", "It is set aside for a time."),
        VocabularyTerm.Of(SanctionState.Lifted, "Lifted", "It has ended."));

    private static VocabularyTerm Kind(SanctionKind kind, string label, string definition, string gsdb) =>
        VocabularyTerm.Of(kind, label, definition).Mapped("gsdb", gsdb).Mapped("ftm", "Sanction");
}
