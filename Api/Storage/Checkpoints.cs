using Microsoft.Data.Sqlite;

namespace Events.Api.Storage;

/// <summary>
/// Puts SQLite's log into the file on a thread of its own, so that the writer need not. What comes meanwhile the writer puts there
/// itself when the log is long, which is little then.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>After so many versions it is worth it: some 20 MB of log.</summary>
    private const int VersionsBetween = 500;

    private readonly AutoResetEvent _due = new(false);
    private readonly string _path;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _written;

    public Checkpoints(string path)
    {
        _path = path;
        _thread = new Thread(Work) { IsBackground = true, Name = "checkpoints" };
        _thread.Start();
    }

    /// <summary>So many versions are durable in the log.</summary>
    public void Add(int versions)
    {
        _written += versions;
        if (_written < VersionsBetween)
            return;
        _written = 0;
        _due.Set();
    }

    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        _due.Set();
        _thread.Join();
        _due.Dispose();
    }

    private void Work()
    {
        while (_due.WaitOne() && !_stopping)
        {
            try
            {
                // Opened anew each time: the file may have been replaced.
                using var session = Session.Open(_path, SqliteOpenMode.ReadWrite, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
                session.Run("PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // The disk is full, or the file is gone: the writer meets the same, and says so.
            }
        }
    }
}
