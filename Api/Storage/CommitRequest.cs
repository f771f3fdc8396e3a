using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>What is to be written in one commit, and by whom.</summary>
internal sealed class CommitRequest(string actor, Decide decide)
{
    public string Actor => actor;

    public Decide Decide => decide;

    public string? Reason { get; init; }

    /// <summary>The import that the commit belongs to.</summary>
    public string? Batch { get; init; }

    /// <summary>The same key of the same actor commits once.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Of what came with the key: another request under it is refused.</summary>
    public byte[]? RequestHash { get; init; }

    /// <summary>The request is a list of records, so that what is wrong with one is told by its place in it, even when there is only one.</summary>
    public bool ListsRecords { get; init; }

    /// <summary>Part of something big that can wait until others were served.</summary>
    public bool IsBulk { get; init; }
}

/// <summary>A commit that is durable.</summary>
/// <param name="Seq">Its number; when nothing changed, that of the last commit before.</param>
/// <param name="Versions">What it wrote, in order; empty when nothing changed.</param>
/// <param name="Replayed">It had been written before under the same idempotency key.</param>
internal sealed record Committed(long Seq, DateTimeOffset At, IReadOnlyList<WrittenVersion> Versions, bool Replayed);

internal sealed record WrittenVersion(RecordKind Kind, RecordId Id, long Version, Op Op);
