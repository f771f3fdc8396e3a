using System.CommandLine;

namespace Events.Api.Cli;

/// <summary><c>help</c>: what the program can do; with a verb, what that verb takes.</summary>
internal static class HelpVerb
{
    private static readonly Argument<string[]> Verb = new("VERB") { Description = "The verb to explain", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create(RootCommand root)
    {
        var command = new Command("help", "Explain the program, or one verb") { Verb };
        command.SetAction((words, cancel) =>
        {
            var verb = words.GetValue(Verb) ?? [];
            if (verb.Length > 0 && root.Parse(verb).CommandResult.Command == root)
                throw new WrongWordsException($"There is no verb \"{verb[0]}\"{Domain.Querying.QueryText.DidYouMean(verb[0], root.Subcommands.Select(known => known.Name))}");
            return root.Parse([.. verb, "--help"]).InvokeAsync(cancellationToken: cancel);
        });
        return command;
    }
}
