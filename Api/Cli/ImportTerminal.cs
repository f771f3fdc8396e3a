using Events.Api.Importing;
using Events.Domain.Importing;
using Spectre.Console;

namespace Events.Api.Cli;

/// <summary>Shows how an import comes on: as a bar on a terminal, else as a line now and then. Both go to standard error.</summary>
internal static class ImportTerminal
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the end of the import.</summary>
    public static Task<ImportView> FollowAsync(IImports imports, ImportView import, string name, CancellationToken cancel) =>
        Console.IsErrorRedirected ? TellAsync(imports, import, name, cancel) : DrawAsync(imports, import, name, cancel);

    private static async Task<ImportView> TellAsync(IImports imports, ImportView import, string name, CancellationToken cancel)
    {
        while (import.State.IsUnfinished())
        {
            import = await imports.LookAsync(import.Id, BetweenLines, cancel);
            if (import.State.IsUnfinished())
                await Console.Error.WriteLineAsync($"{name}: {Describe(import)}");
        }
        return import;
    }

    private static Task<ImportView> DrawAsync(IImports imports, ImportView import, string name, CancellationToken cancel)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(name), maxValue: Math.Max(1, import.Bytes));
                while (import.State.IsUnfinished())
                {
                    import = await imports.LookAsync(import.Id, BetweenLooks, cancel);
                    bar.Value = import.BytesRead ?? bar.Value;
                    bar.Description = Markup.Escape($"{name}: {Describe(import)}");
                }
                return import;
            });
    }

    private static string Describe(ImportView import)
    {
        List<string> said = [import.State switch
        {
            BatchState.Waiting => "waits for others",
            BatchState.Undoing => FormattableString.Invariant($"{import.Rows.Undone + import.Rows.Skipped:N0} commits looked at"),
            _ => FormattableString.Invariant($"{import.Rows.Read:N0} rows"),
        }];
        if (import.RowsPerSecond is { } rate)
            said.Add(FormattableString.Invariant($"{rate:N0} a second"));
        if (import.RemainingSeconds is { } left)
            said.Add($"about {TimeSpan.FromSeconds(left):hh\\:mm\\:ss} left");
        return string.Join(", ", said);
    }
}
