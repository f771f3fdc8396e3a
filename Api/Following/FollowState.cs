using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Api.Following;

/// <summary>How a copy stands to the instance that it follows.</summary>
[JsonConverter(typeof(KebabEnumConverter<FollowStatus>))]
public enum FollowStatus
{
    /// <summary>The other instance has not answered lately; it is asked again.</summary>
    Waiting,

    /// <summary>It takes in what it lacks.</summary>
    CatchingUp,

    /// <summary>It has all that the other instance had when it answered last.</summary>
    InStep,

    /// <summary>It follows no more, since the histories differ: what it shows is outdated.</summary>
    Stopped,
}

/// <summary>Which instance a copy follows, and how far it has come.</summary>
/// <param name="Source">Its address: where to write.</param>
/// <param name="SourceSeq">The last commit there, as it was told last; null when it has not answered yet.</param>
/// <param name="Behind">How many commits are missing here.</param>
/// <param name="HeardAt">When it answered last, UTC.</param>
/// <param name="Problem">Why it waits or has stopped.</param>
public sealed record FollowView(string Source, FollowStatus Status, long? SourceSeq, long? Behind, DateTime? HeardAt, string? Problem);

/// <summary>Remembers how following goes, for whoever watches over the process.</summary>
internal sealed class FollowState(ServerSettings settings)
{
    private volatile Known _known = new(FollowStatus.Waiting, null, null, null);
    private volatile bool _hasBeenInStep;

    public bool IsStopped => _known.Status is FollowStatus.Stopped;

    /// <summary>The other instance has answered since this one was started.</summary>
    public bool HasHeard => _known.SourceSeq is not null;

    /// <summary>A copy that has nothing yet, or takes in for the first time since it was started what it lacks: it shows only a part. One that has something is taken for whole while the other instance is away.</summary>
    /// <param name="seq">The last commit here.</param>
    public bool IsFilling(long seq)
    {
        var known = _known;
        return settings.Follows is not null && !_hasBeenInStep && !IsStopped && (seq == 0 || (known.SourceSeq is { } source ? seq < source : known.Problem is null));
    }

    /// <summary>Null when this instance follows none.</summary>
    public FollowView? Look(long seq)
    {
        if (settings.Follows is not { } follows)
            return null;
        var known = _known;
        return new FollowView(follows.Name, known.Status, known.SourceSeq, known.SourceSeq is { } source ? Math.Max(0, source - seq) : null, known.HeardAt?.UtcDateTime, known.Problem);
    }

    /// <param name="seq">The last commit here.</param>
    public void Heard(long sourceSeq, long seq, DateTimeOffset at)
    {
        _known = new Known(seq >= sourceSeq ? FollowStatus.InStep : FollowStatus.CatchingUp, sourceSeq, at, null);
        _hasBeenInStep |= seq >= sourceSeq;
    }

    public void Failed(string problem) => _known = _known with { Status = FollowStatus.Waiting, Problem = problem };

    public void Stopped(string problem) => _known = _known with { Status = FollowStatus.Stopped, Problem = problem };

    private sealed record Known(FollowStatus Status, long? SourceSeq, DateTimeOffset? HeardAt, string? Problem);
}
