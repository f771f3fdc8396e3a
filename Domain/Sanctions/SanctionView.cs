using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Sanctions;

/// <summary>A sanction as answers show it, with its life so far.</summary>
public sealed record SanctionView : RecordView
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<SanctionKind> Kinds { get; init; }
    public required IReadOnlyList<PartyView> Senders { get; init; }
    public required IReadOnlyList<PartyView> Targets { get; init; }
    public required IReadOnlyList<string> Commodities { get; init; }
    public string? Programme { get; init; }
    public string? LegalBasis { get; init; }
    public string? Authority { get; init; }
    public required IReadOnlyList<string> Objectives { get; init; }
    public string? Url { get; init; }

    /// <summary>What events did to it, oldest first; announced ones stand here but do not count.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>The spans in which it was in force, eased or not.</summary>
    public required IReadOnlyList<InForce> InForce { get; init; }

    /// <summary>How it stands at the end of the day <c>on</c>.</summary>
    public SanctionState? State { get; init; }

    /// <summary>The day from which it has stood so; null when unknown.</summary>
    public DateOnly? StateSince { get; init; }
}

/// <summary>What one event did to a sanction.</summary>
/// <param name="On">When: the effect applies from the latest day that this can mean.</param>
public sealed record TimelineEntry(EventRef Event, SanctionEffect Effect, DateView On, Occurrence Occurrence, string? Instrument);
