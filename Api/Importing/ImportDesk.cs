using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>
/// Takes imports in and carries them out, one at a time. How each stands is kept in the database, so that whatever was
/// interrupted goes on where it stood.
/// </summary>
internal sealed class ImportDesk(
    Ledger ledger, Readers readers, CountryBook countries, Upcasters upcasters, Spool spool, ServerSettings settings, TimeProvider clock, ILoggerFactory logs)
{
    private const int RowsTakenAtOnce = 5_000;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = logs.CreateLogger<ImportDesk>();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Job? _job;

    /// <summary>Ends with the next change of how any import stands.</summary>
    public Task WhenChanged
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Takes in an import, to be carried out behind those that wait already.</summary>
    public async Task<BatchRow> AddAsync(ImportSettings how, SpooledFile file, string actor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var batch = new BatchRow
        {
            Id = RecordId.New(now).Value,
            StateCode = Code.Of(BatchState.Waiting),
            Settings = how.Write(),
            File = file.Path,
            Hash = file.Hash,
            Bytes = file.Length,
            Actor = actor,
            CreatedAt = now.ToMicros(),
        };
        await ledger.WriteBesideAsync(writer => batch = ImportTable.Add(writer, batch), cancel);
        Tell();
        return batch;
    }

    /// <exception cref="Refusal">There is none.</exception>
    public async Task<BatchRow> FindAsync(string id, CancellationToken cancel) =>
        await readers.ReadAsync(snapshot => ImportTable.Find(snapshot.Session, id), cancel) ?? throw new Refusal(Reason.NotFound, "There is no import with this id.");

    /// <summary>The same, once nothing is to happen any more by itself, or the time is over.</summary>
    /// <param name="enough">Ends the waiting early, without harm.</param>
    public async Task<BatchRow> WaitAsync(string id, TimeSpan atMost, CancellationToken cancel, CancellationToken enough = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, enough);
        over.CancelAfter(atMost);
        while (true)
        {
            var changed = WhenChanged;
            var batch = await FindAsync(id, cancel);
            if (!batch.State.IsUnfinished() || atMost == TimeSpan.Zero)
                return batch;
            try
            {
                await changed.WaitAsync(over.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return await FindAsync(id, cancel);
            }
        }
    }

    /// <summary>How far the import has come that is at work now; null of all others.</summary>
    public ImportProgress? ProgressOf(BatchRow batch) => _job is { } job && job.Batch == batch.Batch ? job.Progress : null;

    /// <summary>The next import that has something to do; null when there is none.</summary>
    public Task<BatchRow?> NextAsync(CancellationToken cancel) => readers.ReadAsync(snapshot => ImportTable.NextUnfinished(snapshot.Session), cancel);

    /// <summary>Ends an import before its end, and waits a moment for that. It can be resumed, or undone.</summary>
    public async Task StopAsync(BatchRow batch, CancellationToken cancel)
    {
        Require(batch, batch.State is BatchState.Waiting or BatchState.Running, "only one that waits or runs can be stopped");
        if (_job is { } job && job.Batch == batch.Batch)
        {
            await job.StopAsync();
            await WaitAsync(batch.Id, LongestStop, cancel);
        }
        else
        {
            await EndAsync(batch, BatchState.Stopped, null, cancel);
        }
    }

    /// <summary>Lets an import that ended early go on behind its last row.</summary>
    public Task ResumeAsync(BatchRow batch, CancellationToken cancel)
    {
        Require(batch, batch.State is BatchState.Failed or BatchState.Stopped, "only one that failed or was stopped can be resumed");
        Require(batch, File.Exists(batch.File), "its file is not there any more: send it again, what is written already stays as it is");
        return BeginAsync(batch, BatchState.Waiting, cancel);
    }

    /// <summary>Lets everything that an import wrote be taken back; what was skipped before is tried again.</summary>
    public async Task UndoAsync(BatchRow batch, CancellationToken cancel)
    {
        Require(batch, !ImportSettings.Read(batch.Settings).DryRun, "a dry run has written nothing");
        Require(batch, batch.State is BatchState.Done or BatchState.Failed or BatchState.Stopped or BatchState.Undone, "stop it first, or wait until it has ended");
        await ledger.WriteBesideAsync(writer => ImportRows.RetrySkipped(writer, batch.Batch), cancel);
        await BeginAsync(batch, BatchState.Undoing, cancel);
    }

    /// <summary>Removes the files of imports that nobody needs.</summary>
    public async Task TidyAsync(CancellationToken cancel) => spool.Tidy(await readers.ReadAsync(snapshot => ImportTable.FilesInUse(snapshot.Session), cancel));

    /// <summary>Carries out what is to be done of an import, to its end.</summary>
    /// <param name="cancel">Interrupts it: it goes on when it is carried out again.</param>
    public async Task RunAsync(BatchRow batch, CancellationToken cancel)
    {
        using var job = new Job(batch.Batch, new ImportProgress(clock), cancel);
        _job = job;
        try
        {
            if (batch.State is BatchState.Waiting)
                await BeginAsync(batch, BatchState.Running, cancel);
            var (state, problem) = await CarryOutAsync(batch, job);
            await EndSurelyAsync(batch, state, problem, cancel);
        }
        finally
        {
            _job = null;
            Tell();
        }
    }

    private async Task<(BatchState State, string? Problem)> CarryOutAsync(BatchRow batch, Job job)
    {
        try
        {
            var how = ImportSettings.Read(batch.Settings);
            if (batch.State is BatchState.Undoing)
            {
                job.Progress.Begin(await readers.ReadAsync(snapshot => ImportRows.Count(snapshot.Session, batch.Batch), job.Token));
                return (await new UndoRun(ledger, readers).RunAsync(batch, job.Progress, job.Token), null);
            }
            return how.DryRun
                ? await TryAsync(batch, how, job)
                : await new ImportRun(ledger, readers, countries, clock, _log).RunAsync(batch, how, job.Progress, job.Token);
        }
        catch (OperationCanceledException) when (job.IsStopped)
        {
            return (BatchState.Stopped, null);
        }
        catch (Refusal refusal)
        {
            return (BatchState.Failed, refusal.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.ImportFailed(failure, batch.Id);
            return (BatchState.Failed, "The program has a defect that this import brings to light; its log says more.");
        }
    }

    /// <summary>Does everything on a copy of the database, and keeps only what became of the rows.</summary>
    private async Task<(BatchState State, string? Problem)> TryAsync(BatchRow batch, ImportSettings how, Job job)
    {
        var place = spool.PlaceOfTrial(batch.Id);
        Remove();
        try
        {
            await Task.Run(() => Backup.CopyOf(settings.Database, place, job.Token), job.Token);
            using var trial = new Ledger(place, upcasters, clock, logs.CreateLogger<Ledger>(), open: Session.OpenTrial);
            using var trialReaders = new Readers(place, upcasters, clock);
            var ended = await new ImportRun(trial, trialReaders, countries, clock, _log).RunAsync(batch, how, job.Progress, job.Token);
            await TakeRowsAsync(trialReaders, batch.Batch, job.Token);
            return ended;
        }
        finally
        {
            Remove();
        }

        void Remove()
        {
            foreach (var end in (string[])["", "-wal", "-shm", "-journal"])
                spool.Remove(place + end);
        }
    }

    private async Task TakeRowsAsync(Readers trial, long batch, CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var rows = await trial.ReadAsync(snapshot => ImportRows.List(snapshot.Session, batch, [], false, after, RowsTakenAtOnce), cancel);
            if (rows.Count == 0)
                return;
            await ledger.WriteBesideAsync(writer => ImportRows.Take(writer, batch, rows), cancel);
            after = rows[^1].Row;
        }
    }

    private async Task BeginAsync(BatchRow batch, BatchState state, CancellationToken cancel)
    {
        await ledger.WriteBesideAsync(writer => ImportTable.Begin(writer, batch.Batch, state, clock.GetUtcNow()), cancel);
        Tell();
    }

    private async Task EndAsync(BatchRow batch, BatchState state, string? problem, CancellationToken cancel)
    {
        var counts = await readers.ReadAsync(snapshot => ImportRows.Count(snapshot.Session, batch.Batch), cancel);
        await ledger.WriteBesideAsync(writer => ImportTable.End(writer, batch.Batch, state, clock.GetUtcNow(), problem, counts), cancel);
        if (state is not (BatchState.Failed or BatchState.Stopped))
            spool.Remove(batch.File);
        Tell();
    }

    /// <summary>What kept an import from going on may keep its end from being noted, for as long as the disk is full.</summary>
    private async Task EndSurelyAsync(BatchRow batch, BatchState state, string? problem, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await EndAsync(batch, state, problem, cancel);
                return;
            }
            catch (Refusal refusal) when (refusal.Reason is Reason.StorageUnavailable or Reason.Overloaded or Reason.QueryTooSlow)
            {
                _log.EndNotNoted(refusal, batch.Id);
                await Task.Delay(BetweenTries, clock, cancel);
            }
        }
    }

    private static void Require(BatchRow batch, bool isSo, string why)
    {
        if (!isSo)
            throw new Refusal(Reason.ImportState, $"The import is {Code.Of(batch.State)}: {why}.");
    }

    private void Tell()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        changed.SetResult();
    }

    /// <summary>The import at work.</summary>
    private sealed class Job(long batch, ImportProgress progress, CancellationToken cancel) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);

        public long Batch => batch;

        public ImportProgress Progress => progress;

        public CancellationToken Token => _source.Token;

        public bool IsStopped { get; private set; }

        public async Task StopAsync()
        {
            IsStopped = true;
            try
            {
                await _source.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has come to its end just now.
            }
        }

        public void Dispose() => _source.Dispose();
    }
}
