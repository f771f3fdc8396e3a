using System.Collections.Concurrent;
using Events.Domain.Ledger;
using Microsoft.Data.Sqlite;

namespace Events.Api.Storage;

/// <summary>
/// The one writer. Requests wait in two bounded lanes; a thread of its own takes all that wait, applies them in one
/// transaction, and answers each only after the durable COMMIT.
/// </summary>
internal sealed class Ledger : IDisposable
{
    public const int MostWaiting = 8192;
    private const int MostWaitingBulk = 64;
    private const int MostVersionsInGroup = 1000;
    private static readonly TimeSpan LongestGroup = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TroubleLasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EmbargoCheck = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Pending> _interactive = new(MostWaiting);
    private readonly BlockingCollection<Pending> _bulk = new(MostWaitingBulk);
    private readonly BlockingCollection<Pending> _beside = new(MostWaitingBulk);
    private readonly ConcurrentDictionary<(string Actor, string Key), byte> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _path;
    private readonly Func<Session> _open;
    private readonly Upcasters _upcasters;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly int _mostInGroup;
    private Session? _session;
    private World? _world;
    private volatile Head _head;
    private long? _failedAt;

    /// <param name="mostInGroup">How many versions share a transaction at the most; 1 gives every request its own.</param>
    /// <param name="open">How the writer's connection is opened; tests give it less room than the disk has.</param>
    public Ledger(string path, Upcasters upcasters, TimeProvider clock, ILogger<Ledger> log, int mostInGroup = MostVersionsInGroup, Func<string, Session>? open = null)
    {
        (_path, _upcasters, _clock, _log, _mostInGroup) = (path, upcasters, clock, log, mostInGroup);
        _open = () => (open ?? Session.OpenWriter)(path);
        _session = _open();
        _head = HeadOf(_session);
        _thread = new Thread(Work) { IsBackground = true, Name = "ledger writer" };
        _thread.Start();
    }

    /// <summary>No write has failed just now, and the file is in its place.</summary>
    public bool IsHealthy => !(_failedAt is { } failed && _clock.GetElapsedTime(failed) < TroubleLasts) && File.Exists(_path);

    /// <summary>The last durable commit. It is set before the commit is answered, so everyone reads his own writes.</summary>
    public Head Last => _head;

    /// <summary>Runs on the writer's thread after each durable group and before its answers.</summary>
    public event Action<IReadOnlyList<Committed>>? Committed;

    /// <summary>Commits, or refuses with a <see cref="Refusal"/>. Once accepted a request is not cancelled any more.</summary>
    public async Task<Committed> CommitAsync(CommitRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var running = request.IdempotencyKey is { } key ? (request.Actor, key) : default;
        if (running != default && !_running.TryAdd(running, 0))
            throw new Refusal(Reason.IdempotencyInProgress, "The first request with this Idempotency-Key is still running.") { RetryAfter = TimeSpan.FromSeconds(1) };
        try
        {
            var pending = new Pending(request);
            if (!await EnqueueAsync(pending, cancel))
                throw Overloaded();
            return await pending.Answer.Task;
        }
        finally
        {
            if (running != default)
                _running.TryRemove(running, out _);
        }
    }

    /// <summary>
    /// Writes a table that stands beside the ledger, durably, in a transaction of its own between two groups: nobody waits for a
    /// lock on the file. What is written must come out the same when it is repeated, or be refused.
    /// </summary>
    /// <exception cref="Refusal">What <paramref name="write"/> throws, or that it cannot be written; nothing is.</exception>
    public async Task WriteBesideAsync(Action<Session> write, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var pending = new Pending(write);
        if (!await EnqueueAsync(pending, cancel))
            throw Overloaded();
        await pending.Answer.Task;
    }

