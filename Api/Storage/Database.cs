using System.Reflection;
using Dapper;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Events.Domain.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>One SQLite file: whether it can be used, and its migrations.</summary>
internal static class Database
{
    /// <summary>"EVNT", so that the file says whose it is.</summary>
    private const int ApplicationId = 0x45564E54;

    /// <summary>Earlier ones can lose a commit when a WAL is reset while another process reads it.</summary>
    private static readonly Version SafeSqlite = new(3, 51, 3);

    /// <summary>Stands beside the migrations that a file lacks when its derived rows are of an earlier form.</summary>
    private const string DerivedRows = "derived rows";

    static Database()
    {
        // Counting every allocation takes a lock that all readers share, and a session that one thread uses at a time
        // needs none of its own. Both can only be turned off before SQLite starts.
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    /// <summary>Where the database is kept when nobody says otherwise: the data folder that the platform has for programs.</summary>
    public static string DefaultPath()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(folder.Length > 0 ? folder : AppContext.BaseDirectory, "events", "events.db");
    }

    /// <summary>Takes a database for the one process that may write it: its folder, its lock, its tables.</summary>
    /// <param name="otherwise">What else the operator can do when another process holds it.</param>
    /// <exception cref="UnusableDatabaseException">It cannot be used; nothing in it was changed.</exception>
    public static DatabaseLock Claim(string path, string verb, string otherwise = "Stop it first, or name another file with --database.")
    {
        MakeFolder(path);
        // Before a lock file appears beside a file that is somebody else's.
        if (File.Exists(path))
            Examine(path);
        var held = DatabaseLock.Take(path, verb, otherwise);
        try
        {
            Replacement.Settle(path);
            Prepare(path);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes a database for the one process that may put another in its place. It need not be there, nor be sound.</summary>
    /// <exception cref="UnusableDatabaseException">Another process holds it, or its folder cannot be used.</exception>
    public static DatabaseLock ClaimToReplace(string path, string verb)
    {
        RefuseUnsafeSqlite();
        MakeFolder(path);
        var held = DatabaseLock.Take(path, verb);
        try
        {
            Replacement.Settle(path);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the file if it is missing and brings its tables up to date. The caller holds its lock.</summary>
    /// <exception cref="UnusableDatabaseException">The file is no database of this program, or newer than it.</exception>
    public static void Prepare(string path)
    {
        RefuseUnsafeSqlite();
        if (File.Exists(path) && Examine(path).Count == 0)
            return;
        Migrate(path);
    }

    /// <summary>Refuses a file that is missing, no database, of another program, or made by another version.</summary>
    public static void Recognise(string path)
    {
        RefuseUnsafeSqlite();
        if (!File.Exists(path))
            throw new UnusableDatabaseException($"There is no database at {path}. Start the server once to make it, or name another file with --database.");
        if (Examine(path).Count > 0)
            throw new UnusableDatabaseException($"{path} was made by an older version of this program. Start the server once to bring it up to date.");
    }

    /// <summary>Refuses a backup that is no database, of another program, or made by a newer version. It may be older than the program.</summary>
    public static void Recognise(Session backup, string file)
    {
        RefuseUnsafeSqlite();
        Examine(backup, file, "Name a backup of this program.");
    }

    /// <summary>Whether an open file bears the mark of this program, or is empty, as after a first start that was cut short.</summary>
    public static bool IsOurs(Session session) =>
        session.Connection.ExecuteScalar<int>("PRAGMA application_id;") is var mark && (mark == ApplicationId || (mark == 0 && TablesOf(session).Count == 0));

    /// <summary>Whether an open file has this table.</summary>
    public static bool Has(Session session, string table) => TablesOf(session).Contains(table);

    /// <summary>The migrations that a file lacks, and maybe its derived rows; all of them when it is empty.</summary>
    private static HashSet<string> Examine(string path)
    {
        const string Otherwise = "Name another file with --database; this one was not touched.";
        try
        {
            using var session = Session.Open(path, SqliteOpenMode.ReadWrite, "");
            return Examine(session, path, Otherwise);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_NOTADB)
        {
            throw new UnusableDatabaseException($"{path} is no SQLite database. {Otherwise}", failure);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM)
        {
            throw new UnusableDatabaseException($"{path} cannot be opened for writing. Check the permissions of the file and of its folder.", failure);
        }
    }

    /// <param name="otherwise">What the operator can do when it is another file than was meant.</param>
    private static HashSet<string> Examine(Session session, string path, string otherwise)
    {
        if (!IsOurs(session))
            throw new UnusableDatabaseException($"{path} is a SQLite database of another program. {otherwise}");
        var applied = Has(session, "SchemaVersions") ? session.Connection.Query<string>("SELECT ScriptName FROM SchemaVersions").ToHashSet() : [];
        var known = Scripts().ToHashSet();
        var newer = applied.FirstOrDefault(script => !known.Contains(script));
        if (newer is not null)
            throw new UnusableDatabaseException($"{path} was made by a newer version of this program ({newer} is unknown here). Update the program, or restore a backup made before the update.");
        known.ExceptWith(applied);
        if (session.Connection.ExecuteScalar<int>(Rebuild.ReadVersion) != Rebuild.Version)
            known.Add(DerivedRows);
        return known;
    }

    private static HashSet<string> TablesOf(Session session) => session.Connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet();

    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            throw new UnusableDatabaseException($"{path} is a folder. Name a file in it with --database.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableDatabaseException($"The folder {folder} cannot be made. Make it yourself, or name another place with --database.", failure);
        }
    }

    private static void Migrate(string path)
    {
        using var session = Session.Open(path, SqliteOpenMode.ReadWriteCreate, $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA application_id={ApplicationId};");
        var upgrade = DeployChanges.To
            .SqliteDatabase(new SharedConnection(session.Connection))
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), IsMigration)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        var result = upgrade.PerformUpgrade();
        if (result.Error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL })
            throw new UnusableDatabaseException($"The disk of {path} is full: its tables cannot be made or brought up to date. Make room there, then try again.", result.Error);
        if (!result.Successful)
            throw new UnusableDatabaseException($"The tables of {path} could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        if (session.Connection.ExecuteScalar<int>(Rebuild.ReadVersion) != Rebuild.Version)
            Rebuild.Run(session, Upcasters.Current);
    }

    private static IEnumerable<string> Scripts() => Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(IsMigration);

    private static bool IsMigration(string resource) => resource.EndsWith(".sql", StringComparison.Ordinal);

    private static void RefuseUnsafeSqlite()
    {
        var version = raw.sqlite3_libversion().utf8_to_string();
        if (Version.Parse(version) < SafeSqlite)
            throw new UnusableDatabaseException($"SQLite {version} can lose commits (its WAL-reset bug, mended in {SafeSqlite}). Use the library that this program ships.");
    }
}
