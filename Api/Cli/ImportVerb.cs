using System.CommandLine;
using Events.Api.Importing;
using Events.Api.Storage;

namespace Events.Api.Cli;

/// <summary><c>import</c>: reads files of commits into a database, or sends them to the server that holds it.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "NDJSON, one commit a line; - is standard input", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Url = new("--url") { Description = "The address of a running server, to import through it", HelpName = "URL" };
    private static readonly Option<string?> Key = new("--key") { Description = "A key of that server that may write. Also EVENTS_KEY", HelpName = "KEY" };

    public static Command Create()
    {
        var command = new Command("import", "Read commits from files; a line that was imported before, with --url by the same key, is passed over") { Files, Url, Key };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult words, CancellationToken cancel)
    {
        var files = words.GetRequiredValue(Files);
        if (files.FirstOrDefault(file => file.Length > 1 && file[0] == '-') is { } option)
            throw new WrongWordsException($"import has no option {option}. A file of that name is given as ./{option}.");
        if (files.FirstOrDefault(file => file != "-" && !File.Exists(file)) is { } missing)
            throw new RefusedException($"There is no file {missing}. Nothing was imported.");
        if (words.GetValue(Url) is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new WrongWordsException($"\"{url}\" is no address of a server, such as {Server.DefaultUrl}.");
            var key = Settings.ValueOf(words, Key, "EVENTS_KEY") ?? throw new WrongWordsException("--url needs a key of that server that may write: --key, or EVENTS_KEY.");
            using var server = await RemoteImporter.ReachAsync(address, key, cancel);
            return await ReadAsync(files, server.RunAsync, cancel);
        }
        var settings = new ServerSettings { Database = Settings.DatabaseOf(words), Examples = ExampleSet.None };
        using var held = Database.Claim(settings.Database, "import", "Import through it with --url and --key, or stop it first.");
        await using var app = Server.Build(settings, []);
        await Server.FillAsync(app.Services, cancel);
        var importer = app.Services.GetRequiredService<Importer>();
        return await ReadAsync(files, (name, lines, stop) => importer.RunAsync(name, "import", lines, stop), cancel);
    }

    private static async Task<int> ReadAsync(string[] files, Func<string, Stream, CancellationToken, Task<ImportReport>> import, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            await using var lines = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            var report = await import(file == "-" ? "standard input" : file, lines, cancel);
            Console.WriteLine($"{file}: {report.Commits} commits, {report.Created} records created, {report.Updated} updated; {report.Unchanged} lines changed nothing.");
        }
        return CommandLine.Done;
    }
}
