using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>A file that holds a backup: whether it is one, and whether it is sound. Neither it nor its folder is written to.</summary>
internal static class BackupFile
{
    /// <summary>Opens it for reading; it may lie where nobody can write.</summary>
    /// <param name="file">Its full path.</param>
    private static Session Open(string file)
    {
        // A file that is whole in itself is read as it stands. Beside one with a log, such as a copied database, SQLite has to make another file.
        var isWhole = !File.Exists(file + "-wal") && !File.Exists(file + "-journal");
        return Session.Open(isWhole ? $"{new Uri(file).AbsoluteUri}?immutable=1" : file, SqliteOpenMode.ReadOnly, "");
    }

    /// <summary>Refuses a file that is missing, no backup of this program, or made by a newer version of it.</summary>
    public static void Recognise(string file)
    {
        if (Directory.Exists(file))
            throw new UnusableDatabaseException($"{file} is a folder. Name a backup in it.");
        if (!File.Exists(file))
            throw new UnusableDatabaseException($"There is no file {file}. Check the name.");
        // SQLite takes it for a database without tables.
        if (new FileInfo(file).Length == 0)
            throw new UnusableDatabaseException($"{file} is empty. Name another backup.");
        var isLedger = Read(file, session =>
        {
            Database.Recognise(session, file);
            return Database.Has(session, "ledger_commit");
        });
        if (!isLedger)
            throw new UnusableDatabaseException($"{file} holds no records: a first start was cut short before it had any. Name another backup.");
    }

    /// <summary>Reads all of it: the integrity of the file, every document against its digest, the whole hash chain.</summary>
    /// <returns>The last commit that it holds.</returns>
    /// <exception cref="UnusableDatabaseException">It is not sound.</exception>
    public static Head Verify(string file, CancellationToken cancel = default) => Read(file, session =>
    {
        using var interrupt = session.InterruptBy(cancel);
        cancel.ThrowIfCancellationRequested();
        try
        {
            if (session.Connection.ExecuteScalar<string>("PRAGMA quick_check;") is not "ok" and var damage)
                throw Unsound(file, damage!.Split('\n')[0]);
            if (LedgerCheck.Run(session, cancel) is [var first, ..] found)
                throw Unsound(file, found.Count == 1 ? first : $"{first} {found.Count - 1} more things are wrong.");
            return LedgerTransaction.Head(session);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            cancel.ThrowIfCancellationRequested();
            throw;
        }
    });

    /// <summary>Reads something of it.</summary>
    /// <exception cref="UnusableDatabaseException">The file is damaged, or no database.</exception>
    public static T Read<T>(string file, Func<Session, T> read)
    {
        try
        {
            using var session = Open(file);
            return read(session);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_NOTADB)
        {
            throw new UnusableDatabaseException($"{file} is no SQLite database. Name a backup of this program.", failure);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_CORRUPT)
        {
            throw Unsound(file, failure.Message, failure);
        }
    }

    private static UnusableDatabaseException Unsound(string file, string why, Exception? inner = null) => new($"{file} is not sound: {why.TrimEnd('.')}. Take another backup.", inner);
}
