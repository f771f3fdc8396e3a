using System.CommandLine;
using Events.Api.Following;
using Events.Api.Storage;

namespace Events.Api.Cli;

/// <summary><c>follow</c>: keeps a database a copy of another instance, and serves it for reading.</summary>
internal static class FollowVerb
{
    public static readonly Option<string?> Key = new("--key") { Description = "A key of the other instance with the scope admin. Also EVENTS_KEY", HelpName = "KEY" };
    private static readonly Argument<string> Source = new("URL") { Description = "The address of the instance to follow" };

    public static Command Create()
    {
        var command = new Command("follow", "Keep a copy of another instance, commit by commit, and serve it for reading") { Source, Key, ServeVerb.Urls, ServeVerb.Reads };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The other instance that the words name.</summary>
    public static FollowSettings SourceOf(ParseResult words, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0)
            throw new WrongWordsException($"\"{url}\" is no address of a server, such as {Server.DefaultUrl}.");
        return new FollowSettings(address, Settings.ValueOf(words, Key, "EVENTS_KEY") ?? throw new WrongWordsException("It needs a key of that instance with the scope admin: --key, or EVENTS_KEY."));
    }

    private static async Task<int> RunAsync(ParseResult words, CancellationToken cancel)
    {
        var settings = new ServerSettings
        {
            Database = Settings.DatabaseOf(words),
            Examples = ExampleSet.None,
            ReadsNeedKey = ServeVerb.ReadsNeedKey(words),
            Follows = SourceOf(words, words.GetRequiredValue(Source)),
        };
        using var held = Database.Claim(settings.Database, "follow");
        await using var app = Server.Build(settings, ServeVerb.Addresses(words), ServeVerb.Quiet);
        await Follower.ProbeAsync(app.Services, cancel);
        await ServeVerb.ListenAsync(app, cancel);
        ServeVerb.TellWhere(app, settings.Database);
        Console.WriteLine($"Follows       {settings.Follows.Name}");
        Console.WriteLine("Ready. Ctrl+C ends it.");
        await app.WaitForShutdownAsync(CancellationToken.None);
        return CommandLine.Done;
    }
}
