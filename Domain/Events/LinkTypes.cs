namespace Events.Domain.Events;

/// <summary>How links read from either end.</summary>
public static class LinkTypes
{
    /// <summary>Symmetric links are held once and shown from both ends alike.</summary>
    public static bool IsSymmetric(this LinkType type) => type is LinkType.InExchangeFor;

    /// <summary>Links that must not lead back to where they start.</summary>
    public static bool IsAcyclic(this LinkType type) => type is LinkType.PartOf or LinkType.FollowsFrom or LinkType.DuplicateOf;

    public static string Reads(this LinkType type) => type switch
    {
        LinkType.PartOf => "is part of",
        LinkType.Implements => "carries out",
        LinkType.FollowsFrom => "followed from",
        LinkType.InExchangeFor => "in exchange for",
        LinkType.RespondsTo => "responds to",
        LinkType.Reverses => "reverses",
        _ => "duplicates",
    };

    public static string Inverse(this LinkType type) => type switch
    {
        LinkType.PartOf => "includes",
        LinkType.Implements => "was carried out by",
        LinkType.FollowsFrom => "led to",
        LinkType.InExchangeFor => "in exchange for",
        LinkType.RespondsTo => "prompted",
        LinkType.Reverses => "was reversed by",
        _ => "has duplicate",
    };

    /// <summary>Reverses joins only acts that can undo each other.</summary>
    public static bool CanReverse(EventType one, EventType other) => Undo(one, other) || Undo(other, one);

    private static bool Undo(EventType act, EventType undone) => (act, undone) switch
    {
        (EventType.Release or EventType.Pardon or EventType.Acquittal or EventType.Transfer or EventType.Deportation,
            EventType.Arrest or EventType.Charge or EventType.Sentence) => true,
        (EventType.SanctionEased or EventType.SanctionSuspended or EventType.SanctionLifted,
            EventType.SanctionImposed or EventType.SanctionTightened or EventType.SanctionThreatened) => true,
        (EventType.SanctionImposed or EventType.SanctionTightened,
            EventType.SanctionEased or EventType.SanctionSuspended or EventType.SanctionLifted) => true,
        (EventType.RelationsRestored, EventType.RelationsCut) => true,
        (EventType.Agreement or EventType.Pledge, EventType.Refusal) => true,
        _ => false,
    };
}
