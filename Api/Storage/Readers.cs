using System.Collections.Concurrent;
using Events.Domain.Ledger;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>Hands out a bounded number of read-only sessions, each for one consistent read.</summary>
internal sealed class Readers(string path, Upcasters upcasters, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentBag<Session> _idle = [];
    private readonly SemaphoreSlim _free = new(Most, Most);
    private readonly SemaphoreSlim _freeForLong = new(Most / 2, Most / 2);
    private bool _disposed;

    /// <summary>How many reads run at once.</summary>
    public static int Most => Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>How long one read may take before it is ended.</summary>
    public TimeSpan LongestRead { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a read may wait for its turn.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs a read on one snapshot of the database. It is interrupted when the caller goes away or it takes too long.</summary>
    /// <param name="isLong">It may take long: only half of the reads that run at once may, so that the quick ones always find a place.</param>
    public async Task<T> ReadAsync<T>(Func<Snapshot, T> read, CancellationToken cancel, bool isLong = false)
    {
        if (!isLong)
            return await ReadOnceFreeAsync(read, cancel);
        await WaitAsync(_freeForLong, cancel);
        try
        {
            return await ReadOnceFreeAsync(read, cancel);
        }
        finally
        {
            _freeForLong.Release();
        }
    }

    /// <summary>The same for a read that gives nothing back.</summary>
    public Task ReadAsync(Action<Snapshot> read, CancellationToken cancel) => ReadAsync(
        snapshot =>
        {
            read(snapshot);
            return true;
        }, cancel);

    private async Task WaitAsync(SemaphoreSlim places, CancellationToken cancel)
    {
        if (!await places.WaitAsync(LongestWait, cancel))
            throw new Refusal(Reason.Overloaded, "Too many reads are running. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(2) };
    }

    private async Task<T> ReadOnceFreeAsync<T>(Func<Snapshot, T> read, CancellationToken cancel)
    {
        await WaitAsync(_free, cancel);
        try
        {
            var session = _idle.TryTake(out var idle) ? idle : Open();
            try
            {
                return Read(session, read, cancel);
            }
            finally
            {
                if (_disposed)
                    session.Dispose();
                else
                    _idle.Add(session);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    private Session Open()
    {
        try
        {
            return Session.OpenReader(path);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            throw new Refusal(Reason.StorageUnavailable, "The database cannot be opened now.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private T Read<T>(Session session, Func<Snapshot, T> read, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(LongestRead);
        using var interrupt = session.InterruptBy(deadline.Token);
        session.Run("BEGIN");
        session.Deadline = deadline.Token;
        try
        {
            return read(new Snapshot(session, upcasters, clock));
        }
        catch (Exception failure) when (failure is OperationCanceledException or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT })
        {
            cancel.ThrowIfCancellationRequested();
            throw new Refusal(Reason.QueryTooSlow, $"The query took more than {LongestRead.TotalSeconds:0} seconds and was ended. Ask for less, or add a filter.");
        }
        finally
        {
            session.Deadline = CancellationToken.None;
            session.EndReading();
            if (!session.IsAutocommit)
                End(session);
        }
    }

    private static void End(Session session)
    {
        try
        {
            session.Run("COMMIT");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // An interrupt that came just now: a read has nothing to lose.
            session.Run("ROLLBACK");
        }
    }
}
