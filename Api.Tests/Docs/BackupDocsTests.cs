using System.Diagnostics;
using System.Text.RegularExpressions;
using Events.Api.Storage;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about backups tells operators to type does what it says.</summary>
public sealed partial class BackupDocsTests : IDisposable
{
    private static readonly string Page = Repository.Read("docs/backup.md").ReplaceLineEndings("\n");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task Every_command_of_the_page_does_what_it_says()
    {
        foreach (var folder in (string[])["bin", "backup", "var/lib/events"])
            Directory.CreateDirectory(_folder.File(folder));
        var head = await Ledgers.WriteAsync(_folder.File("var/lib/events/events.db"), 3);
        var commands = Block("sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(commands.Count >= 6, string.Join('\n', commands));
        foreach (var command in commands)
        {
            if (command.StartsWith("events serve ", StringComparison.Ordinal))
            {
                await SnapshotAsync(command);
                continue;
            }
            Assert.EndsWith(command.StartsWith("events check ", StringComparison.Ordinal) ? "The database is sound.\n" : $"\tseq {head.Seq}\t{head.HashText}\n", await ShellAsync(command), StringComparison.Ordinal);
        }
        Assert.Equal(head.HashText, Ledgers.HeadOf(_folder.File("tmp/drill/events.db")).HashText);
    }

    [UnixFact]
    public async Task The_lines_for_timers_write_backups()
    {
        foreach (var folder in (string[])["bin", "backup", "var/lib/events"])
            Directory.CreateDirectory(_folder.File(folder));
        await Ledgers.WriteAsync(_folder.File("var/lib/events/events.db"), 1);
        var cron = Cron().Match(Assert.Single(Block("cron"))).Groups[1].Value.Replace("\\%", "%", StringComparison.Ordinal);
        var systemd = ExecStart().Match(Page).Groups[1].Value.Replace("%%", "%", StringComparison.Ordinal);
        await ShellAsync(cron);
        // Both are named after the second in which they began.
        await Eventually.IsAsync(() => Directory.EnumerateFiles(_folder.File("backup")).All(file => !file.Contains($"{DateTime.UtcNow:yyyyMMdd'T'HHmmss}", StringComparison.Ordinal)));
        await ShellAsync(systemd);
        var files = Directory.EnumerateFiles(_folder.File("backup")).ToList();
        Assert.Equal(2, files.Count);
        Assert.All(files, file => Assert.Matches(@"/events-\d{8}T\d{6}Z\.db$", file));
        Assert.All(files, file => Assert.Equal(1, BackupFile.Verify(file).Seq));
    }

    [LitestreamFact]
    public async Task Litestream_follows_a_server_that_is_written_to_and_gives_back_what_was_acknowledged()
    {
        var (database, config) = (_folder.File("events.db"), _folder.File("litestream.yml"));
        await File.WriteAllTextAsync(config, Block("yaml").Single(block => block.StartsWith($"# Litestream {LitestreamFactAttribute.Version}\n", StringComparison.Ordinal))
            .Replace("/var/lib/events/events.db", database, StringComparison.Ordinal).Replace("s3://my-bucket/events", $"file://{_folder.File("replica")}", StringComparison.Ordinal));
        long seq;
        await using (var server = await RunningProgram.ServeAsync(database))
        {
            using var litestream = Process.Start(new ProcessStartInfo("litestream", ["replicate", "-config", config]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _ = litestream.StandardOutput.ReadToEndAsync();
            _ = litestream.StandardError.ReadToEndAsync();
            await Task.WhenAll(Enumerable.Range(1, 8).Select(async writer =>
            {
                for (var i = 0; i < 100; i++)
                {
                    using var response = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{writer}-{i}"));
                    await Stories.ReadAsync(response);
                }
            }));
            seq = await Stories.SeqAsync(server.Http);
            using var stop = Process.Start("kill", ["-TERM", litestream.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await litestream.WaitForExitAsync();
        }
        var restored = _folder.File("restored.db");
        using var back = Process.Start(new ProcessStartInfo("litestream", ["restore", "-config", config, "-o", restored, database]))!;
        await back.WaitForExitAsync();
        Assert.Equal(0, back.ExitCode);
        Assert.Equal(seq, BackupFile.Verify(restored).Seq);
        Assert.True(Directory.Exists(_folder.File(".events.db-litestream")));
    }

    private static List<string> Block(string language) => [.. Fenced().Matches(Page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    /// <summary>Starts what the page says, and waits for the first snapshot.</summary>
    private async Task SnapshotAsync(string command)
    {
        var words = Moved(command).Split(' ')[2..];
        Assert.Equal("--database", words[0]);
        await using var server = await RunningProgram.ServeWithAsync(words[1], null, words[2..]);
        var folder = _folder.File("backup/snapshots");
        await Eventually.IsAsync(() => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "events-*.db").Any());
        Assert.Matches(SnapshotName(), Directory.EnumerateFiles(folder, "events-*.db").Single());
        Assert.Equal(0, (await server.StopAsync()).Code);
    }

    /// <summary>Runs a line as a shell does, in which <c>events</c> is the program and all folders lie in that of the test.</summary>
    private async Task<string> ShellAsync(string command)
    {
        var program = _folder.File("bin/events");
        if (!File.Exists(program))
        {
            await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{typeof(Server).Assembly.Location}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var start = new ProcessStartInfo("/bin/sh", ["-e", "-c", Moved(command)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.File("bin")}:{start.Environment["PATH"]}";
        using var shell = Process.Start(start)!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{command}\n{output}{await errors}");
        return output;
    }

    private string Moved(string command) => Absolute().Replace(command, match => _folder.Path + match.Value);

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"/(backup|var|tmp)/")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"\A15 3 \* \* \* events (.*)$", RegexOptions.Multiline)]
    private static partial Regex Cron();

    [GeneratedRegex(@"^ExecStart=/bin/sh -c '(.*)'$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex(@"/events-\d{8}T\d{6}Z-\d+-[0-9a-f]{16}\.db\z")]
    private static partial Regex SnapshotName();
}

/// <summary>A test that types into a shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "There is no /bin/sh." : null;
}

/// <summary>A test with the real Litestream; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed partial class LitestreamFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(Find);

    public LitestreamFactAttribute() => Skip = Version is null ? "Litestream is not installed." : null;

    /// <summary>Such as <c>0.5</c>.</summary>
    public static string? Version => Found.Value;

    private static string? Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("litestream", ["version"]) { RedirectStandardOutput = true })!;
            var version = Number().Match(process.StandardOutput.ReadToEnd()).Value;
            process.WaitForExit();
            return version.Length > 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
