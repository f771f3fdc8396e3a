using System.Diagnostics;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Cli;

/// <summary>Each verb on a database that no server holds: what it prints where, and how it ends.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_path_given_to_dotnet_run_is_one_of_the_callers_folder()
    {
        // The SDK for the web would run the program in the folder of its project.
        using var msbuild = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Repository.Root, "Api", "Api.csproj"), "-getProperty:RunWorkingDirectory"]) { RedirectStandardOutput = true })!;
        var folder = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync();
        Assert.Equal((0, ""), (msbuild.ExitCode, folder.Trim()));
    }

    [Fact]
    public async Task Help_lists_every_verb_and_the_options_of_one()
    {
        var help = await RunningProgram.RunAsync("help");
        var option = await RunningProgram.RunAsync("--help");
        var create = await RunningProgram.RunAsync("help", "keys", "create");

        Assert.Equal((0, 0, 0), (help.Code, option.Code, create.Code));
        Assert.All(["serve", "import <FILE>", "check", "rebuild", "backup <FILE>", "restore <FILE>", "keys", "help", "--database", "--urls", "--examples", "--reads", "--snapshots", "--snapshot-every", "--snapshot-keep"], word => Assert.Contains(word, help.Output, StringComparison.Ordinal));
        Assert.Equal(help.Output, option.Output);
        Assert.Contains("--scope", create.Output, StringComparison.Ordinal);
        Assert.All([help, option, create], ended => Assert.Empty(ended.Errors.Trim()));
    }

    [Theory]
    [InlineData("serv", "did you mean \"serve\"?")]
    [InlineData("--datbase x", "did you mean \"--database\"?")]
    [InlineData("check --all", "\"--all\" is not understood here.")]
    [InlineData("backup", "Required argument 'FILE' missing")]
    [InlineData("import", "Required argument 'FILE' missing")]
    [InlineData("keys", "Required command was not provided")]
    [InlineData("keys create --name ada", "'--scope' is required")]
    [InlineData("keys create --name ada --scope all", "it is read or write or admin")]
    [InlineData("keys revoke", "Required argument 'NAME|ID' missing")]
    [InlineData("serve --examples some", "it is all or brief or none")]
    [InlineData("serve --reads nobody", "it is open or key")]
    [InlineData("restore", "Required argument 'FILE' missing")]
    [InlineData("serve --snapshots x --snapshot-every daily", "it is a number of seconds, minutes, hours or days up to 365 days, such as 30m, 24h or 7d")]
    [InlineData("serve --snapshots x --snapshot-every 0h", "\"0h\" is no value of --snapshot-every (EVENTS_SNAPSHOT_EVERY)")]
    [InlineData("serve --snapshots x --snapshot-every 366d", "\"366d\" is no value of --snapshot-every")]
    [InlineData("serve --snapshots x --snapshot-keep 0", "\"0\" is no value of --snapshot-keep (EVENTS_SNAPSHOT_KEEP): it is a number from 1.")]
    [InlineData("import - --url http://127.0.0.1:9", "--key, or EVENTS_KEY")]
    [InlineData("import - --url localhost --key evk_a_b", "is no address of a server")]
    [InlineData("import --undo x --dry-run", "--undo takes back an import")]
    [InlineData("import - --retire-at-most 5", "says nothing without it")]
    [InlineData("import - --retire-missing --retire-at-most 101", "\"101\" is no value of --retire-at-most")]
    [InlineData("import - --profile ucdp", "There is no profile \"ucdp\"")]
    [InlineData("backup --verfy", "backup has no option --verfy")]
    [InlineData("restore --forse", "restore has no option --forse")]
    [InlineData("help chek", "did you mean \"check\"?")]
    public async Task Wrong_words_end_with_2_and_say_what_would_be_right(string words, string expected)
    {
        var ended = await RunningProgram.RunAsync(words.Split(' '));

        Assert.Equal(2, ended.Code);
        Assert.Contains(expected, ended.Errors, StringComparison.Ordinal);
        Assert.Contains("help", ended.Errors, StringComparison.Ordinal);
        Assert.Empty(ended.Output.Trim());
    }

    [Fact]
    public async Task Verbs_beside_the_server_need_a_database_that_exists()
    {
        foreach (var words in (string[])["check", "rebuild", "keys list", "keys revoke ada", "keys create --name ada --scope read", "backup copy.db"])
        {
            var ended = await RunningProgram.RunAsync([.. words.Split(' '), "--database", Database]);
            Refuses(ended, $"There is no database at {Database}. Start the server once to make it, or name another file with --database.");
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Import_reads_files_and_standard_input_and_passes_over_what_it_has_read_before()
    {
        var file = _folder.File("stories.ndjson");
        await File.WriteAllLinesAsync(file, [Stories.Commit("a"), "", Stories.Commit("b")]);

        var first = await RunningProgram.RunAsync("import", file, "--database", Database);
        var again = await RunningProgram.RunWithAsync(Stories.Commit("a") + "\n" + Stories.Commit("c") + "\n", "import", "-", "--database", Database);
        var check = await RunningProgram.RunAsync("check", "--database", Database);

        Assert.Equal(0, first.Code);
        Assert.StartsWith($"{file}: 2 rows: 2 created, 0 updated, 0 unchanged, 0 refused. Import 01", first.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Code);
        Assert.StartsWith("-: 2 rows: 1 created, 0 updated, 1 unchanged, 0 refused. Import 01", again.Output, StringComparison.Ordinal);
        Assert.Equal((0, "The database is sound."), (check.Code, check.Output.Trim()));
    }

    [Fact]
    public async Task Import_says_which_line_is_refused_and_keeps_the_others()
    {
        var input = Stories.Commit("a") + "\n" + Stories.Commit("b").Replace("\"title\"", "\"titel\"", StringComparison.Ordinal) + "\n" + Stories.Commit("c") + "\n";

        var refused = await RunningProgram.RunWithAsync(input, "import", "-", "--database", Database);
        var again = await RunningProgram.RunWithAsync(Stories.Commit("a"), "import", "-", "--database", Database);

        Assert.Equal(1, refused.Code);
        Assert.StartsWith("-: 3 rows: 2 created, 0 updated, 0 unchanged, 1 refused. Import 01", refused.Output, StringComparison.Ordinal);
        Assert.StartsWith("-, row 2: /records/0/data/titel: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("1 unchanged", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_of_a_missing_file_or_of_no_json_is_refused_in_a_sentence()
    {
        Refuses(await RunningProgram.RunAsync("import", _folder.File("none.ndjson"), "--database", Database), $"There is no file {_folder.File("none.ndjson")}.");
        var broken = await RunningProgram.RunWithAsync("{\"records\": [", "import", "-", "--database", Database);
        var other = await RunningProgram.RunWithAsync("<!DOCTYPE html>\n", "import", "-", "--database", Database);
        Assert.Equal((1, 1), (broken.Code, other.Code));
        Assert.StartsWith("-, row 1: The line is no JSON at byte 14", broken.Errors, StringComparison.Ordinal);
        Assert.StartsWith("-: The file is no NDJSON", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked()
    {
        await RunningProgram.RunWithAsync("", "import", "-", "--database", Database);

        var made = await RunningProgram.RunAsync("keys", "create", "--name", "ada", "--scope", "write", "--database", Database);
        var twice = await RunningProgram.RunAsync("keys", "create", "--name", "ada", "--scope", "read", "--database", Database);
        var revoked = await RunningProgram.RunAsync("keys", "revoke", "ada", "--database", Database);
        var unknown = await RunningProgram.RunAsync("keys", "revoke", "ada", "--database", Database);
        var list = await RunningProgram.RunAsync("keys", "list", "--database", Database);

        Assert.Matches("^evk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$", made.Output.Trim());
        Assert.Equal((0, 0, 0), (made.Code, revoked.Code, list.Code));
        Refuses(twice, "There is already a key with the name ada. Revoke it first, or choose another name.");
        Refuses(unknown, "There is no key in use with the name or id \"ada\".");
        var line = Assert.Single(list.Output.Trim().Split('\n')).Split('\t');
        Assert.Equal((made.Output[4..20], "ada", "write"), (line[0], line[1], line[2]));
        Assert.StartsWith("revoked ", line[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_writes_a_new_file_that_passes_check_and_never_replaces_one()
    {
        await RunningProgram.RunWithAsync(Stories.Commit("a"), "import", "-", "--database", Database);
        var copy = _folder.File("copy.db");

        var made = await RunningProgram.RunAsync("backup", copy, "--database", Database);
        var check = await RunningProgram.RunAsync("check", "--database", copy);
        var before = await File.ReadAllBytesAsync(copy);
        var twice = await RunningProgram.RunAsync("backup", copy, "--database", Database);
        var nowhere = await RunningProgram.RunAsync("backup", _folder.File("no/copy.db"), "--database", Database);

        Assert.Equal((0, copy), (made.Code, made.Output.Split('\t')[0]));
        Assert.Equal((0, "The database is sound."), (check.Code, check.Output.Trim()));
        Refuses(twice, $"{copy} exists already. Name a new file: a backup never replaces another.");
        Refuses(nowhere, $"There is no folder {_folder.File("no")}. Make it first, or name another file.");
        Assert.Equal(before, await File.ReadAllBytesAsync(copy));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path), file => file.EndsWith(".unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_finds_what_is_wrong_and_rebuild_makes_it_again()
    {
        await RunningProgram.RunWithAsync(Stories.Commit("a"), "import", "-", "--database", Database);
        Damage.Run(Database, "DELETE FROM posting WHERE term = (SELECT min(term) FROM posting)");

        var wrong = await RunningProgram.RunAsync("check", "--database", Database);
        var rebuild = await RunningProgram.RunAsync("rebuild", "--database", Database);
        var right = await RunningProgram.RunAsync("check", "--database", Database);

        Assert.Equal((1, 0, 0), (wrong.Code, rebuild.Code, right.Code));
        Assert.Contains("posting: ", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("rebuild makes again", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal("Made again from 2 commits.", rebuild.Output.Trim());
    }

    private static void Refuses(Ended ended, string sentence)
    {
        Assert.Equal(1, ended.Code);
        Assert.Contains(sentence, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Empty(ended.Output.Trim());
    }
}
