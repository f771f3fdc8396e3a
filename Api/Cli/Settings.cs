using System.CommandLine;

namespace Events.Api.Cli;

/// <summary>The options that can also be given as environment variables.</summary>
internal static class Settings
{
    public static readonly Option<string?> Database = new("--database")
    {
        Description = $"The database file. Also EVENTS_DATABASE; default {Storage.Database.DefaultPath()}",
        HelpName = "PATH",
        Recursive = true,
    };

    /// <summary>The file itself: a link to it would have a lock of its own.</summary>
    public static string DatabaseOf(ParseResult words)
    {
        var path = Path.GetFullPath(ValueOf(words, Database, "EVENTS_DATABASE") ?? Storage.Database.DefaultPath());
        return new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
    }

    /// <summary>What the words say, else what the environment says.</summary>
    public static string? ValueOf(ParseResult words, Option<string?> option, string variable) =>
        words.GetValue(option) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : null;

    /// <summary>The same, for an option that takes one of a few words.</summary>
    /// <exception cref="WrongWordsException">It is none of them.</exception>
    public static string ChoiceOf(ParseResult words, Option<string?> option, string variable, params string[] choices)
    {
        var given = ValueOf(words, option, variable) ?? choices[0];
        return choices.Contains(given)
            ? given
            : throw new WrongWordsException($"\"{given}\" is no value of {option.Name} ({variable}): it is {string.Join(" or ", choices)}.");
    }
}
