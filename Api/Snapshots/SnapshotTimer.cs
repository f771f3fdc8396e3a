using Events.Api.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Snapshots;

/// <summary>Takes snapshots while the server runs, on a thread of its own. When one fails, serving goes on, and it is tried again.</summary>
internal sealed class SnapshotTimer(SnapshotFolder folder, SnapshotSettings settings, TimeProvider clock, ILogger<SnapshotTimer> log) : BackgroundService
{
    /// <summary>A start has other things to do first.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    private volatile SnapshotHealth _health = new(null, null, null);
    private Wait _wait = new(0, default, default);

    /// <summary>How the snapshots stand.</summary>
    public SnapshotHealth Health => _health;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(Shorter(Breath, settings.Every), clock, stoppingToken);
            await AloneAsync(Begin, stoppingToken);
            while (true)
            {
                if (IsOver())
                    await AloneAsync(Take, stoppingToken);
                await Task.Delay(Shorter(LongestLook, settings.Every), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; an unfinished snapshot is gone, and the next start takes the one that is due.
        }
    }

    /// <summary>A copy takes as long as the database is large: no thread that requests wait for.</summary>
    private static Task AloneAsync(Action<CancellationToken> work, CancellationToken stop) =>
        Task.Factory.StartNew(() => work(stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Goes on from what earlier runs have written.</summary>
    private void Begin(CancellationToken stop) => Try(() =>
    {
        var newest = folder.Newest();
        _health = new SnapshotHealth(newest?.At.UtcDateTime, newest?.Seq, null);
        var passed = newest is null ? settings.Every : clock.GetUtcNow() - newest.At;
        // One of the future was taken when the clock was wrong.
        WaitFor(passed < TimeSpan.Zero || passed >= settings.Every ? TimeSpan.Zero : settings.Every - passed);
    });

    private void Take(CancellationToken stop) => Try(() =>
    {
        var newest = folder.Take(stop);
        _health = new SnapshotHealth(newest.At.UtcDateTime, newest.Seq, null);
        WaitFor(settings.Every);
    });

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.SnapshotFailed(failure, settings.Folder);
            _health = _health with { Failure = Told(failure) };
            WaitFor(Shorter(LongestRetry, settings.Every));
        }
    }

    /// <summary>Everyone may read it: no paths, and nothing of the inside.</summary>
    private static string Told(Exception failure) => failure switch
    {
        { InnerException: SqliteException { SqliteErrorCode: raw.SQLITE_FULL } } => "The last snapshot failed: its disk is full.",
        UnauthorizedAccessException or SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM } => "The last snapshot failed: a file or a folder cannot be opened or written.",
        UnusableDatabaseException => "The last snapshot failed: the copy is not sound.",
        _ => "The last snapshot failed: the log has the reason.",
    };

    private void WaitFor(TimeSpan length) => _wait = new Wait(clock.GetTimestamp(), clock.GetUtcNow(), length);

    /// <summary>By either clock: one may be set, the other stands still while the machine sleeps.</summary>
    private bool IsOver() => clock.GetElapsedTime(_wait.Stamp) >= _wait.Length || clock.GetUtcNow() - _wait.From >= _wait.Length;

    private sealed record Wait(long Stamp, DateTimeOffset From, TimeSpan Length);
}

/// <summary>How the snapshots of the server stand.</summary>
/// <param name="Last">When the last one was taken.</param>
/// <param name="Seq">The last commit that it holds.</param>
/// <param name="Failure">Why a later one failed; it is tried again.</param>
public sealed record SnapshotHealth(DateTime? Last, long? Seq, string? Failure);

internal static partial class SnapshotLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A snapshot into {Folder} failed. It is tried again.")]
    public static partial void SnapshotFailed(this ILogger log, Exception failure, string folder);
}
