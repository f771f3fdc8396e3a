using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Events.Api.Commits;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>
/// One row on its way into the ledger. It is read and checked where it waits; on the writer's thread is only decided what
/// of it is new, and noted what became of it.
/// </summary>
internal sealed class RowCommit
{
    private readonly ImportContext _import;
    private readonly SourceRow _row;
    private readonly CommitDraft? _draft;
    private readonly IReadOnlyList<StatedDocument> _documents = [];
    private readonly IReadOnlyList<Violation> _problems;
    private readonly string? _reason;
    private readonly List<Restated> _restated = [];
    private readonly List<CommitDraft.Entry> _merged = [];
    private RowDetail? _detail;

    /// <param name="number">Under which it is noted: that of the row, or one below zero.</param>
    public RowCommit(ImportContext import, SourceRow row, long number)
    {
        (_import, _row, Result, _problems) = (import, row, new RowResult(number), row.Problems);
        try
        {
            if (row.Commit is { } commit && row.Problems.Count == 0)
            {
                (_reason, _draft) = (CommitDraft.ReasonOf(commit.RootElement), import.Read(commit.RootElement));
                _documents = StatedDocument.Of(_draft);
            }
        }
        catch (Refusal refusal)
        {
            _problems = ViolationsOf(refusal);
        }
    }

    /// <summary>How many bytes it asks to write.</summary>
    public int Size => _row.Size;

    /// <summary>What became of it, also when it is forgotten itself.</summary>
    public RowResult Result { get; }

    /// <summary>Is called once, when the writer has come to it.</summary>
    public Action? Settled { get; set; }

    public CommitRequest Request => new(_import.Actor, Decide)
    {
        Batch = _import.Id,
        Reason = _reason,
        ListsRecords = true,
        Note = Note,
        IdempotencyKey = Key,
        RequestHash = Key is null ? null : [],
    };

    /// <summary>What has neither id nor external id is recognised by its text alone.</summary>
    public string? Key { get; private set; }

