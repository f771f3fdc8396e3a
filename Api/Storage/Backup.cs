using Dapper;
using Microsoft.Data.Sqlite;

namespace Events.Api.Storage;

/// <summary>Copies a database while others use it: one consistent state, compacted, checked, and on the disk before it has its name.</summary>
internal static class Backup
{
    /// <summary>Writes the copy.</summary>
    /// <exception cref="UnusableDatabaseException">There is a file of that name, or the copy is not sound.</exception>
    public static void Write(string database, string file)
    {
        if (File.Exists(file))
            throw new UnusableDatabaseException($"{file} exists already. Name a new file: a backup never replaces another.");
        var unfinished = $"{file}.{Environment.ProcessId}.unfinished";
        File.Delete(unfinished);
        try
        {
            Copy(database, unfinished);
            using (var copy = Session.Open(unfinished, SqliteOpenMode.ReadOnly, ""))
            {
                if (copy.Connection.ExecuteScalar<string>("PRAGMA quick_check;") is not "ok" and var found)
                    throw new UnusableDatabaseException($"The copy is not sound: {found}. The backup was not kept; run check on the database.");
            }
            using (var flushed = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
                flushed.Flush(flushToDisk: true);
            File.Move(unfinished, file);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Copies one consistent state into a new file.</summary>
    public static void Copy(string database, string file)
    {
        // query_only, which other readers have, would keep SQLite from writing the copy too.
        using var session = Session.Open(database, SqliteOpenMode.ReadOnly, "");
        session.Connection.Execute("VACUUM INTO @file", new { file });
    }
}
