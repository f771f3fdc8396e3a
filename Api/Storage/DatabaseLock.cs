using System.Globalization;

namespace Events.Api.Storage;

/// <summary>Held by the one process that may write a database: an operating-system lock on a file beside it.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="otherwise">What else the operator can do when the lock is held.</param>
    /// <exception cref="UnusableDatabaseException">Another process holds it; the message says which.</exception>
    public static DatabaseLock Take(string database, string verb, string otherwise = "Stop it first, or name another file with --database.")
    {
        // Only FileShare.None is a lock on every platform: on Unix all other modes share it.
        FileStream file;
        try
        {
            file = new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new UnusableDatabaseException($"{database}.lock cannot be written. Check the permissions of the file and of its folder.", failure);
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            throw new UnusableDatabaseException($"{database} is in use by {Holder(database)}. {otherwise}", failure);
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new UnusableDatabaseException($"{database}.lock cannot be written: {failure.Message.TrimEnd('.')}. The folder of a database needs room, and must be writable.", failure);
        }
        Sign(database, verb);
        return new DatabaseLock(file);
    }

    /// <summary>Whether another process has the file, rather than that the disk is full or fails: EAGAIN on Linux, on macOS, and a sharing violation on Windows.</summary>
    private static bool IsHeld(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose() => _file.Dispose();

    // Not in the locked file itself, which nobody else can open.
    private static string HolderFile(string database) => database + ".holder";

    private static void Sign(string database, string verb)
    {
        try
        {
            File.WriteAllText(HolderFile(database), string.Create(CultureInfo.InvariantCulture, $"events {verb}, process {Environment.ProcessId}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk is no reason not to serve what is there; the lock itself is held.
        }
    }

    private static string Holder(string database)
    {
        try
        {
            return File.ReadAllText(HolderFile(database)) is { Length: > 0 } holder ? holder : "another process";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
