using System.Security.Cryptography;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>What sources have stated about records by imports.</summary>
internal static class ImportedRecords
{
    /// <summary>What was stated the last time; null when the record came in another way.</summary>
    public static ImportedRecord? Find(Session session, RecordKind kind, RecordId id)
    {
        var statement = session.Prepare("""
            SELECT i.source, i.batch, i.digest, i.stated, i.version, i.schema FROM record r JOIN import_record i ON i.key = r.row WHERE r.kind = ?1 AND r.id = ?2 AND r.version = 1
            """).Bind(Code.Of(kind)).Bind(id.Value);
        var found = statement.Step()
            ? new ImportedRecord(statement.Text(0), statement.Long(1), statement.Blob(2).ToArray(), statement.IsNull(3) ? null : statement.Blob(3).ToArray(), statement.Long(4)) { Schema = (int)statement.Long(5) }
            : null;
        statement.Reset();
        return found;
    }

    /// <summary>The record reads as its source has stated it now, or as that was put over what editors have changed.</summary>
    public static void Set(Session writer, RecordKind kind, RecordId id, ImportedRecord imported)
    {
        // Not by INSERT … SELECT: SQLite keeps a journal of its own for each such statement.
        var key = writer.KeyOf(kind, id);
        writer.Prepare("""
            INSERT INTO import_record (key, source, batch, digest, stated, version, schema) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (key) DO UPDATE SET source = ?2, batch = ?3, digest = ?4, stated = ?5, version = ?6, schema = ?7
            """).Bind(key).Bind(imported.Source).Bind(imported.Batch).Bind(imported.Digest).Bind(imported.Stated).Bind(imported.Version).Bind(imported.Schema).Run();
    }

    /// <summary>The source has it still.</summary>
    public static void SetSeen(Session writer, RecordKind kind, RecordId id, string source, long batch) => writer.Prepare("""
        UPDATE import_record SET source = ?3, batch = ?4 WHERE key = (SELECT row FROM record WHERE kind = ?1 AND id = ?2 AND version = 1)
        """).Bind(Code.Of(kind)).Bind(id.Value).Bind(source).Bind(batch).Run();

    /// <summary>The record is no more what the source made of it.</summary>
    public static void Forget(Session writer, RecordKind kind, RecordId id) => writer.Prepare("""
        DELETE FROM import_record WHERE key = (SELECT row FROM record WHERE kind = ?1 AND id = ?2 AND version = 1)
        """).Bind(Code.Of(kind)).Bind(id.Value).Run();

    /// <summary>The record is again what it was before a version: what the last import before that has stated, or nothing.</summary>
    public static void PutBack(Session writer, RecordKind kind, RecordId id, long version)
    {
        var statement = writer.Prepare("""
            SELECT b.settings ->> 'source', b.batch, r.document, r.version, r.schema FROM record r
            JOIN ledger_commit c ON c.seq = r.seq JOIN import_batch b ON b.id = c.batch
            WHERE r.kind = ?1 AND r.id = ?2 AND r.version < ?3 AND r.document IS NOT NULL AND b.state NOT IN ('undone', 'undoing') ORDER BY r.version DESC LIMIT 1
            """).Bind(Code.Of(kind)).Bind(id.Value).Bind(version);
        var before = statement.Step()
            ? new ImportedRecord(statement.Text(0), statement.Long(1), SHA256.HashData(statement.Blob(2)), null, statement.Long(3)) { Schema = (int)statement.Long(4) }
            : null;
        statement.Reset();
        if (before is null)
            Forget(writer, kind, id);
        else
            Set(writer, kind, id, before);
    }

    /// <summary>Records that the source had once and this import did not: the newest first, so that what refers to others goes before them.</summary>
    public static IReadOnlyList<(long Key, RecordKind Kind, RecordId Id)> Vanished(Session session, string source, long batch, long before, int limit)
    {
        var vanished = new List<(long, RecordKind, RecordId)>();
        var statement = session.Prepare("""
            SELECT i.key, r.kind, r.id FROM import_record i JOIN record r ON r.row = i.key WHERE i.source = ?1 AND i.batch <> ?2 AND i.key < ?3 ORDER BY i.key DESC LIMIT ?4
            """).Bind(source).Bind(batch).Bind(before).Bind(limit);
        while (statement.Step())
            vanished.Add((statement.Long(0), Code.Parse<RecordKind>(statement.Text(1)), new RecordId(statement.Text(2))));
        statement.Reset();
        return vanished;
    }

    /// <summary>How many records the source had once and this import did not, and how many it had in all.</summary>
    public static (long Vanished, long All) CountVanished(Session session, string source, long batch)
    {
        var statement = session.Prepare("SELECT coalesce(sum(batch <> ?2), 0), count(*) FROM import_record WHERE source = ?1").Bind(source).Bind(batch);
        statement.Step();
        var count = (statement.Long(0), statement.Long(1));
        statement.Reset();
        return count;
    }

    /// <summary>The last commit of others that wrote the record from this version on; null when only the batch has.</summary>
    public static (string Actor, long Seq)? ChangedByOthers(Session session, RecordKind kind, RecordId id, long version, string batch)
    {
        var statement = session.Prepare("""
            SELECT c.actor, c.seq FROM record r JOIN ledger_commit c ON c.seq = r.seq
            WHERE r.kind = ?1 AND r.id = ?2 AND r.version >= ?3 AND c.batch IS NOT ?4 ORDER BY r.version DESC LIMIT 1
            """).Bind(Code.Of(kind)).Bind(id.Value).Bind(version).Bind(batch);
        (string, long)? other = statement.Step() ? (statement.Text(0), statement.Long(1)) : null;
        statement.Reset();
        return other;
    }
}

/// <summary>What a source has stated about a record.</summary>
/// <param name="Batch">The import that had it last.</param>
/// <param name="Digest">SHA-256 of the document as the source stated it.</param>
/// <param name="Stated">That document, when the record reads otherwise since editors had changed it.</param>
/// <param name="Version">The version that was written from it.</param>
internal sealed record ImportedRecord(string Source, long Batch, byte[] Digest, byte[]? Stated, long Version)
{
    /// <summary>Of the document in <see cref="Stated"/>.</summary>
    public int Schema { get; init; } = RecordJson.Schema;
}
