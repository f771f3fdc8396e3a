using System.CommandLine;
using Events.Api.Storage;

namespace Events.Api.Cli;

/// <summary><c>backup</c>: copies a database into a new file. It works beside a running server.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> Target = new("FILE") { Description = "The new file; none is ever replaced" };

    public static Command Create()
    {
        var command = new Command("backup", "Copy the database into a new file, also while a server runs") { Target };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult words)
    {
        var (database, file) = (Settings.DatabaseOf(words), Path.GetFullPath(words.GetRequiredValue(Target)));
        Database.Recognise(database);
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new RefusedException($"There is no folder {Path.GetDirectoryName(file)}. Make it first, or name another file.");
        Backup.Write(database, file);
        Console.WriteLine(file);
        return CommandLine.Done;
    }
}