    /// <summary>Finds the key of a row that is recognised by its text. What was undone since counts as never written.</summary>
    public void FindKey(Snapshot snapshot)
    {
        if (_draft?.Entries.Any(entry => entry.Record is not null && entry.Head.Names.Count == 0 && entry.Head.Id is null) != true)
            return;
        var text = Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(_row.Commit!.RootElement)));
        Key = text;
        for (var again = 2; ImportRows.IsUndone(snapshot.Session, _import.Actor, Key); again++)
            Key = string.Create(CultureInfo.InvariantCulture, $"{text}.{again}");
    }

    private List<Change> Decide(Session session, World world)
    {
        _restated.Clear();
        _merged.Clear();
        if (_problems.Count > 0)
            throw new Refusal(_problems);
        var draft = Settle(world);
        var documents = draft == _draft ? _documents : StatedDocument.Of(draft);
        var changes = new List<Change>(draft.Entries.Count);
        var contested = new List<Violation>();
        foreach (var (i, entry) in draft.Entries.Index())
        {
            if (entry.Record is { } record && Decide(session, world, entry, record, documents[i], $"/records/{i}", contested) is { } decided)
                changes.Add(Change.Put(entry.Id, decided) with { Document = ReferenceEquals(decided, record) ? documents[i].Document : null });
        }
        return contested.Count == 0 ? changes : throw new Refusal(contested);
    }

    /// <summary>What is to be written of an entry; null when nothing is.</summary>
    private Record? Decide(Session session, World world, CommitDraft.Entry entry, Record record, StatedDocument stated, string pointer, List<Violation> contested)
    {
        var (version, current) = world.Newest(entry.Kind, entry.Id);
        if (entry.Head.Keeps)
            return current is null ? record : null;
        if (current is not null && CommitDraft.IsKnownByMerge(entry.Head, world))
        {
            // The record says more than this row: what was merged into it does not write over it.
            _merged.Add(entry);
            return null;
        }
        var before = version == 0 ? null : ImportedRecords.Find(session, entry.Kind, entry.Id);
        var restated = new Restated(entry, pointer, stated.Digest, before, version, current is null);
        _restated.Add(restated);
        // An editor may have changed or deleted it since: the source says nothing new.
        if (before is not null && (before.Digest.AsSpan().SequenceEqual(stated.Digest) || (_import.IsRepeated(Result.Number) && current is not null)))
            return null;
        if (current is null || before is null)
            return record;
        var earlier = before.Stated is { } kept ? world.Read(entry.Kind, before.Schema, kept) : world.Version(entry.Kind, entry.Id, before.Version)!;
        var (merged, members) = Restatement.Over(earlier, current, record);
        contested.AddRange(members.Select(member => new Violation(Reason.EditedSinceImport, $"{pointer}/data/{member}", $"Both the source and an editor have changed \"{member}\" of {Code.Of(entry.Kind)} {entry.Id} since the last import. Decide there which holds.")));
        restated.Stated = RecordJson.Write(merged).AsSpan().SequenceEqual(stated.Document) ? null : stated.Document;
        return merged;
    }

    /// <summary>The draft with the records as the ledger knows them: others may have been faster than who read it.</summary>
    private CommitDraft Settle(World world)
    {
        foreach (var (i, entry) in _draft!.Entries.Index())
        {
            var known = CommitDraft.Identify(entry.Head, world.Identify);
            if (known is null && entry.Record is null)
                throw new Refusal([new Violation(Reason.UnknownReference, $"/records/{i}/externalId", $"There is no {Code.Of(entry.Kind)} with the {entry.Head.Names[0].Scheme} \"{entry.Head.Names[0].Value}\".")]);
            if (known is null ? world.NewestVersion(entry.Kind, entry.Id) > 0 : known != entry.Id)
                return _import.Read(_row.Commit!.RootElement, world.Identify);
        }
        return _draft;
    }

    private void Note(Session writer, World world, Outcome outcome)
    {
        if (outcome.Committed is not { } committed)
        {
            var violations = outcome.Failure is Refusal refusal ? ViolationsOf(refusal) : [new Violation(Reason.InvalidValue, "", "The program has a defect that this row brings to light; its log says more.")];
            if (outcome.Failure is not Refusal)
                _import.Log.RowFailed(outcome.Failure!, Result.Number);
            NoteSeen(writer, world);
            Note(writer, RowOutcome.Refused, null, new RowDetail { Label = _row.Label, Unread = _draft is null ? true : null, Problems = [.. violations.Select(Problem)] });
            return;
        }
        var written = committed.Replayed ? [] : committed.Versions;
        foreach (var restated in _restated)
            Note(writer, restated, written);
        foreach (var entry in _import.LooksForVanished ? _merged : [])
            NoteSeen(writer, entry);
        var outcomeOfRow = written.Any(version => version.Op is Op.Create) || _restated.Exists(restated => restated.IsNew && Wrote(written, restated.Entry)) ? RowOutcome.Created
            : written.Count > 0 ? RowOutcome.Updated
            : RowOutcome.Unchanged;
        var twins = outcomeOfRow is RowOutcome.Created ? TwinsOf(writer, world, written) : [];
        Note(writer, outcomeOfRow, written.Count > 0 ? committed.Seq : null,
            _row.Label is null && twins.Count == 0 && _row.Notes.Count == 0 ? null : new RowDetail { Label = _row.Label, Notes = _row.Notes, PossibleDuplicates = twins });
    }

    private List<RowTwins> TwinsOf(Session writer, World world, IReadOnlyList<WrittenVersion> written)
    {
        var twins = new List<RowTwins>();
        foreach (var restated in _restated)
        {
            if (!restated.IsNew || !Wrote(written, restated.Entry))
                continue;
            // What one row tells apart is not the same.
            var found = Twins.Of(writer, world, restated.Entry.Kind, restated.Entry.Id, restated.Entry.Record!).Where(twin => !written.Any(version => version.Id == twin.Id)).ToList();
            if (found.Count > 0)
                twins.Add(new RowTwins(restated.Pointer, found));
        }
        return twins;
    }

    private void Note(Session writer, RowOutcome outcome, long? seq, RowDetail? detail)
    {
        _detail = detail;
        (Result.Outcome, Result.HasTwins) = (outcome, detail?.PossibleDuplicates.Count > 0);
        ImportRows.Add(writer, _import.Batch, Result.Number, outcome, seq, detail?.Write());
        Settled?.Invoke();
        Settled = null;
    }

    /// <summary>Notes what would have become of the row, after all was taken back.</summary>
    public void NoteAgain(Session writer) => ImportRows.Add(writer, _import.Batch, Result.Number, Result.Outcome, null, _detail?.Write());

    private void Note(Session writer, Restated restated, IReadOnlyList<WrittenVersion> written)
    {
        var (kind, id) = (restated.Entry.Kind, restated.Entry.Id);
        var version = written.FirstOrDefault(version => version.Kind == kind && version.Id == id)?.Version;
        if (version is not null || restated.Before is null)
            ImportedRecords.Set(writer, kind, id, new ImportedRecord(_import.Source, _import.Batch, restated.Digest, restated.Stated, version ?? restated.Version));
        else if (_import.LooksForVanished)
            ImportedRecords.SetSeen(writer, kind, id, _import.Source, _import.Batch);
    }

    /// <summary>A record that is of this source has another row in it, too, since both were merged.</summary>
    private void NoteSeen(Session writer, CommitDraft.Entry entry)
    {
        if (ImportedRecords.Find(writer, entry.Kind, entry.Id)?.Source == _import.Source)
            ImportedRecords.SetSeen(writer, entry.Kind, entry.Id, _import.Source, _import.Batch);
    }

    /// <summary>The source has it still, although this row of it is refused.</summary>
    private void NoteSeen(Session writer, World world)
    {
        if (!_import.LooksForVanished)
            return;
        foreach (var entry in _draft?.Entries.Where(entry => entry.Record is not null && !entry.Head.Keeps) ?? [])
        {
            if (entry.Head.Names.Select(name => world.Identify(entry.Kind, name)).FirstOrDefault(id => id is not null) is { } id)
                ImportedRecords.SetSeen(writer, entry.Kind, id, _import.Source, _import.Batch);
        }
    }

    private RowProblem Problem(Violation violation) => new(Code.Of(violation.Reason), violation.Message, violation.Pointer is { Length: > 0 } pointer ? pointer : null,
        _row.Commit is null ? violation.Pointer is { Length: > 0 } column ? column : null : _row.ColumnOf(violation.Pointer));

    private static bool Wrote(IReadOnlyList<WrittenVersion> written, CommitDraft.Entry entry) => written.Any(version => version.Kind == entry.Kind && version.Id == entry.Id);

    private static IReadOnlyList<Violation> ViolationsOf(Refusal refusal) =>
        refusal.Violations.Count > 0 ? refusal.Violations : [new Violation(refusal.Reason, "", refusal.Message)];

    /// <summary>What the source states about a record, made ready ahead of the writer.</summary>
    private readonly record struct StatedDocument(byte[] Document, byte[] Digest)
    {
        public static IReadOnlyList<StatedDocument> Of(CommitDraft draft) => [.. draft.Entries.Select(entry =>
        {
            var document = entry.Record is null ? [] : RecordJson.Write(entry.Record);
            return new StatedDocument(document, SHA256.HashData(document));
        })];
    }

    /// <summary>A record that the row states.</summary>
    private sealed class Restated(CommitDraft.Entry entry, string pointer, byte[] digest, ImportedRecord? before, long version, bool isNew)
    {
        public CommitDraft.Entry Entry => entry;

        /// <summary>Where it stands in the row.</summary>
        public string Pointer => pointer;

        public byte[] Digest => digest;

        public ImportedRecord? Before => before;

        /// <summary>The version that it had before; 0 when there was none.</summary>
        public long Version => version;

        /// <summary>There was none, or it was deleted.</summary>
        public bool IsNew => isNew;

        /// <summary>The document as it was stated, when the record reads otherwise.</summary>
        public byte[]? Stated { get; set; }
    }
}

/// <summary>What became of a row.</summary>
/// <param name="number">Under which it is noted.</param>
internal sealed class RowResult(long number)
{
    public long Number => number;

    public RowOutcome Outcome { get; set; }

    public bool HasTwins { get; set; }

    /// <summary>How many bytes of the file had been read by then; 0 when nobody asked.</summary>
    public long BytesRead { get; set; }
}
