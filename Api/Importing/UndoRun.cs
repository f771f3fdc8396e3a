using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>
/// Takes back what an import wrote, its last commits first and many in one: what it made is deleted, what it changed is put
/// back. What others have changed since, or refer to, stays, and is told. It is noted with each commit, so that it can be
/// interrupted at any moment.
/// </summary>
internal sealed class UndoRun(Ledger ledger, Readers readers)
{
    private const int CommitsAtOnce = 200;

    public async Task<BatchState> RunAsync(BatchRow batch, ImportProgress progress, CancellationToken cancel)
    {
        while (true)
        {
            var seqs = await readers.ReadAsync(snapshot => ImportRows.NextToUndo(snapshot.Session, batch.Batch, CommitsAtOnce), cancel);
            if (seqs.Count == 0)
                return BatchState.Undone;
            await TakeBackAsync(batch, seqs, progress, cancel);
        }
    }

    /// <summary>Takes back these commits together; when others stand in the way of one, each half for itself.</summary>
    private async Task TakeBackAsync(BatchRow batch, IReadOnlyList<long> seqs, ImportProgress progress, CancellationToken cancel)
    {
        var together = new TakenBack(batch, seqs, progress);
        var outcome = (await ledger.CommitManyAsync([together.Request], cancel))[0];
        if (outcome.Failure is null)
            return;
        if (outcome.Failure is not Refusal)
            outcome.OrThrow();
        if (seqs.Count == 1)
        {
            await TakeBackOneByOneAsync(batch, seqs[0], progress, cancel);
            return;
        }
        foreach (var half in seqs.Chunk((seqs.Count + 1) / 2))
            await TakeBackAsync(batch, half, progress, cancel);
    }

    /// <summary>Takes back what can be of one commit, record by record, those that refer to others first.</summary>
    private async Task TakeBackOneByOneAsync(BatchRow batch, long seq, ImportProgress progress, CancellationToken cancel)
    {
        var versions = await readers.ReadAsync(snapshot => LedgerTransaction.VersionsOf(snapshot.Session, seq), cancel);
        var whys = new List<string>();
        foreach (var version in versions.Reverse())
        {
            var one = new TakenBack(batch, [seq], progress) { Only = (version.Kind, version.Id) };
            var outcome = (await ledger.CommitManyAsync([one.Request], cancel))[0];
            whys.AddRange(one.Whys);
            if (outcome.Failure is Refusal refusal)
                whys.Add($"{Code.Of(version.Kind)} {version.Id}: {refusal.Message}");
            else
                outcome.OrThrow();
        }
        await ledger.WriteBesideAsync(writer => ImportRows.SetUndone(writer, batch.Batch, seq, string.Join(' ', whys)), cancel);
        progress.AddUndone(whys.Count == 0 ? 1 : 0, whys.Count == 0 ? 0 : 1);
    }

    /// <summary>Some commits of the import on their way back.</summary>
    private sealed class TakenBack(BatchRow batch, IReadOnlyList<long> seqs, ImportProgress progress)
    {
        private readonly Dictionary<long, List<string>> _whys = [];
        private readonly List<(RecordKind Kind, RecordId Id, long Version)> _takenBack = [];

        /// <summary>This record alone; null for all of them.</summary>
        public (RecordKind Kind, RecordId Id)? Only { get; init; }

        public IEnumerable<string> Whys => _whys.Values.SelectMany(whys => whys);

        public CommitRequest Request => new(batch.Actor, Decide)
        {
            Batch = batch.Id,
            Reason = $"The import of {ImportSettings.Read(batch.Settings).File} is undone.",
            Note = Note,
        };

        private List<Change> Decide(Session session, World world)
        {
            _whys.Clear();
            _takenBack.Clear();
            // Of a record that several of the commits wrote, the first one says what was before.
            var first = new Dictionary<(RecordKind, RecordId), (long Version, long Seq)>();
            foreach (var seq in seqs)
            {
                foreach (var version in LedgerTransaction.VersionsOf(session, seq))
                {
                    if (Only is null || Only == (version.Kind, version.Id))
                        first[(version.Kind, version.Id)] = (version.Version, seq);
                }
            }
            var changes = new List<Change>(first.Count);
            foreach (var ((kind, id), (version, seq)) in first)
            {
                if (ImportedRecords.ChangedByOthers(session, kind, id, version, batch.Id) is { } other)
                {
                    Skip(seq, $"{Code.Of(kind)} {id} was changed since, by {other.Actor} in commit {other.Seq}.");
                    continue;
                }
                changes.Add(new Change(kind, id, version == 1 ? null : world.Version(kind, id, version - 1)));
                _takenBack.Add((kind, id, version));
            }
            return changes;
        }

        private void Skip(long seq, string why)
        {
            if (!_whys.TryGetValue(seq, out var whys))
                _whys[seq] = whys = [];
            whys.Add(why);
        }

        private void Note(Session writer, World world, Outcome outcome)
        {
            if (outcome.Failure is not null)
                return;
            foreach (var (kind, id, version) in _takenBack)
                ImportedRecords.PutBack(writer, kind, id, version);
            if (Only is not null)
                return;
            foreach (var seq in seqs)
                ImportRows.SetUndone(writer, batch.Batch, seq, _whys.TryGetValue(seq, out var whys) ? string.Join(' ', whys) : "");
            progress.AddUndone(seqs.Count - _whys.Count, _whys.Count);
        }
    }
}
