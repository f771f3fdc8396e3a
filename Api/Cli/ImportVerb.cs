using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Events.Api.Importing;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Cli;

/// <summary><c>import</c>: reads files into a database, or sends them to the server that holds it; and takes imports back.</summary>
internal static class ImportVerb
{
    private const string StandardInput = "-";
    private const int MostRefusalsTold = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(1);

    private static readonly Argument<string[]> Files = new("FILE") { Description = "Files to read, also compressed with gzip; - is standard input", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Profile = new("--profile") { Description = "How rows become records: the name of a profile, or a profile of your own as a file that ends in .json. Without it a file is NDJSON, a commit or a record of one on each line", HelpName = "NAME|FILE" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would be done, row by row; write nothing" };
    private static readonly Option<string?> Mode = new("--mode") { Description = "each: every row is written or refused for itself (default); all: all rows of a file or none, at most 10,000", HelpName = "MODE" };
    private static readonly Option<bool> RetireMissing = new("--retire-missing") { Description = "Delete what earlier imports of the same source have written and this file has no more" };
    private static readonly Option<string?> RetireAtMost = new("--retire-at-most") { Description = "Of a hundred records of the source, how many --retire-missing may delete; when more than that and more than 20 are missing, none is. Default 50", HelpName = "PERCENT" };
    private static readonly Option<string?> Source = new("--source") { Description = "Whose records these are; by default the name of the profile", HelpName = "NAME" };
    private static readonly Option<string?> Watch = new("--watch") { Description = "Also read every file that appears in this folder, until the program is ended", HelpName = "DIR" };
    private static readonly Option<string?> Report = new("--report") { Description = "Write what became of each row into a new file, as NDJSON", HelpName = "FILE" };
    private static readonly Option<string?> Undo = new("--undo") { Description = "Take back what the import with this id wrote, but for what others have changed since", HelpName = "ID" };
    private static readonly Option<string?> Url = new("--url") { Description = "The address of a running server, to import through it", HelpName = "URL" };
    private static readonly Option<string?> Key = new("--key") { Description = "A key of that server that may write. Also EVENTS_KEY", HelpName = "KEY" };

    public static Command Create()
    {
        var command = new Command("import", "Import files row by row; the same file again adds nothing, and one that was interrupted goes on") { Files, Profile, DryRun, Mode, RetireMissing, RetireAtMost, Source, Watch, Report, Undo, Url, Key };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult words, CancellationToken cancel)
    {
        var files = words.GetValue(Files) ?? [];
        RequireWork(words, files);
        var how = SettingsOf(words);
        using var report = words.GetValue(Report) is { } path ? NewReport(path) : null;
        if (words.GetValue(Url) is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new WrongWordsException($"\"{url}\" is no address of a server, such as {Server.DefaultUrl}.");
            var key = Settings.ValueOf(words, Key, "EVENTS_KEY") ?? throw new WrongWordsException("--url needs a key of that server that may write: --key, or EVENTS_KEY.");
            using var server = await RemoteImports.ReachAsync(address, key, cancel);
            return await RunAsync(words, files, how, server, report, cancel);
        }
        var settings = new ServerSettings { Database = Settings.DatabaseOf(words), Examples = ExampleSet.None };
        using var held = Database.Claim(settings.Database, "import", "Import through it with --url and --key, or stop it first.");
        await using var app = Server.Build(settings, []);
        await Server.FillAsync(app.Services, cancel);
        return await RunAsync(words, files, how, new LocalImports(app.Services), report, cancel);
    }

    private static StreamWriter NewReport(string path) => File.Exists(path)
        ? throw new RefusedException($"There is a file {path} already: --report writes a new one. Nothing was imported.")
        : new StreamWriter(new FileStream(path, FileMode.CreateNew));

    private static void RequireWork(ParseResult words, string[] files)
    {
        if (files.FirstOrDefault(file => file.Length > 1 && file[0] == '-') is { } option)
            throw new WrongWordsException($"import has no option {option}. A file of that name is given as ./{option}.");
        if (files.Length == 0 && words.GetValue(Watch) is null && words.GetValue(Undo) is null)
            throw new WrongWordsException("Required argument 'FILE' missing for command: 'import'. Name files, a folder with --watch, or an import with --undo.");
        if (words.GetValue(Undo) is not null && (files.Length > 0 || words.GetValue(Watch) is not null || words.GetValue(DryRun) || words.GetValue(RetireMissing)))
            throw new WrongWordsException("--undo takes back an import: it goes without files, --watch, --dry-run and --retire-missing.");
        if (words.GetValue(RetireAtMost) is not null && !words.GetValue(RetireMissing))
            throw new WrongWordsException("--retire-at-most bounds what --retire-missing deletes, and says nothing without it.");
        if (files.FirstOrDefault(Directory.Exists) is { } directory)
            throw new RefusedException($"{directory} is a folder: name its files, or let --watch read them. Nothing was imported.");
        if (files.FirstOrDefault(file => file != StandardInput && !File.Exists(file)) is { } missing)
            throw new RefusedException($"There is no file {missing}. Nothing was imported.");
        if (words.GetValue(Watch) is { } folder && !Directory.Exists(folder))
            throw new RefusedException($"There is no folder {folder}. Nothing was imported.");
    }

    private static ImportSettings SettingsOf(ParseResult words)
    {
        var profile = words.GetValue(Profile);
        JsonElement? mapping = null;
        if (profile?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true)
        {
            try
            {
                (profile, mapping) = RowSource.ReadProfile(File.ReadAllBytes(profile));
            }
            catch (Refusal refusal)
            {
                throw new RefusedException($"{profile} is no profile: {string.Join(' ', refusal.Violations.Take(10).Select(violation => $"{violation.Pointer}: {violation.Message}"))}", refusal);
            }
        }
        else if (profile is not null && !RowSource.Profiles.Contains(profile))
        {
            throw new WrongWordsException($"There is no profile \"{QueryText.Cut(profile)}\"{QueryText.DidYouMean(profile, RowSource.Profiles)} It is {string.Join(" or ", RowSource.Profiles)}, or a file that ends in .json.");
        }
        var mode = words.GetValue(Mode) is not { } given ? ImportMode.Each
            : Code.TryParse<ImportMode>(given, out var read) ? read
            : throw new WrongWordsException($"\"{given}\" is no value of --mode: it is {string.Join(" or ", Code.All<ImportMode>())}.");
        return new ImportSettings
        {
            File = StandardInput,
            Profile = profile,
            Mapping = mapping,
            Source = words.GetValue(Source) ?? profile ?? ImportSettings.OfCommits,
            Mode = mode,
            DryRun = words.GetValue(DryRun),
            RetireMissing = words.GetValue(RetireMissing),
            RetireAtMost = words.GetValue(RetireAtMost) is not { } percent ? ImportSettings.DefaultRetireAtMost
                : int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most <= 100 ? most
                : throw new WrongWordsException($"\"{QueryText.Cut(percent)}\" is no value of --retire-at-most: it is a whole number from 0 to 100."),
        };
    }

    private static async Task<int> RunAsync(ParseResult words, string[] files, ImportSettings how, IImports imports, TextWriter? report, CancellationToken cancel)
    {
        if (words.GetValue(Undo) is { } id)
            return await UndoAsync(imports, id, cancel);
        var isWhole = true;
        foreach (var file in files)
            isWhole &= await ImportAsync(imports, file, how, report, cancel);
        if (words.GetValue(Watch) is { } folder)
            await WatchAsync(imports, folder, how, report, cancel);
        return isWhole ? CommandLine.Done : CommandLine.Refused;
    }

    /// <summary>Imports one file; false when a row was refused, or it could not be read to its end.</summary>
    private static async Task<bool> ImportAsync(IImports imports, string file, ImportSettings how, TextWriter? report, CancellationToken cancel)
    {
        how = how with { File = file == StandardInput ? "standard input" : Path.GetFileName(file) };
        var import = file == StandardInput
            ? await imports.SendAsync(Console.OpenStandardInput(), how, cancel)
            : await imports.SendAsync(Path.GetFullPath(file), how, cancel);
        import = await ImportTerminal.FollowAsync(imports, import, file, cancel);
        Tell(import, file);
        var isWhole = !await TellRefusedAsync(imports, import, file, cancel);
        if (report is not null)
            await ReportAsync(imports, import, report, cancel);
        return isWhole && import.State is BatchState.Done;
    }

    private static void Tell(ImportView import, string file)
    {
        var rows = import.Rows;
        List<string> said = [Invariant($"{rows.Read:N0} rows: {rows.Created:N0} created, {rows.Updated:N0} updated, {rows.Unchanged:N0} unchanged, {rows.Refused:N0} refused")];
        if (rows.PossibleDuplicates > 0)
            said.Add(Invariant($"{rows.PossibleDuplicates:N0} with possible duplicates"));
        if (import.RetireMissing)
            said.Add(Invariant($"{rows.Retired:N0} records retired"));
        Console.WriteLine($"{file}: {string.Join("; ", said)}. {(import.DryRun ? "Nothing was written: this was a dry run" : import.State is BatchState.Refused ? "Nothing was written" : $"Import {import.Id}")}.");
        if (import.Problem is { } problem)
            Console.Error.WriteLine($"{file}: {problem} {(import.State is BatchState.Failed && rows.Read > 0 ? "What stands before it is imported; run the same command again to go on." : "")}".TrimEnd());
        if (import.State is BatchState.Stopped)
            Console.Error.WriteLine($"{file}: the import was stopped. Run the same command again to go on.");
    }

    /// <summary>Says what was refused, rows and what was to be deleted; false when nothing was.</summary>
    private static async Task<bool> TellRefusedAsync(IImports imports, ImportView import, string file, CancellationToken cancel)
    {
        var told = 0;
        await foreach (var row in imports.RowsAsync(import.Id, onlyRefused: true, cancel))
        {
            if (++told > MostRefusalsTold)
            {
                Console.Error.WriteLine(Invariant($"{file}: {import.Rows.Refused - MostRefusalsTold:N0} more rows are refused; --report FILE writes down all of them."));
                return true;
            }
            var place = row.Row is { } number ? Invariant($"row {number}") : row.Label ?? (row.Retired is { } retired ? $"{Code.Of(retired.Kind)} {retired.Id}" : "");
            Console.Error.WriteLine($"{file}, {place}: {string.Join(' ', row.Problems.Take(10).Select(problem => $"{problem.Column ?? problem.Pointer}: {problem.Message}".TrimStart(':', ' ')))}");
        }
        return told > 0;
    }

    private static async Task ReportAsync(IImports imports, ImportView import, TextWriter report, CancellationToken cancel)
    {
        await foreach (var row in imports.RowsAsync(import.Id, onlyRefused: false, cancel))
            await report.WriteLineAsync(JsonSerializer.Serialize(row, ViewJson.Options).AsMemory(), cancel);
        await report.FlushAsync(cancel);
    }

    /// <summary>Imports what lies in a folder and what comes there, once it has stopped growing. What was imported before, as it is, is passed over.</summary>
    private static async Task WatchAsync(IImports imports, string folder, ImportSettings how, TextWriter? report, CancellationToken cancel)
    {
        var (seen, notBefore) = (new Dictionary<string, (long, DateTime)>(), new Dictionary<(string, long, DateTime), DateTimeOffset>());
        await Console.Error.WriteLineAsync($"Watching {folder}. Ctrl+C ends it.");
        while (true)
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Name[0] != '.').OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
            {
                var state = (file.Length, file.LastWriteTimeUtc);
                var isStill = seen.TryGetValue(file.FullName, out var before) && before == state;
                seen[file.FullName] = state;
                var asItIs = (file.FullName, state.Length, state.LastWriteTimeUtc);
                if (isStill && notBefore.GetValueOrDefault(asItIs) <= TimeProvider.System.GetUtcNow())
                    notBefore[asItIs] = await ImportSeenAsync(imports, file.FullName, how, report, cancel) ? DateTimeOffset.MaxValue : TimeProvider.System.GetUtcNow() + BetweenTries;
            }
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    /// <summary>False when it could not be tried.</summary>
    private static async Task<bool> ImportSeenAsync(IImports imports, string file, ImportSettings how, TextWriter? report, CancellationToken cancel)
    {
        try
        {
            if (!await imports.IsFinishedAsync(file, how with { File = Path.GetFileName(file) }, cancel))
                await ImportAsync(imports, file, how, report, cancel);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && Failures.Explain(failure) is not null)
        {
            // The next file may be better; this one is tried again later, or when it changes.
            await Console.Error.WriteLineAsync($"{file}: {Failures.Explain(failure)}");
            return false;
        }
    }

    private static async Task<int> UndoAsync(IImports imports, string id, CancellationToken cancel)
    {
        var import = await ImportTerminal.FollowAsync(imports, await imports.UndoAsync(id, cancel), "undo", cancel);
        Console.WriteLine(Invariant($"Import {import.Id}: {import.Rows.Undone:N0} commits taken back, {import.Rows.Skipped:N0} skipped."));
        if (import.State is not BatchState.Undone)
            throw new RefusedException($"The undo has not come to its end: {import.Problem ?? "it was interrupted"}. Run the same command again to go on.");
        await foreach (var row in imports.RowsAsync(import.Id, onlyRefused: false, cancel))
        {
            if (row.UndoSkipped is { } why)
                await Console.Error.WriteLineAsync($"{(row.Row is { } number ? Invariant($"row {number}") : row.Label)}: {why}");
        }
        return import.Rows.Skipped == 0 ? CommandLine.Done : CommandLine.Refused;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
