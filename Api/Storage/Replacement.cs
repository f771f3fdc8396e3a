using System.Globalization;

namespace Events.Api.Storage;

/// <summary>
/// Puts another file in the place of a database. The caller holds its lock. Whoever is stopped at any moment leaves the old
/// database whole or the new one; what is left beside it is settled by the next who takes the lock.
/// </summary>
internal static class Replacement
{
    // The order of the steps is what can be told from the files that are there:
    //   .restoring, no .replacing   the new file is being made; the database is the old one
    //   .restoring and .replacing   the old one has a second name, or its log was put aside; the database is the old one
    //   .replacing alone            the database is the new one; the old one has yet to get its name
    private static readonly string[] Companions = ["-journal", "-wal", "-shm"];

    /// <summary>The name of the new file while it is made.</summary>
    public static string NextOf(string database) => database + ".restoring";

    /// <summary>Exchanges the database, if there is one, for the file that was made.</summary>
    /// <returns>Where the old one is now; null when there was none.</returns>
    public static string? Exchange(string database, TimeProvider clock)
    {
        var (next, old) = (NextOf(database), OldOf(database));
        Durable.Flush(next);
        if (!File.Exists(database))
        {
            DeleteCompanions(database);
            File.Move(next, database, overwrite: true);
            Durable.FlushFolderOf(database);
            return null;
        }
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(next, File.GetUnixFileMode(database));
        // SQLite would play the log of the old file into the new one. There is one only when the old file cannot be opened.
        if (File.Exists(database + "-wal"))
            File.Move(database + "-wal", old + "-wal");
        DeleteCompanions(database);
        Durable.FlushFolderOf(database);
        // Gives the old file its second name, then the name of the database to the new one, which is a single step.
        File.Replace(next, database, old);
        Durable.FlushFolderOf(database);
        return Keep(database, clock);
    }

    /// <summary>Ends what was begun by a run that did not end it.</summary>
    public static void Settle(string database, TimeProvider? clock = null)
    {
        var (next, old) = (NextOf(database), OldOf(database));
        if (File.Exists(old) || File.Exists(old + "-wal"))
        {
            if (!File.Exists(next))
            {
                Keep(database, clock ?? TimeProvider.System);
                return;
            }
            // Only its second name; the log goes back to where it was.
            File.Delete(old);
            if (File.Exists(old + "-wal"))
                File.Move(old + "-wal", database + "-wal", overwrite: true);
            Durable.FlushFolderOf(database);
        }
        // Last: as long as it is there, the exchange has not happened.
        DeleteCompanions(next);
        File.Delete(next);
    }

    private static string OldOf(string database) => database + ".replacing";

    private static string Keep(string database, TimeProvider clock)
    {
        var old = OldOf(database);
        var name = string.Create(CultureInfo.InvariantCulture, $"{database}.replaced-{clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        var kept = name;
        for (var i = 2; Path.Exists(kept); i++)
            kept = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        if (File.Exists(old))
            File.Move(old, kept);
        if (File.Exists(old + "-wal"))
            File.Move(old + "-wal", kept + "-wal");
        Durable.FlushFolderOf(database);
        return kept;
    }

    private static void DeleteCompanions(string file)
    {
        foreach (var companion in Companions)
            File.Delete(file + companion);
    }
}
