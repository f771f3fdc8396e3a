using System.Globalization;
using Dapper;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.Data.Sqlite;

namespace Events.Api.Storage;

/// <summary>
/// Holds a database against itself: the file's own integrity, the hash chain, references, and all derived rows against
/// those that a rebuild makes from the documents. It works on a copy, beside a running server.
/// </summary>
internal static class Check
{
    /// <summary>The derived tables, with what of their rows must be the same.</summary>
    private static readonly (string Table, string Columns)[] Derived =
    [
        ("posting", "term, day, key, from_seq, to_seq, rights, workflow"),
        ("indexed", "key, day, workflow, rights, opens_at, terms"),
        ("event_index", "key, from_seq, to_seq, earliest, verification, occurrence, people, sources, updated, lat, lon, type, latest"),
        ("event_people", "key, kind, from_seq, to_seq, low, best, high, unknown"),
        ("event_tally", "term, earliest, latest, type, ends, events"),
        ("rendering", "slot, from_seq, version, item, detail"),
        ("name_index", "form, key, nth, word, skeleton, from_seq, to_seq, rights, name"),
        ("sanction_state", "key, day, from_seq, to_seq, state"),
        ("opened", "seq, n, key"),
        ("record_text_docsize", "id, sz"),
        ("external_id", "kind, scheme, value, id, merged"),
        ("merged", "key, into_key, terms"),
    ];

    /// <summary>What is wrong, one sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Run(string database, Upcasters upcasters)
    {
        var folder = Directory.CreateTempSubdirectory("events-check-");
        try
        {
            var copy = Path.Combine(folder.FullName, "copy.db");
            using (var session = Session.Open(database, SqliteOpenMode.ReadOnly, ""))
                Backup.Copy(session, copy);
            List<string> found = [.. File(database), .. Ledger(copy)];
            try
            {
                found.AddRange([.. References(copy, upcasters), .. DerivedRows(copy, upcasters)]);
            }
            catch (Exception failure) when (found.Count > 0 && failure is not SqliteException)
            {
                // A document that was damaged may be no document any more.
                found.Add($"References and tables were not compared, since the documents cannot all be read: {failure.Message}");
            }
            return found;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            return [$"The file is damaged: {failure.Message}"];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> File(string database)
    {
        using var session = Session.OpenReader(database);
        return [.. session.Connection.Query<string>("PRAGMA integrity_check;").Where(found => found != "ok").Select(found => $"File: {found}")];
    }

    private static List<string> Ledger(string copy)
    {
        using var session = Session.OpenReader(copy);
        return LedgerCheck.Run(session);
    }

    private static List<string> References(string copy, Upcasters upcasters)
    {
        using var session = Session.OpenReader(copy);
        var world = new World(session, upcasters) { Now = DateTimeOffset.MaxValue };
        var found = new List<string>();
        foreach (var (kind, id) in session.Connection.Query<(string Kind, string Id)>("""
            SELECT r.kind, r.id FROM record r
            WHERE r.document IS NOT NULL AND r.version = (SELECT max(version) FROM record l WHERE l.kind = r.kind AND l.id = r.id)
            """, buffered: false))
        {
            if (world.SurvivorOf(Code.Parse<RecordKind>(kind), new RecordId(id)) is { } survivor && world.NewestVersion(Code.Parse<RecordKind>(kind), survivor) == 0)
                found.Add($"References: {kind} {id} was merged into {survivor}, which does not exist.");
            if (world.Find(Code.Parse<RecordKind>(kind), new RecordId(id)) is not { } record)
                continue;
            found.AddRange(Rules.Check(new RecordId(id), record, world).Where(violation => violation.Reason is Reason.UnknownReference)
                .Select(violation => $"References: {kind} {id} {violation.Pointer}: {violation.Message}"));
        }
        return found;
    }

    private static List<string> DerivedRows(string copy, Upcasters upcasters)
    {
        var found = new List<string>();
        using var session = Session.Open(copy, SqliteOpenMode.ReadWrite, "PRAGMA synchronous=OFF;");
        foreach (var (table, columns) in Derived)
            session.Connection.Execute($"CREATE TABLE temp.was_{table} AS SELECT {columns} FROM {table};");
        if (TextFailure(session) is { } failure)
            found.Add($"Text index: {failure}");
        Rebuild.Run(session, upcasters);
        foreach (var (table, columns) in Derived)
        {
            Compare(session, found, $"SELECT {columns} FROM temp.was_{table} EXCEPT SELECT {columns} FROM {table}", $"{table}: {{0}} rows stand there that do not follow from the documents, the first being {{1}}.");
            Compare(session, found, $"SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM temp.was_{table}", $"{table}: {{0}} rows are missing that follow from the documents, the first being {{1}}.");
        }
        return found;
    }

    private static string? TextFailure(Session session)
    {
        try
        {
            session.Connection.Execute("INSERT INTO record_text (record_text) VALUES ('integrity-check')");
            return null;
        }
        catch (SqliteException failure)
        {
            return failure.Message;
        }
    }

    private static void Compare(Session session, List<string> found, string sql, string message)
    {
        var rows = session.Connection.Query(sql).AsList();
        if (rows.Count > 0)
        {
            var first = string.Join(", ", ((IDictionary<string, object?>)rows[0]).Values.Select(value => value is byte[] bytes ? $"{bytes.Length} bytes" : value?.ToString() ?? "null"));
            found.Add(string.Format(CultureInfo.InvariantCulture, message, rows.Count, first.Length > 200 ? first[..200] + "…" : first));
        }
    }
}
