using System.CommandLine;
using Events.Api.Storage;

namespace Events.Api.Cli;

/// <summary><c>restore</c>: puts a backup in the place of the database. No server may run.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> Source = new("FILE") { Description = "A backup or a snapshot; it stays as it is" };
    private static readonly Option<bool> Force = new("--force") { Description = "Also when the database has commits that FILE does not have, or cannot be read. It is kept in any case" };

    public static Command Create()
    {
        var command = new Command("restore", "Put a backup in the place of the database, which is kept beside it; no server may run") { Source, Force };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult words)
    {
        var (database, file) = (Settings.DatabaseOf(words), Settings.FileOf(Settings.NoOption(words.GetRequiredValue(Source), "restore")));
        if (database == file)
            throw new RefusedException($"{file} is the database itself. Name a backup of it.");
        BackupFile.Recognise(file);
        using var held = Database.ClaimToReplace(database, "restore");
        var restored = Restoration.Run(database, file, words.GetValue(Force), TimeProvider.System);
        Console.WriteLine(BackupVerb.Line(database, restored.Head));
        Tell(restored);
        return CommandLine.Done;
    }

    private static void Tell(Restored restored)
    {
        if (restored.Kept is { } kept)
            Console.Error.WriteLine($"The database of before is kept as {kept}.");
        if (restored.Lost is { } lost)
            Console.Error.WriteLine($"Only there: {Restoration.Told(lost)}.");
        Console.Error.WriteLine("Keys and saved queries are those of the backup, too.");
        if (restored.Revoked.Count > 0)
            Console.Error.WriteLine($"In use again, although revoked since: {string.Join(", ", restored.Revoked)}. Revoke them anew with keys revoke.");
    }
}
