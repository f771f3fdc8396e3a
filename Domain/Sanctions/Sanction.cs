using System.Text.Json.Serialization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Sanctions;

/// <summary>A standing measure. What events do to it over time is its state, which is derived and never typed in.</summary>
public sealed record Sanction : Record
{
    public override RecordKind Kind => RecordKind.Sanction;

    /// <summary>1 to 300 characters.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<SanctionKind> Kinds { get; init; }

    /// <summary>Who imposes it: at least one; none of them is also a target.</summary>
    public required IReadOnlyList<Party> Senders { get; init; }

    /// <summary>Whom it hits: at least one.</summary>
    public required IReadOnlyList<Party> Targets { get; init; }

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/commodities</c>.</summary>
    public IReadOnlyList<string> Commodities { get; init; } = [];

    public string? Programme { get; init; }

    public string? LegalBasis { get; init; }

    public string? Authority { get; init; }

    public IReadOnlyList<string> Objectives { get; init; } = [];

    /// <summary>Absolute http or https address.</summary>
    public string? Url { get; init; }
}

/// <summary>What a sanction restricts; each kind belongs to a group of the Global Sanctions Data Base (GSDB).</summary>
[JsonConverter(typeof(KebabEnumConverter<SanctionKind>))]
public enum SanctionKind
{
    TradeImport,
    TradeExport,
    TradeEmbargo,
    Arms,
    MilitaryAssistance,
    AssetFreeze,
    Financial,
    Investment,
    Travel,
    Transport,
    Services,
    Aid,
    Diplomatic,
    Other,
}

/// <summary>What an event does to a sanction.</summary>
[JsonConverter(typeof(KebabEnumConverter<SanctionEffect>))]
public enum SanctionEffect
{
    Threatens,
    Imposes,
    Tightens,
    Extends,
    Eases,
    Suspends,
    Lifts,
    Reinstates,
}

/// <summary>How a sanction stands on a day.</summary>
[JsonConverter(typeof(KebabEnumConverter<SanctionState>))]
public enum SanctionState
{
    Unknown,
    Threatened,
    InForce,
    Eased,
    Suspended,
    Lifted,
}
