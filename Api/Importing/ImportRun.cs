using System.Threading.Channels;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>
/// Reads one file into one ledger: rows are read and checked ahead of the writer, which takes them in chunks. Whatever was
/// noted of a row was written with it, so that an import that is interrupted goes on behind the last noted row.
/// </summary>
internal sealed class ImportRun(Ledger ledger, Readers readers, CountryBook countries, TimeProvider clock, ILogger log)
{
    /// <summary>How many rows are written at once where all or none are: others wait meanwhile.</summary>
    public const int MostAtOnce = 10_000;

    /// <summary>And how many bytes.</summary>
    private const long MostBytesAtOnce = 64 * 1024 * 1024;

    private const int RowsInChunk = 64;
    private const int BytesInChunk = 4 * 1024 * 1024;

    /// <summary>How many chunks are read and wait for the writer: what waits long costs the collector of garbage much.</summary>
    private const int ChunksAhead = 3;

    /// <summary>How many rows that stand for others, or delete what vanished, are written together.</summary>
    private const int RowsAtClose = 512;

    /// <summary>How many chunks are with the writer, written or not, before one of them is durable: more than a transaction holds.</summary>
    private const int ChunksUnderway = 32;

    /// <summary>Reads what is left of the file, and says how that ended.</summary>
    public async Task<(BatchState State, string? Problem)> RunAsync(BatchRow batch, ImportSettings settings, ImportProgress progress, CancellationToken cancel)
    {
        var (reached, counts, refusedBefore) = await readers.ReadAsync(
            snapshot => (ImportRows.Reached(snapshot.Session, batch.Batch), ImportRows.Count(snapshot.Session, batch.Batch),
                ImportTable.Repeats(snapshot.Session, batch) is { } earlier ? ImportRows.Refused(snapshot.Session, earlier) : null), cancel);
        progress.Begin(counts);
        var import = new ImportContext(batch, settings, countries, clock, log) { Progress = progress, RefusedBefore = refusedBefore };
        var source = RowSource.Of(settings, countries.Directory);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var chunks = Channel.CreateBounded<IReadOnlyList<RowCommit>>(ChunksAhead);
        // Nothing is written before all is read, when all is to be written at once.
        using var room = new SemaphoreSlim(settings.Mode is ImportMode.All ? int.MaxValue : ChunksAhead);
        var reading = Task.Run(() => ReadAsync(import, source, batch.File, reached.Last, room, chunks.Writer, stop.Token), CancellationToken.None);
        try
        {
            if (settings.Mode is ImportMode.All)
                return (await WriteAtOnceAsync(import, source, chunks.Reader, cancel) ? BatchState.Done : BatchState.Refused, null);
            await WriteAsync(import, chunks.Reader, stop, cancel);
            await CloseAsync(import, source, reached.Lowest, cancel);
            return (BatchState.Done, null);
        }
        catch (Exception failure) when (Explain(failure) is not null)
        {
            return (BatchState.Failed, Explain(failure));
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static string? Explain(Exception failure) => failure switch
    {
        Refusal or IOException or InvalidDataException or UnauthorizedAccessException => failure.Message,
        UnreadableFileException { Row: <= 1 } unreadable => unreadable.Message,
        UnreadableFileException unreadable => $"Row {unreadable.Row}: {unreadable.Message}",
        _ => null,
    };

    /// <summary>Reads and checks rows for as long as there is room ahead of the writer.</summary>
    private async Task ReadAsync(ImportContext import, RowSource source, string path, long last, SemaphoreSlim room, ChannelWriter<IReadOnlyList<RowCommit>> chunks, CancellationToken stop)
    {
        var (waiting, bytes) = (new List<SourceRow>(RowsInChunk), 0);
        try
        {
            await using var text = ImportFile.Open(path, out var bytesRead);
            import.Progress.BytesRead = bytesRead;
            await foreach (var row in source.ReadAsync(text, stop))
            {
                if (row.Number <= last)
                    continue;
                waiting.Add(row);
                bytes += row.Size;
                if (waiting.Count == RowsInChunk || bytes >= BytesInChunk)
                    await SendAsync();
            }
            await SendAsync();
            chunks.Complete();
        }
        catch (Exception failure)
        {
            try
            {
                // What stands before it is good.
                await SendAsync();
                chunks.Complete(failure);
            }
            catch (Exception late)
            {
                chunks.TryComplete(late);
            }
        }

        async Task SendAsync()
        {
            if (waiting.Count > 0)
            {
                await room.WaitAsync(stop);
                var commits = await CheckAsync(import, waiting, stop);
                commits[^1].Settled = () => room.Release();
                commits[^1].Result.BytesRead = import.Progress.BytesRead();
                await chunks.WriteAsync(commits, stop);
            }
            waiting.Clear();
            bytes = 0;
        }
    }

    private async Task<IReadOnlyList<RowCommit>> CheckAsync(ImportContext import, List<SourceRow> rows, CancellationToken cancel)
    {
        await readers.ReadAsync(snapshot => import.Learn(snapshot, rows), cancel);
        var commits = rows.ConvertAll(row => new RowCommit(import, row, row.Number));
        await readers.ReadAsync(snapshot => commits.ForEach(commit => commit.FindKey(snapshot)), cancel);
        return commits;
    }

    /// <summary>Writes row by row what comes: chunks follow each other into the ledger without waiting until each is durable.</summary>
    /// <param name="stop">Ends the reading when something could not be written.</param>
    private async Task WriteAsync(ImportContext import, ChannelReader<IReadOnlyList<RowCommit>> chunks, CancellationTokenSource stop, CancellationToken cancel)
    {
        var underway = new Queue<(Sent Sent, IReadOnlyList<RowResult> Results)>();
        Sent? last = null;
        try
        {
            await foreach (var chunk in chunks.ReadAllAsync(cancel))
            {
                IReadOnlyList<RowResult> results = [.. chunk.Select(row => row.Result)];
                last = await ledger.SendManyAsync([.. chunk.Select(row => row.Request)], last, cancel);
                underway.Enqueue((last, results));
                _ = last.Answer.ContinueWith(static (_, stop) => ((CancellationTokenSource)stop!).CancelAsync(), stop, CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                while (underway.Count > ChunksUnderway || underway.TryPeek(out var first) && first.Sent.Answer.IsCompleted)
                    await EndAsync();
            }
        }
        finally
        {
            // What the ledger has taken is written, whatever happens here: the import ends behind that.
            while (underway.Count > 0)
                await EndAsync();
        }

        async Task EndAsync()
        {
            var (sent, results) = underway.Dequeue();
            await sent.Answer;
            import.Progress.Add(results, results[^1].BytesRead);
        }
    }

    private async Task WriteAsync(ImportContext import, IReadOnlyList<RowCommit> rows, CancellationToken cancel)
    {
        await ledger.CommitManyAsync([.. rows.Select(row => row.Request)], cancel);
        import.Progress.Add(rows.Select(row => row.Result));
    }

    /// <summary>Everything in one transaction, or nothing but what would have become of each row.</summary>
    private async Task<bool> WriteAtOnceAsync(ImportContext import, RowSource source, ChannelReader<IReadOnlyList<RowCommit>> chunks, CancellationToken cancel)
    {
        var (rows, bytes) = (new List<RowCommit>(), 0L);
        await foreach (var chunk in chunks.ReadAllAsync(cancel))
        {
            rows.AddRange(chunk);
            bytes += chunk.Sum(row => (long)row.Size);
            if (rows.Count > MostAtOnce || bytes > MostBytesAtOnce)
                throw new Refusal(Reason.TooLarge, $"The file has more than {MostAtOnce:N0} rows or 64 MB: so much cannot be written all at once. Import it row by row with the mode each, and undo the whole import if you do not like it.");
        }
        rows.AddRange(source.Close(new HashSet<long>()).Select((row, i) => new RowCommit(import, row, -1 - i)));
        var outcomes = await ledger.CommitManyAsync([.. rows.Select(row => row.Request)], cancel, isAtomic: true);
        if (outcomes.All(outcome => outcome.Failure is null))
        {
            import.Progress.Add(rows.Select(row => row.Result));
            await RetireAsync(import, -rows.Count, cancel);
            return true;
        }
        await ledger.WriteBesideAsync(writer => rows.ForEach(row => row.NoteAgain(writer)), CancellationToken.None);
        import.Progress.Add(rows.Select(row => row.Result));
        return false;
    }

    private async Task CloseAsync(ImportContext import, RowSource source, long lowest, CancellationToken cancel)
    {
        var refused = await readers.ReadAsync(snapshot => ImportRows.Refused(snapshot.Session, import.Batch), cancel);
        var closing = 0;
        foreach (var rows in source.Close(refused).Chunk(RowsAtClose))
        {
            var before = closing;
            closing += rows.Length;
            await WriteAsync(import, [.. rows.Select((row, i) => new RowCommit(import, row, -1 - before - i)).Where((_, i) => -1 - before - i < lowest)], cancel);
        }
        await RetireAsync(import, Math.Min(lowest, -closing), cancel);
    }

    /// <summary>Deletes what the source has no more.</summary>
    private async Task RetireAsync(ImportContext import, long lowest, CancellationToken cancel)
    {
        if (!import.LooksForVanished)
            return;
        if (await readers.ReadAsync(snapshot => import.WhyNothingVanished(snapshot), cancel) is { } why)
        {
            await ledger.WriteBesideAsync(writer => Vanished.NoteNone(writer, import, lowest - 1, why), cancel);
            return;
        }
        for (var before = long.MaxValue; ;)
        {
            var vanished = await readers.ReadAsync(snapshot => ImportedRecords.Vanished(snapshot.Session, import.Source, import.Batch, before, RowsAtClose), cancel);
            if (vanished.Count == 0)
                return;
            await ledger.CommitManyAsync([.. vanished.Select(record => new Vanished(import, --lowest, record.Kind, record.Id).Request)], cancel);
            before = vanished[^1].Key;
        }
    }
}
