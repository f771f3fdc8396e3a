using System.CommandLine;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Cli;

/// <summary><c>check</c>: whether a database is sound. It works beside a running server.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var command = new Command("check", "Hold the database against itself, also while a server runs");
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult words)
    {
        var database = Settings.DatabaseOf(words);
        Database.Recognise(database);
        var found = Check.Run(database, Upcasters.Current);
        foreach (var sentence in found)
            Console.WriteLine(sentence);
        if (found.Count > 0)
        {
            Console.Error.WriteLine("The database is not sound. What is wrong with its tables alone, rebuild makes again; for the rest restore a backup.");
            return CommandLine.Refused;
        }
        Console.WriteLine("The database is sound.");
        return CommandLine.Done;
    }
}