    /// <summary>Stops taking requests, finishes those that it took, and closes the file.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _thread.Join();
        foreach (var lane in (BlockingCollection<Pending>[])[_beside, _interactive, _bulk])
        {
            lane.CompleteAdding();
            // Who came in between the last look of the writer and the closing of the lane.
            foreach (var pending in lane.GetConsumingEnumerable())
                pending.Answer.SetException(Overloaded());
        }
        _session?.Dispose();
        _session = null;
    }

    private async Task<bool> EnqueueAsync(Pending pending, CancellationToken cancel)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var isBulk = pending.Request is { IsBulk: true };
                if ((pending.Beside is not null ? _beside : isBulk ? _bulk : _interactive).TryAdd(pending))
                    return true;
                if (!isBulk)
                    return false;
                await Task.Delay(5, cancel);
            }
        }
        catch (InvalidOperationException)
        {
            // The lane was closed just now.
        }
        return false;
    }

    private void Work()
    {
        // What is short comes first, so that it does not wait behind those who never stop.
        BlockingCollection<Pending>[] lanes = [_beside, _interactive, _bulk];
        while (true)
        {
            var first = Take(lanes);
            if (first is null && _stopping.IsCancellationRequested)
                return;
            if (first?.Beside is { } write)
                RunBeside(first, write);
            else
                RunGroup(first is null ? [] : [first]);
        }
    }

    /// <summary>The next request; null when there is none for a while, or for good.</summary>
    private Pending? Take(BlockingCollection<Pending>[] lanes)
    {
        Pending? next;
        try
        {
            BlockingCollection<Pending>.TryTakeFromAny(lanes, out next, (int)EmbargoCheck.TotalMilliseconds, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            BlockingCollection<Pending>.TryTakeFromAny(lanes, out next);
        }
        return next;
    }

    private void RunBeside(Pending pending, Action<Session> write)
    {
        try
        {
            Begin();
            write(_session!);
            CommitBeside(_session!);
        }
        catch (Refusal refusal)
        {
            pending.Failure = refusal;
            RollBack();
        }
        catch (Exception failure)
        {
            _failedAt = _clock.GetTimestamp();
            _log.GroupFailed(failure, 1);
            GiveUp();
            pending.Failure = Unavailable(failure);
        }
        pending.Complete();
    }

    /// <summary>There is no number by which to look up whether a COMMIT that fails has happened all the same.</summary>
    private static void CommitBeside(Session session)
    {
        try
        {
            session.Run("COMMIT");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode != SQLitePCL.raw.SQLITE_FULL)
        {
            throw new OutcomeUnknownException(failure);
        }
    }

    private void RunGroup(List<Pending> group)
    {
        LedgerTransaction? transaction = null;
        try
        {
            _session ??= Reopen();
            _world ??= new World(_session, _upcasters) { Now = _clock.GetUtcNow() };
            if (group.Count == 0 && !IsEmbargoDue(_session))
                return;
            Begin();
            transaction = new LedgerTransaction(_session, _world, _clock);
            ApplyAll(transaction, group);
            var opened = transaction.OpenEmbargoes();
            transaction.Finish();
            Commit(transaction);
            _head = new Head(transaction.Seq, transaction.At);
            if (opened || group.Exists(pending => pending.Committed is not null))
                Announce([.. group.Where(pending => pending.Committed is not null).Select(pending => pending.Committed!)]);
        }
        catch (Exception failure)
        {
            _failedAt = _clock.GetTimestamp();
            _log.GroupFailed(failure, group.Count);
            GiveUp();
            foreach (var pending in group)
                pending.Failure ??= Unavailable(failure);
        }
        foreach (var pending in group)
            pending.Complete();
    }

    private void Begin()
    {
        _session ??= Reopen();
        // The connection would go on writing into a file that has no name any more.
        if (!File.Exists(_path))
            throw new FileNotFoundException("The database file is gone.", _path);
        _session.Run("BEGIN IMMEDIATE");
    }

    /// <summary>What is durable stays acknowledged, whatever those who listen make of it.</summary>
    private void Announce(IReadOnlyList<Committed> group)
    {
        try
        {
            Committed?.Invoke(group);
        }
        catch (Exception failure)
        {
            _log.AnnouncementFailed(failure, _head.Seq);
        }
    }

    private void ApplyAll(LedgerTransaction transaction, List<Pending> group)
    {
        var started = _clock.GetTimestamp();
        var versions = 0;
        for (var i = 0; i < group.Count; i++)
        {
            Apply(transaction, group[i]);
            versions += group[i].Committed?.Versions.Count ?? 0;
            if (versions < _mostInGroup && _clock.GetElapsedTime(started) < LongestGroup
                && (_interactive.TryTake(out var next) || _bulk.TryTake(out next)))
                group.Add(next);
        }
    }

    /// <summary>A refusal, or a defect in one request, concerns that request alone; what ends the transaction concerns all.</summary>
    private void Apply(LedgerTransaction transaction, Pending pending)
    {
        try
        {
            pending.Committed = transaction.Apply(pending.Request!);
        }
        catch (Exception failure) when (failure is not SqliteException && _session is { IsAutocommit: false })
        {
            pending.Failure = failure;
        }
    }

    private bool IsEmbargoDue(Session session)
    {
        var statement = session.Prepare("SELECT 1 FROM indexed WHERE opens_at <= ?1 LIMIT 1").Bind(_clock.GetUtcNow().ToMicros());
        var due = statement.Step();
        statement.Reset();
        return due;
    }

    /// <summary>A COMMIT that fails may have happened all the same: only a look with a new connection tells.</summary>
    private void Commit(LedgerTransaction transaction)
    {
        try
        {
            _session!.Run("COMMIT");
        }
        catch (SqliteException)
        {
            _world = null;
            _session!.Dispose();
            _session = null;
            try
            {
                _session = Reopen();
            }
            catch (SqliteException failure)
            {
                throw new OutcomeUnknownException(failure);
            }
            var (seq, _, hash) = LedgerTransaction.Head(_session);
            if (seq != transaction.Seq || !hash.AsSpan().SequenceEqual(transaction.Hash))
                throw;
        }
    }

    private Session Reopen()
    {
        var session = _open();
        _head = HeadOf(session);
        return session;
    }

    private void GiveUp()
    {
        _world = null;
        RollBack();
    }

    /// <summary>Back to a connection without a transaction; when even that fails, the next group tries anew.</summary>
    private void RollBack()
    {
        try
        {
            if (_session is { IsAutocommit: false })
            {
                _session.EndReading();
                _session.Run("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            _session!.Dispose();
            (_session, _world) = (null, null);
        }
    }

    private static Head HeadOf(Session session)
    {
        var (seq, at, _) = LedgerTransaction.Head(session);
        return new Head(seq, Instants.FromMicros(at));
    }

    private static Refusal Overloaded() =>
        new(Reason.Overloaded, "Too many writes are waiting. Try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private static Refusal Unavailable(Exception failure) => new(Reason.StorageUnavailable, failure switch
    {
        FileNotFoundException => "The database file is gone from its place. Nothing was written: restore it, then start again.",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => "The disk is full. Nothing was written; try again when there is room.",
        OutcomeUnknownException => "The database failed while this was written. Whether it is there will show when the database can be read again: repeat it with the same Idempotency-Key, or look first.",
        _ => "The database cannot be written now. Nothing was written; try again later.",
    })
    { RetryAfter = TimeSpan.FromSeconds(5) };

    /// <summary>A COMMIT failed, and nobody can look whether it happened all the same.</summary>
    private sealed class OutcomeUnknownException(Exception failure) : Exception(failure.Message, failure);

    /// <summary>A request that waits for its answer.</summary>
    private sealed class Pending
    {
        public Pending(CommitRequest request) => Request = request;

        public Pending(Action<Session> beside) => Beside = beside;

        /// <summary>What is to be committed to the ledger.</summary>
        public CommitRequest? Request { get; }

        /// <summary>What is to be written beside the ledger instead.</summary>
        public Action<Session>? Beside { get; }

        public TaskCompletionSource<Committed> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Committed? Committed { get; set; }

        public Exception? Failure { get; set; }

        public void Complete()
        {
            if (Failure is not null)
                Answer.SetException(Failure);
            else
                Answer.SetResult(Committed!);
        }
    }
}

/// <summary>The last commit of the ledger.</summary>
internal sealed record Head(long Seq, DateTimeOffset At);

internal static partial class LedgerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Requests} writes was refused.")]
    public static partial void GroupFailed(this ILogger log, Exception failure, int requests);

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit {Seq} is durable, but somebody who listens to commits failed.")]
    public static partial void AnnouncementFailed(this ILogger log, Exception failure, long seq);
}
