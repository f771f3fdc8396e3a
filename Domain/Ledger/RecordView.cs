using System.Text.Json.Serialization;
using Events.Domain.Duplicates;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>What every answer that shows a record has.</summary>
public abstract record RecordView
{
    [JsonPropertyOrder(-7)]
    public required RecordKind Kind { get; init; }

    /// <summary>UUIDv7; of a country its code.</summary>
    [JsonPropertyOrder(-6)]
    public required RecordId Id { get; init; }

    /// <summary>1 for the first version, then 2, 3, …; the first part of the ETag.</summary>
    [JsonPropertyOrder(-5)]
    public required long Version { get; init; }

    /// <summary>The number of the commit that wrote this version.</summary>
    [JsonPropertyOrder(-4)]
    public required long Seq { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    [JsonPropertyOrder(-3)]
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    [JsonPropertyOrder(-2)]
    public required DateTime UpdatedAt { get; init; }

    [JsonPropertyOrder(100)]
    public required IReadOnlyList<ExternalId> ExternalIds { get; init; }

    /// <summary>Older records that may be the same, the likeliest first; only in the answer to a POST, and only when there are any.</summary>
    [JsonPropertyOrder(101)]
    public IReadOnlyList<Twin>? PossibleDuplicates { get; init; }
}
