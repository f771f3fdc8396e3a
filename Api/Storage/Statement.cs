using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>
/// A statement that stays prepared on its connection. The write path and the lists use it, where preparing anew for
/// each call would cost more than the work itself; everything else goes through Dapper.
/// </summary>
internal sealed class Statement(Session session, string sql) : IDisposable
{
    private readonly sqlite3_stmt _handle = Prepare(session.Connection, sql);
    private int _bound;
    private bool _reading;

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value) => Bound(raw.sqlite3_bind_int64(_handle, ++_bound, value));

    public Statement Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public Statement Bind(double? value) => value is { } known ? Bound(raw.sqlite3_bind_double(_handle, ++_bound, known)) : BindNull();

    public Statement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        // SQLite copies it; the provider would make an array of its own for each.
        const int Short = 512;
        if (value.Length is 0 or > Short)
            return Bound(raw.sqlite3_bind_text(_handle, ++_bound, value));
        Span<byte> text = stackalloc byte[3 * Short];
        return Bound(raw.sqlite3_bind_text(_handle, ++_bound, text[..Encoding.UTF8.GetBytes(value, text)]));
    }

    public Statement Bind(byte[]? value) => value is null ? BindNull() : Bound(raw.sqlite3_bind_blob(_handle, ++_bound, value));

    /// <summary>Moves to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
        {
            if (!_reading)
                session.Reading(this);
            _reading = true;
            return true;
        }
        if (code != raw.SQLITE_DONE)
        {
            var failure = Failure(code);
            Reset();
            throw failure;
        }
        return false;
    }

    /// <summary>Runs a statement that yields no rows.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    /// <summary>The bytes as SQLite holds them: valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>Ready for the next use; closes the read that an unfinished result keeps open.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(_handle);
        _bound = 0;
        _reading = false;
    }

    public void Dispose() => _handle.Dispose();

    private Statement BindNull() => Bound(raw.sqlite3_bind_null(_handle, ++_bound));

    private Statement Bound(int code) => code == raw.SQLITE_OK ? this : throw Failure(code);

    private SqliteException Failure(int code) => new(
        raw.sqlite3_errmsg(session.Connection.Handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(session.Connection.Handle));

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        var code = raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK
            ? statement
            : throw new SqliteException($"{raw.sqlite3_errmsg(connection.Handle).utf8_to_string()}: {sql}", code);
    }
}
