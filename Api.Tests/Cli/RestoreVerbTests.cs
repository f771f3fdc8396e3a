using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Cli;

/// <summary>A backup in the place of the database: what is lost, what is kept, and what is refused.</summary>
public sealed class RestoreVerbTests : IDisposable
{
    private const string SameKeys = "Keys and saved queries are those of the backup, too.";

    private readonly TemporaryFolder _folder = new();

    public RestoreVerbTests() => Directory.CreateDirectory(Path.GetDirectoryName(Database)!);

    private string Database => _folder.File("data/events.db");

    private string Copy => _folder.File("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_there_is_no_database_a_backup_becomes_one()
    {
        var head = await Ledgers.WriteAsync(Copy, 3);
        Directory.Delete(_folder.File("data"));

        var restored = await RunningProgram.RunAsync("restore", Copy, "--database", Database);
        await using var server = await RunningProgram.ServeAsync(Database);

        Assert.Equal((0, $"{Database}\tseq 3\t{head.HashText}", SameKeys), (restored.Code, restored.Output.Trim(), restored.Errors.Trim()));
        // The server adds its countries.
        Assert.Equal(4, await Stories.SeqAsync(server.Http));
        Assert.Equal(3, Ledgers.HeadOf(Copy).Seq);
    }

    [Fact]
    public async Task Newer_commits_are_given_up_only_by_force_and_are_kept_then_with_what_was_in_the_log()
    {
        await Ledgers.WriteAsync(Database, 3);
        Assert.Equal(0, (await RunningProgram.RunAsync("backup", Copy, "--database", Database)).Code);
        var newest = await Ledgers.WriteAsync(Database, 2, "Later", keepLog: true);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database);
        Assert.Equal((1, ""), (refused.Code, refused.Output.Trim()));
        Assert.StartsWith($"{Database} has commits 4 to 5 (until {newest.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z), which {Copy} does not have. Add --force", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(newest.HashText, Ledgers.HeadOf(Database).HashText);
        Assert.DoesNotContain(Ledgers.Beside(Database), name => name[0] == '.');

        var forced = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");
        Assert.Equal((0, $"{Database}\tseq 3\t{Ledgers.HeadOf(Copy).HashText}"), (forced.Code, forced.Output.Trim()));
        var kept = Database + Assert.Single(Ledgers.Beside(Database));
        Assert.Matches(@"\.replaced-\d{8}T\d{6}Z$", kept);
        Assert.Equal($"""
            The database of before is kept as {kept}.
            Only there: commits 4 to 5 (until {newest.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z).
            {SameKeys}
            """, forced.Errors.Trim());
        Assert.Equal(["Person 1", "Person 2", "Person 3"], Ledgers.People(Database).Order());
        Assert.Equal(["Later 1", "Later 2", "Person 1", "Person 2", "Person 3"], Ledgers.People(kept).Order());
        Assert.Equal((newest.HashText, newest.HashText), (Ledgers.HeadOf(kept).HashText, BackupFile.Verify(kept).HashText));
    }

    [Fact]
    public async Task What_was_replaced_can_be_restored_again()
    {
        await Ledgers.WriteAsync(Copy, 1, "Backup");
        await Ledgers.WriteAsync(Database, 2);
        Assert.Equal(0, (await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force")).Code);
        var kept = Database + Assert.Single(Ledgers.Beside(Database));

        var back = await RunningProgram.RunAsync("restore", kept, "--database", Database, "--force");

        Assert.Equal(0, back.Code);
        Assert.Contains("Only there: commit 1 (of ", back.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Ledgers.HeadOf(Database).Seq);
        Assert.Equal(2, Ledgers.Beside(Database).Count);
    }

    [Fact]
    public async Task A_backup_that_has_all_that_the_database_has_needs_no_force()
    {
        await Ledgers.WriteAsync(Database, 2);
        await RunningProgram.RunAsync("backup", Copy, "--database", Database);
        await Ledgers.WriteAsync(Copy, 2, "Later");

        var ahead = await RunningProgram.RunAsync("restore", Copy, "--database", Database);
        var same = await RunningProgram.RunAsync("restore", Copy, "--database", Database);

        Assert.Equal((0, 0), (ahead.Code, same.Code));
        Assert.DoesNotContain("Only there", ahead.Errors + same.Errors, StringComparison.Ordinal);
        Assert.Equal(4, Ledgers.HeadOf(Database).Seq);
    }

    [Fact]
    public async Task Two_histories_that_part_are_told_where()
    {
        await Ledgers.WriteAsync(Database, 5);
        await RunningProgram.RunAsync("backup", Copy, "--database", Database);
        await Ledgers.WriteAsync(Database, 3, "Here");
        await Ledgers.WriteAsync(Copy, 7, "There");

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database);

        Assert.Equal(1, refused.Code);
        Assert.StartsWith($"{Database} has commits 6 to 8 (until ", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_is_not_replaced_and_serves_on()
    {
        await Ledgers.WriteAsync(Copy, 1);
        await using var server = await RunningProgram.ServeAsync(Database);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");

        Assert.Equal((1, $"{Database} is in use by events serve, process {server.Id}. Stop it first, or name another file with --database."), (refused.Code, refused.Errors.Trim()));
        using var written = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit("a"));
        Assert.True(written.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Whoever_reads_the_database_meanwhile_keeps_it_from_being_replaced()
    {
        await Ledgers.WriteAsync(Copy, 1);
        await Ledgers.WriteAsync(Database, 2);
        using var reader = Session.OpenReader(Database);
        reader.Run("BEGIN");
        Assert.Equal(2, LedgerTransaction.Head(reader).Seq);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");

        Assert.Equal((1, "Another program reads the database, such as check, backup or a tool for SQL. Nothing was restored: try again when it is done."), (refused.Code, refused.Errors.Trim()));
        reader.Run("COMMIT");
        Assert.Equal(2, Ledgers.HeadOf(Database).Seq);
    }

    [Fact]
    public async Task Of_two_restores_at_once_one_waits_for_nobody()
    {
        await Ledgers.WriteAsync(Database, 1);
        await Ledgers.WriteAsync(Copy, 3000);

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force")));

        Assert.Contains(both, ended => ended.Code == 0);
        Assert.All(both.Where(ended => ended.Code != 0), ended => Assert.Matches("is in use by events restore, process [0-9]+", ended.Errors));
        Assert.Equal(Ledgers.HeadOf(Copy).HashText, BackupFile.Verify(Database).HashText);
        Assert.All(Ledgers.Beside(Database), name => Assert.StartsWith(".replaced-", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_were_revoked_since_are_named()
    {
        await Ledgers.WriteAsync(Database, 1);
        await RunningProgram.RunAsync("keys", "create", "--name", "ada", "--scope", "write", "--database", Database);
        await RunningProgram.RunAsync("keys", "create", "--name", "eve", "--scope", "write", "--database", Database);
        await RunningProgram.RunAsync("backup", Copy, "--database", Database);
        await RunningProgram.RunAsync("keys", "revoke", "eve", "--database", Database);

        var restored = await RunningProgram.RunAsync("restore", Copy, "--database", Database);

        Assert.Equal(0, restored.Code);
        Assert.Contains("In use again, although revoked since: eve. Revoke them anew with keys revoke.", restored.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_with_older_tables_is_brought_up_to_date()
    {
        await Ledgers.WriteAsync(Copy, 3);
        Damage.Run(Copy, "DROP TABLE saved_query; DELETE FROM SchemaVersions WHERE ScriptName LIKE '%0006-saved-query.sql'; DELETE FROM posting; PRAGMA user_version = 1;");

        var restored = await RunningProgram.RunAsync("restore", Copy, "--database", Database);

        Assert.Equal(0, restored.Code);
        Assert.Empty(Check.Run(Database, Upcasters.Current));
        Assert.DoesNotContain(Ledgers.Beside(Database), name => name[0] == '.');
    }

    [Theory]
    [InlineData("text", "is no SQLite database. Name a backup of this program.")]
    [InlineData("empty", "is empty. Name another backup.")]
    [InlineData("cut", "is not sound: ")]
    [InlineData("changed", "is not sound: Ledger: the hash of commit 2 does not follow")]
    [InlineData("newer", "was made by a newer version of this program (9999-later.sql is unknown here).")]
    [InlineData("missing", "There is no file ")]
    public async Task What_is_no_sound_backup_leaves_the_database_alone(string what, string expected)
    {
        var head = await Ledgers.WriteAsync(Database, 1, keepLog: true);
        await MakeAsync(what);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");

        Assert.Equal((1, ""), (refused.Code, refused.Output.Trim()));
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Contains(Copy, refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Ledgers.Beside(Database), name => name[0] == '.');
        Assert.Equal(head.HashText, Ledgers.HeadOf(Database).HashText);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_replaced_by_force_and_kept_with_its_log()
    {
        await Ledgers.WriteAsync(Copy, 2);
        await Ledgers.WriteAsync(Database, 3, keepLog: true);
        var log = await File.ReadAllBytesAsync(Database + "-wal");
        const string Ruin = "What is left of a database after a disk has failed.";
        await File.WriteAllTextAsync(Database, Ruin);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith($"{Database} cannot be read (", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(Ruin, await File.ReadAllTextAsync(Database));

        var forced = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");
        Assert.Equal((0, 2), (forced.Code, Ledgers.HeadOf(Database).Seq));
        Assert.Empty(Check.Run(Database, Upcasters.Current));
        var kept = Database + Ledgers.Beside(Database)[0];
        Assert.Equal(Ruin, await File.ReadAllTextAsync(kept));
        if (File.Exists(kept + "-wal"))
            Assert.Equal(log, await File.ReadAllBytesAsync(kept + "-wal"));
    }

    [Fact]
    public async Task A_database_whose_pages_are_damaged_is_replaced_by_force()
    {
        await Ledgers.WriteAsync(Copy, 2);
        await Ledgers.WriteAsync(Database, 300);
        await using (var file = new FileStream(Database, FileMode.Open))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096]);
        }
        Assert.Equal(1, (await RunningProgram.RunAsync("restore", Copy, "--database", Database)).Code);
        var forced = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");
        Assert.Equal((0, 2), (forced.Code, Ledgers.HeadOf(Database).Seq));
    }

    [Fact]
    public async Task A_database_of_another_program_is_never_replaced()
    {
        await Ledgers.WriteAsync(Copy, 1);
        Damage.Create(Database, "CREATE TABLE song (name TEXT);");
        var before = await File.ReadAllBytesAsync(Database);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", Database, "--force");

        Assert.Equal((1, $"{Database} is a SQLite database of another program. Name another file with --database; this one was not touched."), (refused.Code, refused.Errors.Trim()));
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task The_database_itself_is_no_backup_of_it()
    {
        await Ledgers.WriteAsync(Database, 1);
        var link = _folder.File("link.db");
        File.CreateSymbolicLink(link, Database);
        foreach (var words in (string[][])[[Database, "--database", link], [link, "--database", Database]])
            Assert.Equal((1, $"{Database} is the database itself. Name a backup of it."), await RunningProgram.RunAsync(["restore", .. words]) is var ended ? (ended.Code, ended.Errors.Trim()) : default);
    }

    [Fact]
    public async Task The_file_that_a_link_leads_to_is_replaced_and_keeps_who_may_read_it()
    {
        await Ledgers.WriteAsync(Copy, 2);
        await Ledgers.WriteAsync(Database, 1);
        var link = _folder.File("link.db");
        File.CreateSymbolicLink(link, Database);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Database, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(0, (await RunningProgram.RunAsync("restore", Copy, "--database", link, "--force")).Code);

        Assert.Equal(Database, new FileInfo(link).LinkTarget);
        Assert.Equal(2, Ledgers.HeadOf(Database).Seq);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
    }

    [Fact]
    public async Task A_running_server_of_another_database_can_be_copied_by_restore()
    {
        var other = _folder.File("other.db");
        await using var server = await RunningProgram.ServeAsync(other);
        using var written = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit("a"));

        var restored = await RunningProgram.RunAsync("restore", other, "--database", Database);

        Assert.Equal(0, restored.Code);
        Assert.Equal(await Stories.SeqAsync(server.Http), Ledgers.HeadOf(Database).Seq);
        Assert.Single(KeyTable.List(Database), key => key.Scopes == "admin");
    }

    [SmallDiskFact]
    public async Task On_a_full_disk_the_database_stays_as_it_is()
    {
        await Ledgers.WriteAsync(Copy, 1000);
        using var disk = SmallDisk.Mount((int)(new FileInfo(Copy).Length / 1024 / 1024));
        var database = disk.File("events.db");
        var head = await Ledgers.WriteAsync(database, 1, keepLog: true);

        var refused = await RunningProgram.RunAsync("restore", Copy, "--database", database, "--force");

        Assert.Equal((1, $"The disk of {database} is full: nothing was restored, and the database is as it was. The backup needs room beside it."), (refused.Code, refused.Errors.Trim()));
        Assert.DoesNotContain(Ledgers.Beside(database), name => name.Contains(".re", StringComparison.Ordinal));
        Assert.Equal(head.HashText, Ledgers.HeadOf(database).HashText);
    }

    [SmallDiskFact]
    public async Task Where_nobody_may_write_nothing_is_restored_but_from_there()
    {
        await Ledgers.WriteAsync(Copy, 2);
        using var disk = SmallDisk.Mount(8);
        var head = await Ledgers.WriteAsync(disk.File("events.db"), 1);
        disk.Protect();

        var into = await RunningProgram.RunAsync("restore", Copy, "--database", disk.File("events.db"), "--force");
        var from = await RunningProgram.RunAsync("restore", disk.File("events.db"), "--database", Database);

        Assert.Equal((1, ""), (into.Code, into.Output.Trim()));
        Assert.DoesNotContain("in use by", into.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", into.Errors, StringComparison.Ordinal);
        Assert.Equal(0, from.Code);
        Assert.Equal(head.HashText, Ledgers.HeadOf(Database).HashText);
    }

    private async Task MakeAsync(string what)
    {
        if (what is "missing")
            return;
        if (what is "text" or "empty")
        {
            await File.WriteAllTextAsync(Copy, what is "text" ? new string('x', 5000) : "");
            return;
        }
        await Ledgers.WriteAsync(Copy, 50);
        if (what is "changed")
            Damage.Run(Copy, "UPDATE ledger_commit SET actor = 'somebody' WHERE seq = 2");
        if (what is "newer")
            Damage.Run(Copy, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')");
        if (what is "cut")
        {
            await using var file = new FileStream(Copy, FileMode.Open);
            file.SetLength(file.Length / 2 / 4096 * 4096);
        }
    }
}
