using System.CommandLine;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Cli;

/// <summary><c>rebuild</c>: makes the indexes and ready answers of a database again from its documents.</summary>
internal static class RebuildVerb
{
    public static Command Create()
    {
        var command = new Command("rebuild", "Make all indexes again from the documents; no server may run");
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult words)
    {
        var database = Settings.DatabaseOf(words);
        if (!File.Exists(database))
            Database.Recognise(database);
        using var held = Database.Claim(database, "rebuild");
        using var session = Session.OpenWriter(database);
        var commits = Rebuild.Run(session, Upcasters.Current, seq => Console.Error.WriteLine($"{seq:N0} commits …"));
        Console.WriteLine($"Made again from {commits:N0} commits.");
        return CommandLine.Done;
    }
}
