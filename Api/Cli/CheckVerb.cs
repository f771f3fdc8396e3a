using System.CommandLine;
using Events.Api.Following;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Cli;

/// <summary><c>check</c>: whether a database is sound, or the same as that of another instance. It works beside a running server.</summary>
internal static class CheckVerb
{
    private static readonly Option<string?> Against = new("--against") { Description = "The address of another instance: say whether both have the same ledger instead, and from where on not", HelpName = "URL" };

    public static Command Create()
    {
        var command = new Command("check", "Hold the database against itself, or against another instance, also while a server runs") { Against, FollowVerb.Key };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult words, CancellationToken cancel)
    {
        var database = Settings.DatabaseOf(words);
        Database.Recognise(database);
        if (words.GetValue(Against) is { } url)
            return await CompareAsync(database, FollowVerb.SourceOf(words, url), cancel);
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

    private static async Task<int> CompareAsync(string database, FollowSettings against, CancellationToken cancel)
    {
        using var session = Session.OpenReader(database);
        using var other = new LedgerSource(against);
        var (here, there, differs) = await new Comparison(session, other).RunAsync(cancel);
        if (differs is { } seq)
        {
            Console.WriteLine($"They differ from commit {seq} on: {database} has {here} commits, {against.Name} {there}.");
            return CommandLine.Refused;
        }
        if (here == there)
        {
            Console.WriteLine($"Equal: both have the same {here} commits.");
            return CommandLine.Done;
        }
        Console.WriteLine($"Equal up to commit {Math.Min(here, there)}; {(here < there ? database : against.Name)} lacks the last {Math.Abs(here - there)}.");
        return CommandLine.NotYet;
    }
}
