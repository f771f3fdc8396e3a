using Dapper;
using Events.Domain.Importing;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>The imports, kept beside the ledger. The writer's thread alone writes them.</summary>
internal static class ImportTable
{
    private const string Columns = """
        batch AS Batch, id AS Id, state AS StateCode, settings AS Settings, file AS File, hash AS Hash, bytes AS Bytes, actor AS Actor,
        created_at AS CreatedAt, started_at AS StartedAt, ended_at AS EndedAt, problem AS Problem
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
    public static IReadOnlyList<BatchRow> List(Session session, long before, int limit) =>
        session.Connection.Query<BatchRow>($"SELECT {Columns} FROM import_batch WHERE batch < @before ORDER BY batch DESC LIMIT @limit", new { before, limit }).AsList();

    /// <summary>Those that have still something to do by themselves, in the order in which they came.</summary>
    public static IReadOnlyList<BatchRow> Unfinished(Session session) =>
        session.Connection.Query<BatchRow>($"SELECT {Columns} FROM import_batch WHERE state IN ('waiting', 'running', 'undoing') ORDER BY batch").AsList();

    /// <summary>The newest import of these bytes in this manner that was not finished; null when there is none.</summary>
    public static BatchRow? Interrupted(Session session, byte[] hash, string settings) => session.Connection.QueryFirstOrDefault<BatchRow>($"""
        SELECT {Columns} FROM import_batch WHERE hash = @hash AND settings = @settings AND state IN ('waiting', 'running', 'failed', 'stopped') ORDER BY batch DESC LIMIT 1
        """, new { hash, settings });

    public static void SetState(Session writer, long batch, BatchState state, DateTimeOffset at, string? problem = null)
    {
        var (code, now) = (Code.Of(state), at.ToMicros());
        writer.Connection.Execute(state is BatchState.Running
            ? "UPDATE import_batch SET state = @code, started_at = coalesce(started_at, @now), ended_at = NULL, problem = NULL WHERE batch = @batch"
            : state.IsUnfinished()
            ? "UPDATE import_batch SET state = @code, ended_at = NULL, problem = NULL WHERE batch = @batch"
            : "UPDATE import_batch SET state = @code, ended_at = @now, problem = @problem WHERE batch = @batch", new { batch, code, now, problem });
    }
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
}
