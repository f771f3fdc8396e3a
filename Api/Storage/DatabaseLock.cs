using System.Globalization;

namespace Events.Api.Storage;

/// <summary>Held by the one process that may write a database: an operating-system lock on a file beside it.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="UnusableDatabaseException">Another process holds it; the message says which.</exception>
    public static DatabaseLock Take(string database, string verb)
    {
        var path = database + ".lock";
        FileStream file;
        try
        {
            // Others may read who holds it, but not open it for writing: that is the lock.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        }
        catch (IOException failure)
        {
            throw new UnusableDatabaseException($"{database} is in use by {Holder(path)}. Stop it first, or name another file with --database.", failure);
        }
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"events {verb}, process {Environment.ProcessId}")));
        file.Flush();
        return new DatabaseLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd() is { Length: > 0 } holder ? holder : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
