using Events.Api.Storage;
using Microsoft.Data.Sqlite;

namespace Events.Api.Snapshots;

/// <summary>The snapshots of one database in a folder, where other files may lie, too: those of other databases, and of histories that a restore has ended.</summary>
internal sealed class SnapshotFolder(string database, SnapshotSettings settings, TimeProvider clock)
{
    /// <summary>The newest snapshot of this history by its number: clocks may have been wrong. Null when there is none.</summary>
    public SnapshotName? Newest() => Own() is [var newest, ..] ? newest : null;

    /// <summary>Writes a snapshot, unless the newest one holds the same, and deletes those that are too many.</summary>
    /// <returns>The newest snapshot.</returns>
    public SnapshotName Take(CancellationToken cancel)
    {
        Directory.CreateDirectory(settings.Folder);
        var newest = Newest();
        if (newest is null || HasChangedSince(newest))
        {
            var begin = Path.Combine(settings.Folder, Path.GetFileNameWithoutExtension(database) + "-snapshot");
            var (file, head) = Backup.Write(database, begin, head => SnapshotName.For(settings.Folder, database, clock.GetUtcNow(), head), cancel);
            newest = SnapshotName.Parse(file, database) ?? throw new InvalidOperationException($"{file} is no name of a snapshot at seq {head.Seq}.");
        }
        foreach (var old in Own().Skip(settings.Keep))
            File.Delete(old.Path);
        return newest;
    }

    /// <summary>Snapshots whose commit is one of this database, newest first. No other file is ever deleted.</summary>
    private List<SnapshotName> Own()
    {
        if (!Directory.Exists(settings.Folder))
            return [];
        using var session = Session.OpenReader(database);
        return [.. Directory.EnumerateFiles(settings.Folder, "*.db")
            .Select(file => SnapshotName.Parse(file, database)).OfType<SnapshotName>()
            .Where(name => History.HashAt(session, name.Seq) is { } hash && Head.MarkOf(hash) == name.Mark)
            .OrderByDescending(name => name.Seq).ThenByDescending(name => name.At)];
    }

    private bool HasChangedSince(SnapshotName newest)
    {
        using var session = Session.OpenReader(database);
        if (LedgerTransaction.Head(session).Seq != newest.Seq)
            return true;
        try
        {
            return !BackupFile.Read(newest.Path, BesideTables.Digest).AsSpan().SequenceEqual(BesideTables.Digest(session));
        }
        catch (Exception failure) when (failure is UnusableDatabaseException or SqliteException)
        {
            // What cannot be read is no snapshot any more.
            return true;
        }
    }
}
