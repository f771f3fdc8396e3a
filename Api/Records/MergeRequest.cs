using Events.Domain.Values;

namespace Events.Api.Records;

/// <summary>Which record takes the place of this one.</summary>
public sealed record MergeRequest
{
    /// <summary>The id of the one that stays, of the same kind.</summary>
    public required RecordId Into { get; init; }

    /// <summary>Why; at most 1,000 characters.</summary>
    public string? Reason { get; init; }
}
