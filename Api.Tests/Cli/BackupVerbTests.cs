using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Cli;

/// <summary>Backups as an operator makes and verifies them.</summary>
public sealed partial class BackupVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("events.db");

    private string Copy => _folder.File("copy of #1?.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_tells_the_last_commit_and_the_hash_that_it_holds_and_is_verified_again_later()
    {
        var head = await Ledgers.WriteAsync(Database, 3, keepLog: true);

        var made = await RunningProgram.RunAsync("backup", Copy, "--database", Database);
        var bytes = await File.ReadAllBytesAsync(Copy);
        var verified = await RunningProgram.RunAsync("backup", "--verify", Copy, "--database", _folder.File("none.db"));

        Assert.Equal((0, $"{Copy}\tseq 3\t{Convert.ToHexStringLower(head.Hash)}"), (made.Code, made.Output.Trim()));
        Assert.Equal((0, made.Output, ""), (verified.Code, verified.Output, verified.Errors.Trim()));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Copy));
        Assert.Empty(Ledgers.Beside(Copy));
        Assert.Empty(Check.Run(Copy, Upcasters.Current));
    }

    [Fact]
    public async Task What_a_killed_backup_left_is_cleared_by_the_next_and_that_of_a_running_one_is_not()
    {
        await Ledgers.WriteAsync(Database, 1);
        using var over = Process.Start(new ProcessStartInfo("true"))!;
        await over.WaitForExitAsync();
        var left = string.Create(CultureInfo.InvariantCulture, $"{Copy}.{over.Id}.unfinished");
        var atWork = string.Create(CultureInfo.InvariantCulture, $"{Copy}.{Environment.ProcessId}.unfinished");
        var foreign = $"{Copy}.notes.unfinished";
        foreach (var file in (string[])[left, left + "-journal", atWork, foreign])
            await File.WriteAllTextAsync(file, "half");

        var made = await RunningProgram.RunAsync("backup", Copy, "--database", Database);

        Assert.Equal(0, made.Code);
        Assert.Equal((false, false, true, true), (File.Exists(left), File.Exists(left + "-journal"), File.Exists(atWork), File.Exists(foreign)));
    }

    [Theory]
    [InlineData("", "is empty. Name another backup.")]
    [InlineData("Notes about December, long enough that SQLite looks at them and finds no database in them.\n", "is no SQLite database. Name a backup of this program.")]
    public async Task A_file_that_is_no_backup_is_not_verified(string content, string expected)
    {
        await File.WriteAllTextAsync(Copy, content);
        await RefusesAsync(expected);
    }

    [Fact]
    public async Task A_database_of_another_program_is_not_verified()
    {
        Damage.Create(Copy, "CREATE TABLE song (name TEXT);");
        await RefusesAsync("is a SQLite database of another program. Name a backup of this program.");
    }

    [Fact]
    public async Task A_database_without_records_is_not_verified()
    {
        Damage.Create(Copy, "PRAGMA journal_mode=WAL; VACUUM;");
        await RefusesAsync("holds no records");
    }

    [Theory]
    [InlineData("UPDATE record SET document = CAST(replace(document, 'Person 2', 'Person 3') AS BLOB)", "is not what was committed")]
    [InlineData("UPDATE ledger_commit SET actor = 'somebody' WHERE seq = 2", "the hash of commit 2 does not follow")]
    [InlineData("DELETE FROM ledger_commit WHERE seq = 2", "commit 3 follows commit 1. 2 more things are wrong")]
    [InlineData("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')", "was made by a newer version of this program (9999-later.sql is unknown here).")]
    public async Task A_backup_that_was_changed_is_not_verified(string damage, string expected)
    {
        await Ledgers.WriteAsync(Copy, 3);
        Damage.Run(Copy, damage);
        await RefusesAsync(expected);
    }

    [Fact]
    public async Task A_backup_that_was_cut_off_is_not_verified()
    {
        await Ledgers.WriteAsync(Copy, 3);
        await using (var file = new FileStream(Copy, FileMode.Open))
            file.SetLength(file.Length / 2 / 4096 * 4096);
        await RefusesAsync("is not sound: ");
    }

    [Fact]
    public async Task Nothing_is_verified_that_is_not_there()
    {
        await RefusesAsync("There is no file ");
        Directory.CreateDirectory(Copy);
        await RefusesAsync("is a folder. Name a backup in it.");
    }

    [Fact]
    public async Task A_database_that_is_damaged_is_not_backed_up()
    {
        await Ledgers.WriteAsync(Database, 3);
        Damage.Run(Database, "UPDATE ledger_commit SET actor = 'somebody' WHERE seq = 2");
        var ended = await RunningProgram.RunAsync("backup", Copy, "--database", Database);
        Assert.Equal(1, ended.Code);
        Assert.Contains("the hash of commit 2 does not follow", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "copy*"));
    }

    [SmallDiskFact]
    public async Task On_a_full_disk_there_is_no_file_and_a_sentence_says_why()
    {
        await Ledgers.WriteAsync(Database, 3000);
        using var disk = SmallDisk.Mount(1);
        var file = disk.File("copy.db");

        var full = await RunningProgram.RunAsync("backup", file, "--database", Database);

        Assert.Equal((1, $"The disk of {disk.Path} is full: no backup was written. Make room there, or name a file on another disk."), (full.Code, full.Errors.Trim()));
        Assert.Empty(full.Output.Trim());
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [SmallDiskFact]
    public async Task A_backup_that_lies_where_nobody_may_write_is_verified_and_none_is_written_there()
    {
        await Ledgers.WriteAsync(Database, 1);
        using var disk = SmallDisk.Mount(8);
        Assert.Equal(0, (await RunningProgram.RunAsync("backup", disk.File("copy.db"), "--database", Database)).Code);
        disk.Protect();

        var verified = await RunningProgram.RunAsync("backup", "--verify", disk.File("copy.db"));
        var written = await RunningProgram.RunAsync("backup", disk.File("other.db"), "--database", Database);

        Assert.Equal(0, verified.Code);
        Assert.Equal(1, written.Code);
        Assert.Matches(Sentence(), written.Errors.Trim());
        Assert.Single(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    private async Task RefusesAsync(string sentence)
    {
        var before = File.Exists(Copy) ? await File.ReadAllBytesAsync(Copy) : null;
        var ended = await RunningProgram.RunAsync("backup", "--verify", Copy);
        Assert.Equal((1, ""), (ended.Code, ended.Output.Trim()));
        Assert.Contains(sentence, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.Exists(Copy) ? await File.ReadAllBytesAsync(Copy) : null);
    }

    [GeneratedRegex(@"\A[^\n]+\.\z")]
    private static partial Regex Sentence();
}
