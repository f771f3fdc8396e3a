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
    private static readonly TimeSpan LongestBulkGroup = TimeSpan.FromMilliseconds(500);
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
    private readonly string? _source;
    private readonly Checkpoints? _checkpoints;
    private Session? _session;
    private World? _world;
    private Pending? _bulkAtWork;
    private volatile Head _head;
    private long? _failedAt;

    /// <param name="mostInGroup">How many versions share a transaction at the most; 1 gives every request its own.</param>
    /// <param name="open">How the writer's connection is opened; tests give it less room than the disk has.</param>
    /// <param name="source">The instance of which this is a copy: then nothing is written but its commits.</param>
    public Ledger(string path, Upcasters upcasters, TimeProvider clock, ILogger<Ledger> log, int mostInGroup = MostVersionsInGroup, Func<string, Session>? open = null, string? source = null)
    {
        (_path, _upcasters, _clock, _log, _mostInGroup, _source) = (path, upcasters, clock, log, mostInGroup, source);
        _open = () => (open ?? Session.OpenWriter)(path);
        _session = _open();
        _head = LedgerTransaction.Head(_session);
        _checkpoints = open is null ? new Checkpoints(path) : null;
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
        RequireOwn();
        cancel.ThrowIfCancellationRequested();
        var running = request.IdempotencyKey is { } key ? (request.Actor, key) : default;
        if (running != default && !_running.TryAdd(running, 0))
            throw new Refusal(Reason.IdempotencyInProgress, "The first request with this Idempotency-Key is still running.") { RetryAfter = TimeSpan.FromSeconds(1) };
        try
        {
            return (await WaitAsync(new Pending([request]), cancel))[0].OrThrow();
        }
        finally
        {
            if (running != default)
                _running.TryRemove(running, out _);
        }
    }

    /// <summary>
    /// Commits many requests in their order, each whole or not at all, between and behind what others write. Each has a
    /// <see cref="CommitRequest.Note"/> that is written with it.
    /// </summary>
    /// <param name="isAtomic">All of them or none: others wait until then, and see nothing of it before. When one is refused, the outcomes say what would have been.</param>
    /// <exception cref="Refusal">The ledger cannot take them now; nothing was written.</exception>
    public Task<IReadOnlyList<Outcome>> CommitManyAsync(IReadOnlyList<CommitRequest> requests, CancellationToken cancel, bool isAtomic = false)
    {
        if (requests.Any(request => request.Copied is null))
            RequireOwn();
        cancel.ThrowIfCancellationRequested();
        return WaitAsync(new Pending(requests) { IsBulk = true, IsAtomic = isAtomic }, cancel);
    }

    /// <summary>
    /// Takes many requests like <see cref="CommitManyAsync"/>, but does not wait until they are written: more can be sent behind
    /// them, and are written only when these are.
    /// </summary>
    /// <param name="after">What was sent before: when that fails, this fails too.</param>
    /// <exception cref="Refusal">The ledger cannot take them now; nothing of them will be written.</exception>
    public async Task<Sent> SendManyAsync(IReadOnlyList<CommitRequest> requests, Sent? after, CancellationToken cancel)
    {
        RequireOwn();
        cancel.ThrowIfCancellationRequested();
        var pending = new Pending(requests) { IsBulk = true, After = after?.Answer };
        return await EnqueueAsync(pending, cancel) ? new Sent(pending.Answer.Task) : throw Overloaded();
    }

    /// <summary>
    /// Writes a table that stands beside the ledger, durably, in a transaction of its own between two groups: nobody waits for a
    /// lock on the file. What is written must come out the same when it is repeated, or be refused.
    /// </summary>
    /// <exception cref="Refusal">What <paramref name="write"/> throws, or that it cannot be written; nothing is.</exception>
    public async Task WriteBesideAsync(Action<Session> write, CancellationToken cancel)
    {
        RequireOwn();
        cancel.ThrowIfCancellationRequested();
        (await WaitAsync(new Pending(write), cancel))[0].OrThrow();
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
                pending.Fail(Overloaded());
        }
        _checkpoints?.Dispose();
        _session?.Dispose();
        _session = null;
    }

    private void RequireOwn()
    {
        if (_source is not null)
            throw Refusal.OfCopy(_source);
    }

    private async Task<IReadOnlyList<Outcome>> WaitAsync(Pending pending, CancellationToken cancel)
    {
        if (!await EnqueueAsync(pending, cancel))
            throw Overloaded();
        return await pending.Answer.Task;
    }

    private async Task<bool> EnqueueAsync(Pending pending, CancellationToken cancel)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                if ((pending.Beside is not null ? _beside : pending.IsBulk ? _bulk : _interactive).TryAdd(pending))
                    return true;
                if (!pending.IsBulk)
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
                RunGroup(first);
        }
    }

    /// <summary>The next request; null when there is none for a while, or for good.</summary>
    private Pending? Take(BlockingCollection<Pending>[] lanes)
    {
        Pending? next;
        if (_bulkAtWork is { } atWork)
        {
            BlockingCollection<Pending>.TryTakeFromAny([_beside, _interactive], out next);
            if (next is not null)
                return next;
            _bulkAtWork = null;
            return atWork;
        }
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
            RollBack();
            pending.Fail(refusal);
            return;
        }
        catch (Exception failure)
        {
            _failedAt = _clock.GetTimestamp();
            _log.GroupFailed(failure, 1);
            GiveUp();
            pending.Fail(Unavailable(failure));
            return;
        }
        pending.Add(default);
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

    private void RunGroup(Pending? first)
    {
        var group = new Group(_clock.GetTimestamp());
        try
        {
            _session ??= Reopen();
            _world ??= new World(_session, _upcasters) { Now = _clock.GetUtcNow(), IsReplay = _source is not null };
            if (first is null && (_source is not null || !IsEmbargoDue(_session)))
                return;
            Begin();
            var transaction = new LedgerTransaction(_session, _world, _clock);
            for (var next = first; next is not null; next = NextOf(group, next.IsBulk))
                Apply(transaction, group, next);
            var opened = _source is null && transaction.OpenEmbargoes();
            transaction.Finish();
            Commit(transaction);
            _head = transaction.Last;
            _checkpoints?.Add(group.Versions);
            if (opened || group.Committed.Count > 0)
                Announce(group.Committed);
        }
        catch (Exception failure)
        {
            _failedAt = _clock.GetTimestamp();
            _log.GroupFailed(failure, group.Pending.Count);
            GiveUp();
            if (_bulkAtWork is { } atWork)
                group.Pending.Add(atWork);
            _bulkAtWork = null;
            if (first is not null)
                group.Pending.Add(first);
            foreach (var pending in group.Pending)
                pending.Fail(Unavailable(failure));
            return;
        }
        foreach (var pending in group.Pending.Where(pending => pending.IsDone))
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

    /// <summary>Who else gets into the transaction: those who wait for an answer before those who can wait.</summary>
    private Pending? NextOf(Group group, bool afterBulk)
    {
        if (!HasRoom(group, afterBulk))
            return null;
        if (_interactive.TryTake(out var next))
            return next;
        if (_bulkAtWork is { } atWork)
        {
            _bulkAtWork = null;
            return atWork;
        }
        return _bulk.TryTake(out next) ? next : null;
    }

    private bool HasRoom(Group group, bool isBulk) =>
        group.Versions < _mostInGroup && _clock.GetElapsedTime(group.Started) < (isBulk ? LongestBulkGroup : LongestGroup);

    private void Apply(LedgerTransaction transaction, Group group, Pending pending)
    {
        if (pending.After is { IsFaulted: true } failed)
        {
            pending.Fail(failed.Exception.InnerException!);
        }
        else if (pending.IsAtomic)
        {
            group.Pending.Add(pending);
            var before = group.Committed.Count;
            if (!transaction.Try(() => ApplyAtomically(transaction, group, pending)))
                group.Committed.RemoveRange(before, group.Committed.Count - before);
        }
        else if (pending.IsBulk)
        {
            group.Pending.Add(pending);
            do
                ApplyNext(transaction, group, pending);
            while (!pending.IsDone && HasRoom(group, isBulk: true) && _interactive.Count == 0);
            if (!pending.IsDone)
                _bulkAtWork = pending;
        }
        else
        {
            group.Pending.Add(pending);
            ApplyNext(transaction, group, pending);
        }
    }

    private bool ApplyAtomically(LedgerTransaction transaction, Group group, Pending pending)
    {
        while (!pending.IsDone)
            ApplyNext(transaction, group, pending);
        return pending.HasNoFailure;
    }

    /// <summary>A refusal, or a defect in one request, concerns that request alone; what ends the transaction concerns all.</summary>
    private void ApplyNext(LedgerTransaction transaction, Group group, Pending pending)
    {
        Outcome outcome;
        try
        {
            outcome = new Outcome(transaction.Apply(pending.Next), null);
        }
        catch (Exception failure) when (failure is not SqliteException && !transaction.IsHalfWritten && _session is { IsAutocommit: false })
        {
            _session.EndReading();
            outcome = new Outcome(null, failure);
        }
        pending.Next.Note?.Invoke(_session!, _world!, outcome);
        Add(group, pending, outcome);
    }

    private static void Add(Group group, Pending pending, Outcome outcome)
    {
        if (outcome.Committed is { } committed)
        {
            group.Committed.Add(committed);
            group.Versions += committed.Versions.Count;
        }
        pending.Add(outcome);
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
            if (!LedgerTransaction.Head(_session).Is(transaction.Last))
                throw;
        }
    }

    private Session Reopen()
    {
        var session = _open();
        _head = LedgerTransaction.Head(session);
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

    /// <summary>What shares a transaction.</summary>
    private sealed class Group(long started)
    {
        public long Started => started;

        public HashSet<Pending> Pending { get; } = [];

        public List<Committed> Committed { get; } = [];

        public int Versions { get; set; }
    }

    /// <summary>Requests that wait for their answer.</summary>
    private sealed class Pending
    {
        private readonly CommitRequest?[] _requests;
        private readonly List<Outcome> _outcomes = [];

        public Pending(IEnumerable<CommitRequest> requests) => _requests = [.. requests];

        public Pending(Action<Session> beside)
        {
            _requests = [];
            Beside = beside;
        }

        /// <summary>What is to be written beside the ledger instead of a commit.</summary>
        public Action<Session>? Beside { get; }

        /// <summary>Can wait until others were served.</summary>
        public bool IsBulk { get; init; }

        public bool IsAtomic { get; init; }

        /// <summary>The answer to what was sent before it: when that fails, this is not written.</summary>
        public Task? After { get; init; }

        public TaskCompletionSource<IReadOnlyList<Outcome>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CommitRequest Next => _requests[_outcomes.Count]!;

        public bool IsDone => _outcomes.Count >= _requests.Length;

        public bool HasNoFailure => _outcomes.TrueForAll(outcome => outcome.Failure is null);

        /// <summary>The next one has ended so. What it held may be large, and others are still to come.</summary>
        public void Add(Outcome outcome)
        {
            if (!IsAtomic && !IsDone)
                _requests[_outcomes.Count] = null;
            _outcomes.Add(outcome);
        }

        public void Complete() => Answer.SetResult(_outcomes);

        /// <summary>What was not yet durable is not; whoever asked looks what is.</summary>
        public void Fail(Exception failure) => Answer.TrySetException(failure);
    }
}

/// <summary>Requests that wait to be written.</summary>
/// <param name="Answer">Their outcomes, when all are durable.</param>
internal sealed record Sent(Task<IReadOnlyList<Outcome>> Answer);

internal static partial class LedgerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Requests} writes was refused.")]
    public static partial void GroupFailed(this ILogger log, Exception failure, int requests);

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit {Seq} is durable, but somebody who listens to commits failed.")]
    public static partial void AnnouncementFailed(this ILogger log, Exception failure, long seq);
}
