using System.Text.Json.Serialization;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>How an import stands.</summary>
public sealed record ImportView
{
    /// <summary>UUIDv7; also the <c>batch</c> of its commits.</summary>
    public required string Id { get; init; }

    public BatchState State { get; init; }

    /// <summary>Why it ended early, and at which row.</summary>
    public string? Problem { get; init; }

    /// <summary>The name of the file, as its sender says.</summary>
    public required string File { get; init; }

    /// <summary>The profile by which rows become records; left out for NDJSON of commits.</summary>
    public string? Profile { get; init; }

    /// <summary>Whose records these are.</summary>
    public required string Source { get; init; }

    public ImportMode Mode { get; init; }

    public bool DryRun { get; init; }

    public bool RetireMissing { get; init; }

    /// <summary>Who sent it.</summary>
    public required string Actor { get; init; }

    /// <summary>SHA-256 of what the file holds, in hexadecimal; of a compressed one, decompressed.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How many bytes came.</summary>
    public long Bytes { get; init; }

    /// <summary>How many of them were read; only while it is at work.</summary>
    public long? BytesRead { get; init; }

    /// <summary>Rows a second since it was begun or resumed; only while it is at work.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>How long it will still take, by the bytes that were read; only while it is at work.</summary>
    public long? RemainingSeconds { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    /// <summary>How many rows ended how.</summary>
    public required ImportCounts Rows { get; init; }

    /// <param name="progress">Of the import, when it is at work now.</param>
    internal static ImportView Of(BatchRow batch, ImportProgress? progress)
    {
        var how = ImportSettings.Read(batch.Settings);
        var bytes = progress is null || batch.State is not BatchState.Running ? (long?)null : progress.BytesRead();
        var rate = bytes is null ? (double?)null : progress!.Rate;
        return new ImportView
        {
            Id = batch.Id,
            State = batch.State,
            Problem = batch.Problem,
            File = how.File,
            Profile = how.Profile,
            Source = how.Source,
            Mode = how.Mode,
            DryRun = how.DryRun,
            RetireMissing = how.RetireMissing,
            Actor = batch.Actor,
            Sha256 = Convert.ToHexStringLower(batch.Hash),
            Bytes = batch.Bytes,
            BytesRead = bytes,
            RowsPerSecond = rate is null ? null : Math.Round(rate.Value, 1),
            RemainingSeconds = progress is null || bytes is null ? null : progress.SecondsLeft(batch.Bytes),
            CreatedAt = At(batch.CreatedAt),
            StartedAt = batch.StartedAt is { } started ? At(started) : null,
            EndedAt = batch.EndedAt is { } ended ? At(ended) : null,
            Rows = progress?.Counts ?? batch.Counts ?? new ImportCounts(),
        };
    }

    private static DateTime At(long micros) => Instants.FromMicros(micros).UtcDateTime;
}

/// <summary>A page of imports, the newest first.</summary>
/// <param name="Next">The absolute address of the next page; null on the last one.</param>
public sealed record ImportList(IReadOnlyList<ImportView> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>A page of the report of an import.</summary>
/// <param name="Next">The absolute address of the next page; null on the last one.</param>
public sealed record ImportReport(IReadOnlyList<ImportRowView> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>What became of one row.</summary>
public sealed record ImportRowView
{
    /// <summary>
    /// The row of the file, from 1: the line of NDJSON, the record of XML, the row behind the header of CSV. Left out for what
    /// stands for many rows, such as a sanction that a whole list is about, and for records that vanished from the file.
    /// </summary>
    public long? Row { get; init; }

    /// <summary>What it stands for, when that is not one row.</summary>
    public string? Label { get; init; }

    public RowOutcome Outcome { get; init; }

    /// <summary>The commit that wrote it; left out when nothing was written.</summary>
    public long? Seq { get; init; }

    /// <summary>What the commit wrote.</summary>
    public IReadOnlyList<ImportedVersion> Records { get; init; } = [];

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<RowProblem> Problems { get; init; } = [];

    /// <summary>What the row says and its records do not, since it makes no sense there.</summary>
    public IReadOnlyList<RowNote> Notes { get; init; } = [];

    /// <summary>Records that were there before and may be the same, the likeliest first.</summary>
    public IReadOnlyList<RowTwins> PossibleDuplicates { get; init; } = [];

    /// <summary>The record that was to be deleted, since the source has it no more.</summary>
    public RetiredRecord? Retired { get; init; }

    /// <summary>It was taken back, whole.</summary>
    public bool? Undone { get; init; }

    /// <summary>Why it was not taken back, or not whole.</summary>
    public string? UndoSkipped { get; init; }

    internal static ImportRowView Of(RowRow row, Session session)
    {
        var detail = RowDetail.Read(row.Detail) ?? new RowDetail();
        return new ImportRowView
        {
            Row = row.Row > 0 ? row.Row : null,
            Label = detail.Label,
            Outcome = row.Outcome,
            Seq = row.Seq,
            Records = row.Seq is { } seq ? [.. LedgerTransaction.VersionsOf(session, seq).Select(version => new ImportedVersion(version.Kind, version.Id, version.Version, version.Op))] : [],
            Problems = detail.Problems,
            Notes = detail.Notes,
            PossibleDuplicates = detail.PossibleDuplicates,
            Retired = detail.Retired,
            Undone = row.Undo is "" ? true : null,
            UndoSkipped = row.Undo is { Length: > 0 } why ? why : null,
        };
    }
}

/// <summary>A version that a row wrote.</summary>
public sealed record ImportedVersion(RecordKind Kind, RecordId Id, long Version, Op Op);
