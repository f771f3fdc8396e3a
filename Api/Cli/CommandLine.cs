using System.CommandLine;
using System.CommandLine.Invocation;
using Events.Domain.Querying;

namespace Events.Api.Cli;

/// <summary>Understands the words that the program was started with, and says how it ended: 0 done, 1 refused or found wrong, 2 wrong words, 3 not yet done.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongWords = 2;
    public const int NotYet = 3;

    /// <summary>Runs the verb that the words name; the first one when they name none.</summary>
    public static async Task<int> RunAsync(string[] words, params Command[] verbs)
    {
        var root = new RootCommand("Events: a record of political events, in one SQLite file. Without a verb it serves.") { Settings.Database };
        foreach (var verb in verbs)
            root.Add(verb);
        foreach (var option in verbs[0].Options)
            root.Add(option);
        root.Action = verbs[0].Action;
        root.Add(HelpVerb.Create(root));
        try
        {
            return await RunAsync(root.Parse(words));
        }
        catch (WrongWordsException wrong)
        {
            return Explain([wrong.Message], root.Name);
        }
        catch (Exception failure)
        {
            // What nobody expected is a defect, and its trace helps whoever mends it.
            await Console.Error.WriteLineAsync(Failures.Explain(failure) ?? failure.ToString());
            return Refused;
        }
    }

    private static Task<int> RunAsync(ParseResult words)
    {
        if (words.Action is ParseErrorAction)
            return Task.FromResult(Explain(Errors(words), words.RootCommandResult.Command.Name));
        return words.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // The server ends gracefully by itself; every other verb may be stopped at any moment.
            ProcessTerminationTimeout = null,
        });
    }

    private static IEnumerable<string> Errors(ParseResult words)
    {
        var command = words.CommandResult.Command;
        var known = command.Subcommands.Select(verb => verb.Name).Concat(command.Options.Select(option => option.Name)).ToList();
        var unknown = words.UnmatchedTokens.Select(word => $"\"{QueryText.Cut(word)}\" is not understood here{QueryText.DidYouMean(word, known)}").ToList();
        // A verb that is misspelt also counts as missing, which would say less.
        return unknown.Count > 0 ? unknown : words.Errors.Select(error => error.Message);
    }

    private static int Explain(IEnumerable<string> messages, string program)
    {
        foreach (var message in messages)
            Console.Error.WriteLine(message);
        Console.Error.WriteLine($"\"{program} help\" lists the verbs, \"{program} help VERB\" the options of one.");
        return WrongWords;
    }
}

/// <summary>The words do not fit together; the message says what is missing.</summary>
internal sealed class WrongWordsException(string message) : Exception(message);

/// <summary>The program cannot do what it was asked for; the message is a sentence that says what to do.</summary>
internal sealed class RefusedException(string message, Exception? inner = null) : Exception(message, inner);
