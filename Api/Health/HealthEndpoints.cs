using Events.Api.Following;
using Events.Api.Http;
using Events.Api.Snapshots;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Health;

/// <summary>How the server is.</summary>
/// <param name="Status">`live`, `ready`, or `stale`: a copy that follows no more and shows what was.</param>
/// <param name="Seq">The last commit.</param>
/// <param name="Follows">Of a copy: which instance it follows, and how far it has come.</param>
/// <param name="Snapshots">The copies that the server takes by itself, when it does.</param>
public sealed record HealthResponse(string Status, long? Seq, FollowView? Follows, SnapshotHealth? Snapshots);

/// <summary>Routes for whoever watches over the process.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", ["GET", "HEAD"], () => Answer<HealthResponse>.Of(new HealthResponse("live", null, null, null))).WithTags("Health")
            .Named("getLiveness", "The process runs").TakesQuery();
        app.MapMethods("/health/ready", ["GET", "HEAD"], Ready).WithTags("Health").Named("getReadiness", "The database is in its place and takes writes; a copy has once had all that the other instance has, and says how far it has come").TakesQuery();
    }

    /// <summary>It asks no reader, so that it does not wait behind callers' queries.</summary>
    private static Answer<HealthResponse> Ready(Ledger ledger, FollowState following, IServiceProvider services)
    {
        if (!ledger.IsHealthy)
            throw new Refusal(Reason.StorageUnavailable, "The database cannot be written now.") { RetryAfter = TimeSpan.FromSeconds(5) };
        var seq = ledger.Last.Seq;
        if (following.IsFilling(seq))
            throw new Refusal(Reason.CopyIncomplete, $"It has {seq:N0} of {(following.Look(seq)?.SourceSeq is { } last ? $"{last:N0}" : "all")} commits.") { RetryAfter = TimeSpan.FromSeconds(5) };
        return Answer<HealthResponse>.Of(new HealthResponse(following.IsStopped ? "stale" : "ready", seq, following.Look(seq), services.GetService<SnapshotTimer>()?.Health));
    }
}
