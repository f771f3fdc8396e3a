using System.Runtime.ExceptionServices;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>What is to be written in one commit, and by whom.</summary>
internal sealed class CommitRequest(string actor, Func<Session, World, IReadOnlyList<Change>> decide)
{
    public CommitRequest(string actor, Decide decide)
        : this(actor, (_, world) => decide(world))
    {
    }

    public string Actor => actor;

    /// <summary>Decides on the writer's thread what is written; what stands beside the ledger it may look up.</summary>
    public Func<Session, World, IReadOnlyList<Change>> Decide => decide;

    public string? Reason { get; init; }

    /// <summary>The import that the commit belongs to.</summary>
    public string? Batch { get; init; }

    /// <summary>The same key of the same actor commits once.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Of what came with the key: another request under it is refused.</summary>
    public byte[]? RequestHash { get; init; }

    /// <summary>The request is a list of records, so that what is wrong with one is told by its place in it, even when there is only one.</summary>
    public bool ListsRecords { get; init; }

    /// <summary>A commit of the instance that is followed, to be written as it stands there; nothing is decided then.</summary>
    public CopiedCommit? Copied { get; init; }

    /// <summary>Writes beside the ledger, in the same transaction, what became of the request; also when it was refused.</summary>
    public Action<Session, World, Outcome>? Note { get; init; }
}

/// <summary>What became of a request: exactly one of the two.</summary>
internal readonly record struct Outcome(Committed? Committed, Exception? Failure)
{
    public Committed OrThrow()
    {
        if (Failure is not null)
            ExceptionDispatchInfo.Throw(Failure);
        return Committed!;
    }
}

/// <summary>A commit that is durable.</summary>
/// <param name="Seq">Its number; when nothing changed, that of the last commit before.</param>
/// <param name="Versions">What it wrote, in order; empty when nothing changed.</param>
/// <param name="Replayed">It had been written before under the same idempotency key.</param>
internal sealed record Committed(long Seq, DateTimeOffset At, IReadOnlyList<WrittenVersion> Versions, bool Replayed);

internal sealed record WrittenVersion(RecordKind Kind, RecordId Id, long Version, Op Op);
