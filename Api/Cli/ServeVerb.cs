using System.CommandLine;
using System.Net.Sockets;
using System.Reflection;
using Events.Api.Storage;
using Events.Domain.Access;
using Microsoft.Extensions.Logging.Console;

namespace Events.Api.Cli;

/// <summary><c>serve</c>: answers over HTTP until it is told to stop.</summary>
internal static class ServeVerb
{
    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen, separated by semicolons. Also ASPNETCORE_URLS; default {Server.DefaultUrl}",
        HelpName = "URLS",
    };

    private static readonly Option<string?> Examples = new("--examples")
    {
        Description = "What a database that nobody else has written to is given: all, brief or none. Also EVENTS_EXAMPLES; default all",
        HelpName = "SET",
    };

    public static readonly Option<string?> Reads = new("--reads")
    {
        Description = "Who may read: open for everyone, key for those who have one. Also EVENTS_READS; default open",
        HelpName = "WHO",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the records over HTTP (what happens without a verb)") { Urls, Examples, Reads };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult words, CancellationToken cancel)
    {
        var settings = new ServerSettings
        {
            Database = Settings.DatabaseOf(words),
            Examples = Enum.Parse<ExampleSet>(Settings.ChoiceOf(words, Examples, "EVENTS_EXAMPLES", "all", "brief", "none"), ignoreCase: true),
            ReadsNeedKey = ReadsNeedKey(words),
        };
        using var held = Database.Claim(settings.Database, "serve");
        await using var app = Server.Build(settings, Addresses(words), Quiet);
        // Before anyone can ask: also the first answer is complete.
        await Server.FillAsync(app.Services, cancel);
        await ListenAsync(app, cancel);
        Tell(app, settings.Database);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return CommandLine.Done;
    }

    public static bool ReadsNeedKey(ParseResult words) => Settings.ChoiceOf(words, Reads, "EVENTS_READS", "open", "key") == "key";

    /// <summary>Where to listen, as the host understands it.</summary>
    public static string[] Addresses(ParseResult words) => words.GetValue(Urls) is { } urls ? ["--urls", urls] : [];

    public static void Quiet(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // What keeps the server from starting is said in a sentence, not in a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    public static async Task ListenAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception failure) when (failure is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new RefusedException($"The server cannot listen: {failure.Message.TrimEnd('.')}. Name another address, such as --urls http://localhost:5081, or stop the program that uses this one.", failure);
        }
    }

    /// <summary>Which program this is, where it listens and what it serves.</summary>
    public static void TellWhere(WebApplication app, string database)
    {
        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        Console.WriteLine($"Events {version}");
        foreach (var url in app.Urls)
            Console.WriteLine($"Listening on  {url}");
        Console.WriteLine($"Swagger       {Reachable(app.Urls.First())}/swagger");
        Console.WriteLine($"Database      {database}");
    }

    private static void Tell(WebApplication app, string database)
    {
        TellWhere(app, database);
        if (KeyTable.List(database).Count == 0)
        {
            var key = KeysVerb.Add(database, "admin", Scope.Admin);
            Console.WriteLine($"First key     {key}");
            Console.WriteLine("              It may do everything and is shown this once. Send it as: Authorization: Bearer KEY");
        }
        Console.WriteLine("Ready. Ctrl+C ends it.");
    }

    /// <summary>An address that a browser on this machine can open.</summary>
    private static string Reachable(string url) =>
        url.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
}
