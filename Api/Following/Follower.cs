using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Following;

/// <summary>
/// Keeps this instance a copy of another one: takes its commits in their order, whole, and derives from them what is derived
/// there. All that it remembers is the database itself, so that it goes on from wherever it was ended.
/// </summary>
internal sealed class Follower(ServerSettings settings, Ledger ledger, Readers readers, FollowState state, TimeProvider clock, ILogger<Follower> log) : BackgroundService
{
    private const int MostCommits = 5000;
    private const int MostInBatch = 500;
    private const long MostBytesInBatch = 4 * 1024 * 1024;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly FollowSettings _follows = settings.Follows!;

    /// <summary>Asks the other instance once, before anything is served: whether it is there, knows the key and has the history of this database.</summary>
    /// <exception cref="SourceException">It makes no sense to follow it.</exception>
    public static async Task ProbeAsync(IServiceProvider services, CancellationToken cancel)
    {
        var follows = services.GetRequiredService<ServerSettings>().Follows!;
        var (seq, head) = await HeadAsync(services.GetRequiredService<Readers>(), cancel);
        using var source = new LedgerSource(follows);
        try
        {
            await foreach (var _ in source.CommitsAsync(seq, head, 1, TimeSpan.Zero, cancel))
            {
                // That it answers is enough.
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or SourceException { IsFinal: false })
        {
            await Console.Error.WriteLineAsync($"{failure.Message} It is asked again until it answers; meanwhile what is here is served.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var source = new LedgerSource(_follows);
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(source, stoppingToken);
                pause = ShortestPause;
                continue;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is SourceException { HistoryDiffers: true } or Refusal { Reason: Reason.HistoryDiffers })
            {
                state.Stopped(failure.Message);
                log.Stopped(_follows.Name, failure.Message);
                return;
            }
            catch (Exception failure)
            {
                state.Failed(failure.Message);
                if (pause == ShortestPause)
                    log.Interrupted(_follows.Name, failure.Message, failure is SourceException or Refusal or IOException or OperationCanceledException ? null : failure);
            }
            // Not all at the same moment, when many follow one that comes back.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 2));
        }
    }

    /// <summary>Takes in one answer. What is read while the writer writes is bounded by what it takes at once.</summary>
    private async Task FollowAsync(LedgerSource source, CancellationToken cancel)
    {
        var (seq, head) = await HeadAsync(readers, cancel);
        var batch = new List<CopiedCommit>();
        var bytes = 0L;
        var writing = Task.CompletedTask;
        try
        {
            await foreach (var (commit, last) in source.CommitsAsync(seq, head, MostCommits, state.HasHeard ? Wait : TimeSpan.Zero, cancel))
            {
                if (commit is not null)
                {
                    batch.Add(commit);
                    bytes += commit.Versions.Sum(version => 200L + (version.Document?.Length ?? 0));
                }
                if (batch.Count > 0 && (commit is null || batch.Count >= MostInBatch || bytes >= MostBytesInBatch))
                {
                    await writing;
                    writing = WriteAsync(batch);
                    (batch, bytes) = ([], 0);
                }
                if (last is { } sourceSeq)
                {
                    await writing;
                    state.Heard(sourceSeq, ledger.Last.Seq, clock.GetUtcNow());
                }
            }
        }
        finally
        {
            // Also when the answer was cut off: what was whole stays.
            await writing;
        }
    }

    private async Task WriteAsync(List<CopiedCommit> batch)
    {
        var outcomes = await ledger.CommitManyAsync(batch.ConvertAll(commit => new CommitRequest(commit.Actor, (IWorld _) => []) { Copied = commit }), CancellationToken.None);
        // The first one that fails says why; those behind it could not follow.
        foreach (var outcome in outcomes)
            outcome.OrThrow();
    }

    private static Task<(long Seq, byte[] Hash)> HeadAsync(Readers readers, CancellationToken cancel) =>
        readers.ReadAsync(snapshot => (snapshot.Seq, History.HashAt(snapshot.Session, snapshot.Seq)!), cancel);
}

internal static partial class FollowLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Following {Source} is interrupted, and tried again until it goes on: {Problem}")]
    public static partial void Interrupted(this ILogger log, string source, string problem, Exception? failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Source} is followed no more: {Problem} What is served here is outdated from now on. Find out which of the two is right; a copy begins anew with an empty database.")]
    public static partial void Stopped(this ILogger log, string source, string problem);
}
