using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>One open connection with its settings and its prepared statements; used by one thread at a time.</summary>
internal sealed class Session : IDisposable
{
    // A caller can vary a filter in countless ways; what is asked for often stays.
    private const int MostStatements = 256;

    /// <summary>A longer statement is hardly asked for again, and takes much memory.</summary>
    private const int LongestKept = 16 * 1024;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly List<Statement> _reading = [];
    private readonly List<Statement> _passing = [];

    private Session(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>Ends a read of many statements between two of them; a running one is interrupted.</summary>
    public CancellationToken Deadline { get; set; }

    /// <summary>No transaction is open: after an error it may be gone although nobody ended it.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(Connection.Handle) != 0;

    /// <summary>Opens the only connection that writes the ledger.</summary>
    public static Session OpenWriter(string path) => Open(path, SqliteOpenMode.ReadWrite,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=16000; PRAGMA journal_size_limit=67108864;");

    /// <summary>Opens the only connection to a copy that is thrown away: nothing of it need survive.</summary>
    public static Session OpenTrial(string path) => Open(path, SqliteOpenMode.ReadWrite, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;");

    /// <summary>Opens a connection that cannot write.</summary>
    public static Session OpenReader(string path) => Open(path, SqliteOpenMode.ReadOnly, "PRAGMA query_only=1; PRAGMA cache_size=-4096;");

    public static Session Open(string path, SqliteOpenMode mode, string settings)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // Sessions are kept by those who need them; the provider's pool would forget their settings.
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, 5000);
            // Otherwise SQLite plans a prepared statement anew whenever a bound value might matter to its plan.
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=1;" + settings;
            command.ExecuteNonQuery();
            return new Session(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement for this text, ready to be bound. Whoever was still reading it is done.</summary>
    public Statement Prepare(string sql)
    {
        Deadline.ThrowIfCancellationRequested();
        if (_statements.TryGetValue(sql, out var statement))
        {
            statement.Reset();
            return statement;
        }
        statement = new Statement(this, sql);
        if (sql.Length > LongestKept)
        {
            _passing.Add(statement);
            return statement;
        }
        return _statements[sql] = statement;
    }

    /// <summary>A result is being read; what is not read to its end is closed by <see cref="EndReading"/>.</summary>
    public void Reading(Statement statement) => _reading.Add(statement);

    /// <summary>Closes unfinished results: one of them alone would keep its snapshot of the database open.</summary>
    public void EndReading()
    {
        foreach (var statement in _reading)
            statement.Reset();
        _reading.Clear();
        foreach (var statement in _passing)
            statement.Dispose();
        _passing.Clear();
        // Only here nobody is in the middle of one.
        if (_statements.Count > MostStatements)
            Forget();
    }

    public void Run(string sql) => Prepare(sql).Run();

    /// <summary>Ends a running statement when this is cancelled: the provider's own cancellation does not reach it.</summary>
    public CancellationTokenRegistration InterruptBy(CancellationToken cancel) =>
        cancel.UnsafeRegister(static state => raw.sqlite3_interrupt(((Session)state!).Connection.Handle), this);

    public void Dispose()
    {
        EndReading();
        Forget();
        Connection.Dispose();
    }

    private void Forget()
    {
        _reading.Clear();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
