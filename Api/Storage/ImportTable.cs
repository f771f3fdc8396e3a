using System.Text.Json;
using Dapper;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>The imports, kept beside the ledger. The writer's thread alone writes them.</summary>
internal static class ImportTable
{
    private const string Columns = """
        batch AS Batch, id AS Id, state AS StateCode, settings AS Settings, file AS File, hash AS Hash, bytes AS Bytes, actor AS Actor,
        created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt, problem AS Problem,
        counts AS CountsText
        """;

    public static BatchRow Add(Session writer, BatchRow batch)
    {
        var number = writer.Connection.ExecuteScalar<long>("""
            INSERT INTO import_batch (id, state, settings, file, hash, bytes, actor, created_at)
            VALUES (@Id, @StateCode, @Settings, @File, @Hash, @Bytes, @Actor, @CreatedAt) RETURNING batch
            """, batch);
        return batch with { Batch = number };
    }

    public static BatchRow? Find(Session session, string id) =>
        session.Connection.QuerySingleOrDefault<BatchRow>($"SELECT {Columns} FROM import_batch WHERE id = @id", new { id });

    /// <summary>The newest first, those before one.</summary>
    /// <param name="hash">Only those of these bytes.</param>
    public static IReadOnlyList<BatchRow> List(Session session, long before, int limit, byte[]? hash = null) => session.Connection.Query<BatchRow>($"""
        SELECT {Columns} FROM import_batch WHERE batch < @before {(hash is null ? "" : "AND hash = @hash")} ORDER BY batch DESC LIMIT @limit
        """, new { before, limit, hash }).AsList();

    /// <summary>The first of those that have still something to do by themselves; null when there is none.</summary>
    public static BatchRow? NextUnfinished(Session session) =>
        session.Connection.QueryFirstOrDefault<BatchRow>($"SELECT {Columns} FROM import_batch WHERE state IN ('waiting', 'running', 'undoing') ORDER BY batch LIMIT 1");

    /// <summary>The newest import of these bytes in this manner that was not finished; null when there is none.</summary>
    public static BatchRow? Interrupted(Session session, byte[] hash, string settings) => session.Connection.QueryFirstOrDefault<BatchRow>($"""
        SELECT {Columns} FROM import_batch WHERE hash = @hash AND settings = @settings AND state IN ('waiting', 'running', 'failed', 'stopped') ORDER BY batch DESC LIMIT 1
        """, new { hash, settings });

    /// <summary>The newest finished import of these bytes in this manner; null when there is none.</summary>
    public static BatchRow? Finished(Session session, byte[] hash, string settings) => session.Connection.QueryFirstOrDefault<BatchRow>($"""
        SELECT {Columns} FROM import_batch WHERE hash = @hash AND settings = @settings AND state = 'done' ORDER BY batch DESC LIMIT 1
        """, new { hash, settings });

    /// <summary>The last other import that has read these bytes by the same profile, to their end, and is not taken back; null when there is none.</summary>
    public static long? Repeats(Session session, BatchRow batch) => session.Connection.ExecuteScalar<long?>("""
        SELECT max(batch) FROM import_batch WHERE hash = @Hash AND batch <> @Batch AND state = 'done' AND settings ->> 'dryRun' = 0
          AND settings ->> 'profile' IS @Settings ->> 'profile' AND settings ->> 'mapping' IS @Settings ->> 'mapping'
        """, batch);

    /// <summary>The imports that need their bytes still, or may.</summary>
    public static IReadOnlyList<string> FilesInUse(Session session) =>
        session.Connection.Query<string>("SELECT file FROM import_batch WHERE state IN ('waiting', 'running', 'failed', 'stopped')").AsList();

    /// <summary>Something is to be done, or being done.</summary>
    public static void Begin(Session writer, long batch, BatchState state, DateTimeOffset at) => writer.Connection.Execute("""
        UPDATE import_batch SET state = @code, started_at = CASE WHEN @code = 'running' THEN coalesce(started_at, @now) ELSE started_at END, ended_at = NULL, problem = NULL
        WHERE batch = @batch
        """, new { batch, code = Code.Of(state), now = at.ToMicros() });

    /// <summary>It has ended, for now or for good.</summary>
    public static void End(Session writer, long batch, BatchState state, DateTimeOffset at, string? problem, ImportCounts counts) => writer.Connection.Execute("""
        UPDATE import_batch SET state = @code, ended_at = @now, problem = @problem, counts = @counts WHERE batch = @batch
        """, new { batch, code = Code.Of(state), now = at.ToMicros(), problem, counts = JsonSerializer.Serialize(counts, ViewJson.Options) });
}

/// <summary>An import as it is kept.</summary>
internal sealed record BatchRow
{
    public long Batch { get; init; }
    public required string Id { get; init; }
    public required string StateCode { get; init; }
    public BatchState State => Code.Parse<BatchState>(StateCode);
    public required string Settings { get; init; }

    /// <summary>Where its bytes lie.</summary>
    public required string File { get; init; }
    public required byte[] Hash { get; init; }
    public long Bytes { get; init; }
    public required string Actor { get; init; }
    public long CreatedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? Problem { get; init; }
    public string? CountsText { get; init; }

    /// <summary>As of its last end; null when it has never ended.</summary>
    public ImportCounts? Counts => CountsText is null ? null : JsonSerializer.Deserialize<ImportCounts>(CountsText, ViewJson.Options);
}
