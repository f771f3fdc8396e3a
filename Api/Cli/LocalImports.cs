using System.Runtime.CompilerServices;
using Events.Api.Importing;
using Events.Api.Storage;
using Events.Domain.Importing;

namespace Events.Api.Cli;

/// <summary>Imports in this process, into a database that no server holds.</summary>
internal sealed class LocalImports(IServiceProvider services) : IImports
{
    private const string Actor = "import";
    private const int RowsAtOnce = 1000;

    private readonly ImportDesk _desk = services.GetRequiredService<ImportDesk>();
    private readonly Readers _readers = services.GetRequiredService<Readers>();
    private readonly Spool _spool = services.GetRequiredService<Spool>();
    private Task _work = Task.CompletedTask;

    public async Task<ImportView> SendAsync(string path, ImportSettings how, CancellationToken cancel)
    {
        var file = new SpooledFile(path, await ImportFile.HashAsync(path, cancel), new FileInfo(path).Length);
        var interrupted = await _readers.ReadAsync(snapshot => ImportTable.Interrupted(snapshot.Session, file.Hash, how.Write()), cancel);
        if (interrupted is { State: BatchState.Failed or BatchState.Stopped } && File.Exists(interrupted.File))
            await _desk.ResumeAsync(interrupted, cancel);
        return await RunAsync(interrupted is not null && File.Exists(interrupted.File) ? interrupted.Id : (await _desk.AddAsync(how, file, Actor, cancel)).Id, cancel);
    }

    public async Task<ImportView> SendAsync(Stream content, ImportSettings how, CancellationToken cancel) =>
        await RunAsync((await _desk.AddAsync(how, await _spool.TakeAsync(content, cancel), Actor, cancel)).Id, cancel);

    public async Task<bool> IsFinishedAsync(string path, ImportSettings how, CancellationToken cancel)
    {
        var hash = await ImportFile.HashAsync(path, cancel);
        return await _readers.ReadAsync(snapshot => ImportTable.Finished(snapshot.Session, hash, how.Write()), cancel) is not null;
    }

    public async Task<ImportView> LookAsync(string id, TimeSpan wait, CancellationToken cancel)
    {
        var batch = await _desk.WaitAsync(id, wait, cancel);
        if (!batch.State.IsUnfinished() || _work.IsFaulted)
            await _work;
        return ImportView.Of(batch, _desk.ProgressOf(batch));
    }

    public async Task<ImportView> UndoAsync(string id, CancellationToken cancel)
    {
        var batch = await _desk.FindAsync(id, cancel);
        if (batch.State is not BatchState.Undoing)
            await _desk.UndoAsync(batch, cancel);
        return await RunAsync(id, cancel);
    }

    public async IAsyncEnumerable<ImportRowView> RowsAsync(string id, bool onlyRefused, [EnumeratorCancellation] CancellationToken cancel)
    {
        var batch = await _desk.FindAsync(id, cancel);
        for (var after = 0L; ;)
        {
            var rows = await _readers.ReadAsync(
                snapshot => ImportRows.List(snapshot.Session, batch.Batch, onlyRefused ? [RowOutcome.Refused] : [], false, after, RowsAtOnce).Select(row => (row.Row, View: ImportRowView.Of(row, snapshot.Session))).ToList(), cancel);
            foreach (var row in rows)
                yield return row.View;
            if (rows.Count == 0)
                yield break;
            after = rows[^1].Row;
        }
    }

    private async Task<ImportView> RunAsync(string id, CancellationToken cancel)
    {
        var batch = await _desk.FindAsync(id, cancel);
        _work = Task.Run(() => _desk.RunAsync(batch, cancel), CancellationToken.None);
        return ImportView.Of(batch, null);
    }
}
