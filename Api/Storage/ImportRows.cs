using Dapper;
using Events.Domain.Importing;

namespace Events.Api.Storage;

/// <summary>What became of each row of an import, written in the very transaction that wrote the row.</summary>
internal static class ImportRows
{
    /// <param name="row">From 1; below zero for records of groups and for what vanished.</param>
    /// <param name="seq">The commit that wrote it; null when none did.</param>
    /// <param name="detail">JSON; null when there is nothing to say.</param>
    public static void Add(Session writer, long batch, long row, RowOutcome outcome, long? seq, string? detail) => writer.Prepare("""
        INSERT INTO import_row (batch, row, outcome, seq, detail) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (batch, row) DO UPDATE SET outcome = ?3, seq = coalesce(?4, seq), detail = ?5
        """).Bind(batch).Bind(row).Bind((long)outcome).Bind(seq).Bind(detail).Run();

    /// <summary>The last row that was noted, and the lowest number below zero; 0 when there is none.</summary>
    public static (long Last, long Lowest) Reached(Session session, long batch)
    {
        var statement = session.Prepare("SELECT coalesce(max(row), 0), coalesce(min(row), 0) FROM import_row WHERE batch = ?1").Bind(batch);
        statement.Step();
        var reached = (Math.Max(0, statement.Long(0)), Math.Min(0, statement.Long(1)));
        statement.Reset();
        return reached;
    }

    /// <summary>How the rows ended; all of it is counted.</summary>
    public static ImportCounts Count(Session session, long batch) => session.Connection.QuerySingle<ImportCounts>("""
        SELECT coalesce(sum(row > 0 AND outcome = 0), 0) AS Created, coalesce(sum(row > 0 AND outcome = 1), 0) AS Updated,
          coalesce(sum(row > 0 AND outcome = 2), 0) AS Unchanged, coalesce(sum(row > 0 AND outcome = 3), 0) AS Refused,
          coalesce(sum(row > 0 AND detail LIKE '%"twins"%'), 0) AS PossibleDuplicates,
          coalesce(sum(outcome = 4), 0) AS Retired,
          coalesce(sum(seq IS NOT NULL AND undo = ''), 0) AS Undone, coalesce(sum(seq IS NOT NULL AND undo <> ''), 0) AS Skipped
        FROM import_row WHERE batch = @batch
        """, new { batch });

    /// <summary>Whether a row of the file could not be read, in this run of the import or in one before it was interrupted.</summary>
    public static bool HasUnread(Session session, long batch) => session.Connection.ExecuteScalar<bool>("""
        SELECT EXISTS (SELECT 1 FROM import_row WHERE batch = @batch AND row > 0 AND detail LIKE '%"unread":true%')
        """, new { batch });

    /// <summary>In the order of the file, those of groups last.</summary>
    public static IReadOnlyList<RowRow> List(Session session, long batch, IReadOnlyList<RowOutcome> outcomes, bool onlyTwins, long after, int limit)
    {
        // Groups come behind the rows that they are made of: -1, -2, … after the last row.
        var of = outcomes.Count == 0 ? "" : $"AND outcome IN ({string.Join(", ", outcomes.Select(outcome => (int)outcome))})";
        var twins = onlyTwins ? "AND detail LIKE '%\"twins\"%'" : "";
        var rows = after < 0 ? [] : session.Connection.Query<RowRow>($"""
            SELECT row AS Row, outcome AS OutcomeNumber, seq AS Seq, detail AS Detail, undo AS Undo FROM import_row
            WHERE batch = @batch AND row > @after {of} {twins} ORDER BY row LIMIT @limit
            """, new { batch, after, limit }).AsList();
        return rows.Count == limit ? rows : [.. rows, .. session.Connection.Query<RowRow>($"""
            SELECT row AS Row, outcome AS OutcomeNumber, seq AS Seq, detail AS Detail, undo AS Undo FROM import_row
            WHERE batch = @batch AND row < @after {of} {twins} ORDER BY row DESC LIMIT @limit
            """, new { batch, after = Math.Min(0, after), limit = limit - rows.Count })];
    }

    /// <summary>The rows of the file that were refused.</summary>
    public static HashSet<long> Refused(Session session, long batch) =>
        [.. session.Connection.Query<long>("SELECT row FROM import_row WHERE batch = @batch AND row > 0 AND outcome = @outcome", new { batch, outcome = (int)RowOutcome.Refused })];

    /// <summary>The last commits that are still to be taken back, the newest first.</summary>
    public static IReadOnlyList<long> NextToUndo(Session session, long batch, int limit) => session.Connection.Query<long>("""
        SELECT DISTINCT seq FROM import_row INDEXED BY import_row_undo WHERE batch = @batch AND seq IS NOT NULL AND undo IS NULL ORDER BY seq DESC LIMIT @limit
        """, new { batch, limit }).AsList();

    /// <param name="why">Why it is not, or not whole; empty when it is.</param>
    public static void SetUndone(Session writer, long batch, long seq, string why) =>
        writer.Prepare("UPDATE import_row SET undo = ?3 WHERE batch = ?1 AND seq = ?2").Bind(batch).Bind(seq).Bind(why).Run();

    /// <summary>What was skipped is to be tried again.</summary>
    public static void RetrySkipped(Session writer, long batch) =>
        writer.Prepare("UPDATE import_row SET undo = NULL WHERE batch = ?1 AND undo <> ''").Bind(batch).Run();

    /// <summary>Whether what was committed under a key was taken back by the undo of an import.</summary>
    public static bool IsUndone(Session session, string actor, string key)
    {
        var statement = session.Prepare("""
            SELECT 1 FROM ledger_commit c JOIN import_batch b ON b.id = c.batch JOIN import_row r ON r.batch = b.batch AND r.seq = c.seq
            WHERE c.actor = ?1 AND c.idempotency_key = ?2 AND r.undo = ''
            """).Bind(actor).Bind(key);
        var isUndone = statement.Step();
        statement.Reset();
        return isUndone;
    }

    /// <summary>Puts the rows of an import that was tried on a copy into the database itself.</summary>
    public static void Take(Session writer, long batch, IEnumerable<RowRow> rows)
    {
        foreach (var row in rows)
            Add(writer, batch, row.Row, row.Outcome, null, row.Detail);
    }
}

/// <summary>One row of an import as it is kept.</summary>
internal sealed record RowRow
{
    public long Row { get; init; }
    public long OutcomeNumber { get; init; }
    public RowOutcome Outcome => (RowOutcome)OutcomeNumber;
    public long? Seq { get; init; }
    public string? Detail { get; init; }
    public string? Undo { get; init; }
}
