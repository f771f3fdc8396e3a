using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>What a restore has done.</summary>
/// <param name="Head">The last commit of the database now.</param>
/// <param name="Kept">Where the database of before is; null when there was none.</param>
/// <param name="Lost">What stands only there; null when nothing does, or when nobody can tell since it cannot be read.</param>
/// <param name="Revoked">Names of keys that were revoked since the backup and are in use again.</param>
internal sealed record Restored(Head Head, string? Kept, LostCommits? Lost, IReadOnlyList<string> Revoked);

/// <summary>Commits of a database that a backup does not have.</summary>
internal sealed record LostCommits(long From, long To, DateTimeOffset Until);

/// <summary>Puts a backup in the place of a database: copied beside it and verified first, so that it is either there or not.</summary>
internal static class Restoration
{
    private const string Forced = "Add --force to restore it all the same: the database of now is kept beside the new one.";

    /// <summary>Restores. The caller holds the lock of the database.</summary>
    /// <param name="force">Also over commits that the backup does not have, and over a database that cannot be read.</param>
    /// <exception cref="UnusableDatabaseException">The backup cannot be used, or would lose what nobody agreed to lose. The database is as it was.</exception>
    public static Restored Run(string database, string file, bool force, TimeProvider clock)
    {
        using var old = OldDatabase.Open(database);
        var next = Replacement.NextOf(database);
        try
        {
            var head = Make(file, next);
            var lost = BackupFile.Read(next, old.LostIn);
            if (!force && old.Trouble is { } trouble)
                throw new UnusableDatabaseException($"{database} cannot be read ({trouble}), so that nobody can tell what would be lost. {Forced}");
            if (!force && lost is not null)
                throw new UnusableDatabaseException($"{database} has {Told(lost)}, which {file} does not have. {Forced}");
            // What fails must fail before the exchange.
            Database.Prepare(next);
            var revoked = old.RevokedIn(next);
            old.CloseToOthers();
            return new Restored(head, Replacement.Exchange(database, clock), lost, revoked);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_FULL)
        {
            throw new UnusableDatabaseException($"The disk of {database} is full: nothing was restored, and the database is as it was. The backup needs room beside it.", failure);
        }
        finally
        {
            // Whatever is left of a restore that failed.
            Replacement.Settle(database, clock);
        }
    }

    /// <summary>How commits are told in a sentence.</summary>
    public static string Told(LostCommits lost) => lost.From == lost.To
        ? $"commit {lost.From} (of {lost.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'})"
        : $"commits {lost.From} to {lost.To} (until {lost.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'})";

    /// <summary>Copies the backup, and verifies the copy: nobody can change it any more.</summary>
    private static Head Make(string file, string next)
    {
        BackupFile.Read(file, backup =>
        {
            Backup.Copy(backup, next);
            return next;
        });
        try
        {
            return BackupFile.Verify(next);
        }
        catch (UnusableDatabaseException failure)
        {
            throw new UnusableDatabaseException(failure.Message.Replace(next, file, StringComparison.Ordinal), failure);
        }
    }

    /// <summary>The database that is to be replaced, as far as there is one and it can be read.</summary>
    private sealed class OldDatabase : IDisposable
    {
        private Session? _session;
        private Head? _head;

        /// <summary>Why it cannot be read; null when it can, or when there is none.</summary>
        public string? Trouble { get; private set; }

        /// <exception cref="UnusableDatabaseException">It is a database of another program.</exception>
        public static OldDatabase Open(string database)
        {
            var old = new OldDatabase();
            if (!File.Exists(database))
                return old;
            try
            {
                old._session = Session.Open(database, SqliteOpenMode.ReadWrite, "PRAGMA synchronous=FULL;");
                if (!Database.IsOurs(old._session))
                    throw new UnusableDatabaseException($"{database} is a SQLite database of another program. Name another file with --database; this one was not touched.");
                old._head = Database.Has(old._session, "ledger_commit") ? LedgerTransaction.Head(old._session) : Head.None;
            }
            catch (SqliteException failure) when (IsDamage(failure))
            {
                old.Trouble = failure.Message;
            }
            catch
            {
                old.Dispose();
                throw;
            }
            return old;
        }

        public void Dispose() => _session?.Dispose();

        /// <summary>The commits that a backup does not have; null when there are none, or nobody can tell.</summary>
        public LostCommits? LostIn(Session backup)
        {
            if (_head is not { Seq: > 0 } head)
                return null;
            try
            {
                var shared = History.LastShared(_session!, backup);
                return shared == head.Seq ? null : new LostCommits(shared + 1, head.Seq, head.At);
            }
            catch (SqliteException failure) when (IsDamage(failure))
            {
                Trouble = failure.Message;
                return null;
            }
        }

        /// <summary>Names of keys that were revoked here and are in use in the file.</summary>
        public IReadOnlyList<string> RevokedIn(string file)
        {
            if (_head is null || !Database.Has(_session!, "api_key"))
                return [];
            using var next = Session.OpenReader(file);
            var revoked = KeyTable.List(_session!).Where(key => key.RevokedAt is not null).Select(key => key.Id).ToHashSet();
            return [.. KeyTable.List(next).Where(key => key.RevokedAt is null && revoked.Contains(key.Id)).Select(key => key.Name)];
        }

        /// <summary>Makes of the database and its log one file, and lets nobody else in until it has been replaced.</summary>
        /// <exception cref="UnusableDatabaseException">Another process has it open.</exception>
        public void CloseToOthers()
        {
            try
            {
                // Leaving the log needs that nobody else has the file open, and writes all of the log into the file.
                if (_session?.Connection.ExecuteScalar<string>("PRAGMA journal_mode=DELETE;") == "delete")
                    _session.Run("BEGIN EXCLUSIVE");
            }
            catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            {
                throw new UnusableDatabaseException("Another program reads the database, such as check, backup or a tool for SQL. Nothing was restored: try again when it is done.", failure);
            }
            catch (SqliteException failure) when (IsDamage(failure))
            {
                // Then it is put aside together with its log, as they are.
                Release();
            }
            // An open file cannot be replaced there.
            if (OperatingSystem.IsWindows())
                Release();
        }

        private static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR or raw.SQLITE_ERROR;

        private void Release()
        {
            _session?.Dispose();
            _session = null;
        }
    }
}
