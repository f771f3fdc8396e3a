using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>Copies a database while others use it: one consistent state, compacted, verified, and on the disk before it has its name.</summary>
internal static class Backup
{
    /// <summary>Writes the copy into a new file.</summary>
    /// <returns>The last commit that it holds.</returns>
    /// <exception cref="UnusableDatabaseException">There is a file of that name, the copy is not sound, or there is no room for it.</exception>
    public static Head Write(string database, string file)
    {
        if (Path.Exists(file))
            throw new UnusableDatabaseException($"{file} exists already. Name a new file: a backup never replaces another.");
        return Write(database, file, _ => file, CancellationToken.None).Head;
    }

    /// <summary>Writes the copy into a new file that is named after what it holds.</summary>
    /// <param name="begin">What the name of the unfinished file begins with. What earlier runs have left under it is deleted first.</param>
    /// <param name="name">The full path of the file, in the folder of the unfinished one.</param>
    public static (string File, Head Head) Write(string database, string begin, Func<Head, string> name, CancellationToken cancel)
    {
        Unfinished.Clear(begin);
        var unfinished = Unfinished.NameFor(begin);
        try
        {
            using (var session = Session.Open(database, SqliteOpenMode.ReadOnly, ""))
                Copy(session, unfinished, cancel);
            var head = BackupFile.Verify(unfinished, cancel);
            Durable.Flush(unfinished);
            var file = name(head);
            // Without replacing a file that came meanwhile.
            File.Move(unfinished, file);
            Durable.FlushFolderOf(file);
            return (file, head);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_FULL)
        {
            throw new UnusableDatabaseException($"The disk of {Path.GetDirectoryName(begin)} is full: no backup was written. Make room there, or name a file on another disk.", failure);
        }
        finally
        {
            Unfinished.Delete(unfinished);
        }
    }

    /// <summary>Copies one consistent state of a database that others use.</summary>
    public static void CopyOf(string database, string file, CancellationToken cancel)
    {
        // query_only, which other readers have, would keep SQLite from writing the copy too.
        using var session = Session.Open(database, SqliteOpenMode.ReadOnly, "");
        Copy(session, file, cancel);
    }

    /// <summary>Copies one consistent state into a new file.</summary>
    /// <param name="session">Without query_only, which would keep SQLite from writing the copy too.</param>
    public static void Copy(Session session, string file, CancellationToken cancel = default)
    {
        using var interrupt = session.InterruptBy(cancel);
        // An interrupt reaches only what runs already.
        cancel.ThrowIfCancellationRequested();
        try
        {
            session.Connection.Execute("VACUUM INTO @file", new { file });
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            cancel.ThrowIfCancellationRequested();
            throw;
        }
    }
}
