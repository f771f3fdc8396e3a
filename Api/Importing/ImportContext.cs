using System.Text.Json;
using Events.Api.Commits;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>What the rows of one import share.</summary>
internal sealed class ImportContext(BatchRow batch, ImportSettings settings, CountryBook countries, TimeProvider clock, ILogger log)
{
    /// <summary>So many may vanish whatever their share.</summary>
    private const int FewVanished = 20;

    private readonly KnownIdentities _identities = new();

    public long Batch => batch.Batch;

    /// <summary>The batch of its commits.</summary>
    public string Id => batch.Id;

    public string Actor => batch.Actor;

    public string Source => settings.Source;

    /// <summary>This very file was imported before, to its end: the rows of it that were refused then. Null when it was not.</summary>
    public HashSet<long>? RefusedBefore { get; init; }

    /// <summary>A row was taken from this very file before: what it says of records that are there is nothing new, whatever other files of the source have said since.</summary>
    public bool IsRepeated(long row) => RefusedBefore?.Contains(row) == false;

    /// <summary>What the source has no more is to be found out.</summary>
    public bool LooksForVanished => settings.RetireMissing;

    public ILogger Log => log;

    public required ImportProgress Progress { get; init; }

    /// <summary>Looks up what rows may mean by their external ids, many at once.</summary>
    public void Learn(Snapshot snapshot, IEnumerable<SourceRow> rows) => _identities.Learn(snapshot, rows);

    /// <summary>Reads a commit with the identities as they were looked up; new records get an id of their own.</summary>
    public CommitDraft Read(JsonElement commit) => Read(commit, _identities.Find);

    public CommitDraft Read(JsonElement commit, Func<RecordKind, ExternalId, RecordId?> identify)
    {
        var at = clock.GetUtcNow();
        var draft = CommitDraft.OfImport(commit, countries.Directory, identify, () => RecordId.New(at));
        if (identify == _identities.Find)
            _identities.Keep(draft);
        return draft;
    }

    /// <summary>Why it cannot be told what the source has no more; null when it can.</summary>
    public string? WhyNothingVanished(Snapshot snapshot)
    {
        var counts = ImportRows.Count(snapshot.Session, Batch);
        return ImportRows.HasUnread(snapshot.Session, Batch) ? "Nothing was deleted: rows could not be read, so that nobody knows whether they still have what is missing elsewhere."
            : counts.Read == counts.Refused ? "Nothing was deleted: no row of the file was accepted."
            : WhyTooManyVanished(ImportedRecords.CountVanished(snapshot.Session, Source, Batch));
    }

    /// <summary>A file that lacks most of what its source had is more likely another file.</summary>
    private string? WhyTooManyVanished((long Vanished, long All) count) =>
        count.Vanished > (settings.RetireAtMost == 0 ? 0 : FewVanished) && count.Vanished * 100 > count.All * settings.RetireAtMost
            ? $"Nothing was deleted: the file lacks {count.Vanished:N0} of the {count.All:N0} records of {Source}, more than {settings.RetireAtMost} percent. If it is a file of its own, name another source for it; if so much has vanished indeed, allow more."
            : null;
}
