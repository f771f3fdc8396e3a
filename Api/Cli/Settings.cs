using System.CommandLine;
using System.Globalization;

namespace Events.Api.Cli;

/// <summary>The options that can also be given as environment variables.</summary>
internal static class Settings
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(365);

    public static readonly Option<string?> Database = new("--database")
    {
        Description = $"The database file. Also EVENTS_DATABASE; default {Storage.Database.DefaultPath()}",
        HelpName = "PATH",
        Recursive = true,
    };

    /// <summary>The file itself: a link to it would have a lock of its own.</summary>
    public static string DatabaseOf(ParseResult words) => FileOf(ValueOf(words, Database, "EVENTS_DATABASE") ?? Storage.Database.DefaultPath());

    /// <summary>A file that a verb is given, and no option that is misspelt.</summary>
    /// <exception cref="WrongWordsException">It looks like an option.</exception>
    public static string NoOption(string given, string verb) => given.StartsWith("--", StringComparison.Ordinal)
        ? throw new WrongWordsException($"{verb} has no option {given}. A file of that name is given as ./{given}.")
        : given;

    /// <summary>The full path of a file, or of what a link leads to.</summary>
    public static string FileOf(string given)
    {
        var path = Path.GetFullPath(given);
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

    /// <summary>A length of time such as <c>30m</c>; null when it is none, or longer than a year.</summary>
    public static TimeSpan? TimeOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return null;
        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 60 * 60, 'd' => 24 * 60 * 60, _ => 0 };
        var length = TimeSpan.FromSeconds((double)seconds * number);
        return seconds > 0 && length <= LongestTime ? length : null;
    }
}
