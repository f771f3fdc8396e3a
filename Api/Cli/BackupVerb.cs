using System.CommandLine;
using Events.Api.Storage;

namespace Events.Api.Cli;

/// <summary><c>backup</c>: copies a database into a new file. It works beside a running server.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> Target = new("FILE") { Description = "The new file; none is ever replaced" };
    private static readonly Option<bool> Verify = new("--verify") { Description = "Write nothing: verify FILE, which is a backup or a snapshot already" };

    public static Command Create()
    {
        var command = new Command("backup", "Copy the database into a new file and verify it, also while a server runs; prints the file, its last commit, and the hash of all until then") { Target, Verify };
        command.SetAction(Run);
        return command;
    }

    /// <summary>The line that says of a file what it holds.</summary>
    public static string Line(string file, Head head) => $"{file}\tseq {head.Seq}\t{head.HashText}";

    private static int Run(ParseResult words)
    {
        var file = Path.GetFullPath(Settings.NoOption(words.GetRequiredValue(Target), "backup"));
        Console.WriteLine(Line(file, words.GetValue(Verify) ? Verified(file) : Written(Settings.DatabaseOf(words), file)));
        return CommandLine.Done;
    }

    private static Head Written(string database, string file)
    {
        Database.Recognise(database);
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new RefusedException($"There is no folder {Path.GetDirectoryName(file)}. Make it first, or name another file.");
        return Backup.Write(database, file);
    }

    private static Head Verified(string file)
    {
        BackupFile.Recognise(file);
        return BackupFile.Verify(file);
    }
}
