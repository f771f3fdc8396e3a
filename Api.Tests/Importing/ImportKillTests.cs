using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using static Events.Api.Tests.Importing.ImportTests;

namespace Events.Api.Tests.Importing;

/// <summary>The real program is killed, or runs out of disk, in the middle of imports and of undoing them.</summary>
public sealed class ImportKillTests : IDisposable
{
    private const int Lines = 3000;

    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_goes_on_by_itself_and_doubles_nothing()
    {
        var (key, id) = (default(string), default(string));
        for (var round = 0; round < 4; round++)
        {
            await using var server = await RunningProgram.ServeAsync(Database, key);
            key ??= server.FirstKey;
            if (id is null)
            {
                using var sent = await server.Http.SendFileAsync(new StringContent(File()));
                id = (string)(await Stories.ReadAsync(sent))["id"]!;
            }
            var before = Ask("SELECT count(*) FROM import_row");
            while (Ask("SELECT count(*) FROM import_row") == before && before < Lines)
                await Task.Delay(1);
            await Task.Delay(Random.Shared.Next(0, 60));
            await server.KillAsync();
            Assert.Equal(Ask("SELECT count(*) FROM import_row WHERE outcome = 0"), Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
        }
        await using var last = await RunningProgram.ServeAsync(Database, key);
        var import = await last.Http.EndAsync(id!);

        Assert.Equal(("done", $"{Lines} 0 0 0"), ((string)import["state"]!, import.Counts()));
        Assert.Equal(Lines, Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
        Assert.Empty(Directory.EnumerateFiles(Database + ".imports"));
        Assert.Empty(Check.Run(Database, Upcasters.Current));
    }

    [Fact]
    public async Task An_undo_that_is_killed_in_the_middle_goes_on_by_itself()
    {
        var (key, import) = (default(string), default(JsonNode));
        await using (var server = await RunningProgram.ServeAsync(Database))
        {
            key = server.FirstKey;
            import = await server.Http.ImportAsync(Encoding.UTF8.GetBytes(File()));
            using var asked = await server.Http.PostAsync(new Uri($"v1/imports/{import["id"]}/undo", UriKind.Relative), null);
            await Stories.ReadAsync(asked);
            while (Ask("SELECT count(*) FROM import_row WHERE undo IS NOT NULL") == 0)
                await Task.Delay(1);
            await server.KillAsync();
        }
        Assert.InRange(Ask("SELECT count(*) FROM import_row WHERE undo = ''"), 1, Lines);
        await using var last = await RunningProgram.ServeAsync(Database, key);
        var undone = await last.Http.EndAsync((string)import["id"]!);

        Assert.Equal(("undone", Lines), ((string)undone["state"]!, (int)undone["rows"]!["undone"]!));
        Assert.Equal(Lines, Ask("SELECT count(*) FROM record WHERE kind = 'person' AND op = 'delete'"));
        Assert.Empty(Check.Run(Database, Upcasters.Current));
    }

    [Fact]
    public async Task A_dry_run_that_is_killed_leaves_the_database_as_it_was_and_no_copy_of_it()
    {
        string? key;
        await using (var server = await RunningProgram.ServeAsync(Database))
        {
            key = server.FirstKey;
            using var sent = await server.Http.SendFileAsync(new StringContent(File()), "?dryRun=true");
            await Stories.ReadAsync(sent);
            while (!Directory.EnumerateFiles(Database + ".imports", "*.db").Any())
                await Task.Delay(1);
            await server.KillAsync();
        }
        await using var next = await RunningProgram.ServeAsync(Database, key);
        var import = (await Stories.ReadAsync(await next.Http.GetAsync(new Uri("v1/imports", UriKind.Relative))))["items"]![0]!;
        var ended = await next.Http.EndAsync((string)import["id"]!);

        Assert.Equal(("done", $"{Lines} 0 0 0"), ((string)ended["state"]!, ended.Counts()));
        Assert.Equal(1, await Stories.SeqAsync(next.Http));
        Assert.Empty(Directory.EnumerateFiles(Database + ".imports"));
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_in_the_middle_fails_the_import_which_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(48);
        var database = disk.File("events.db");
        await using var server = await RunningProgram.ServeAsync(database);
        using var sent = await server.Http.SendFileAsync(new StringContent(File()));
        var id = (string)(await Stories.ReadAsync(sent))["id"]!;
        while (Ask("SELECT count(*) FROM import_row", database) == 0)
            await Task.Delay(1);
        var filler = disk.Fill();
        // That it has failed cannot be noted on a full disk either: some room must come back.
        await Task.Delay(2000);
        System.IO.File.Delete(filler);
        var failed = await server.Http.EndAsync(id);
        var written = Ask("SELECT count(*) FROM record WHERE kind = 'person'", database);
        if ((string)failed["state"]! == "failed")
        {
            Assert.Contains("The disk is full", (string)failed["problem"]!, StringComparison.Ordinal);
            Assert.Equal(written, (long)failed["rows"]!["created"]!);
            failed = await server.Http.AskAsync(failed, "resume");
        }

        Assert.Equal(("done", $"{Lines} 0 0 0"), ((string)failed["state"]!, failed.Counts()));
        Assert.Equal(Lines, Ask("SELECT count(*) FROM record WHERE kind = 'person'", database));
        Assert.Empty(Check.Run(database, Upcasters.Current));
    }

    [SmallDiskFact]
    public async Task A_file_for_which_there_is_no_room_is_refused_and_nothing_of_it_stays()
    {
        using var disk = SmallDisk.Mount(24);
        await using var server = await RunningProgram.ServeAsync(disk.File("events.db"));
        using var big = new ByteArrayContent(new byte[64 * 1024 * 1024]) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var answer = await server.Http.PostAsync(new Uri("v1/imports", UriKind.Relative), big);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(disk.File("events.db.imports")));
        Assert.Equal("1 0 0 0", (await server.Http.ImportAsync([Person("a", "A")])).Counts());
    }

    [Fact]
    public async Task A_folder_is_watched_and_each_of_its_files_read_once()
    {
        var inbox = Directory.CreateDirectory(_folder.File("inbox")).FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(inbox, "1.ndjson"), Person("a", "A"));
        await using (var watching = RunningProgram.Start("import", "--watch", inbox, "--database", Database))
        {
            await UntilAsync("SELECT count(*) FROM import_batch WHERE state = 'done'", 1);
            await System.IO.File.WriteAllTextAsync(Path.Combine(inbox, "2.ndjson"), Person("b", "B"));
            await UntilAsync("SELECT count(*) FROM import_batch WHERE state = 'done'", 2);
            await watching.KillAsync();
        }
        // Started again, it passes over what it has read.
        await System.IO.File.WriteAllTextAsync(Path.Combine(inbox, "3.ndjson"), Person("c", "C"));
        await using var again = RunningProgram.Start("import", "--watch", inbox, "--database", Database);
        await UntilAsync("SELECT count(*) FROM import_batch WHERE state = 'done'", 3);

        Assert.Equal(3, Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
    }

    [Fact]
    public async Task The_verb_tries_reports_and_takes_back()
    {
        var (file, report) = (_folder.File("people.ndjson"), _folder.File("report.ndjson"));
        await System.IO.File.WriteAllLinesAsync(file, [Person("a", "A"), "{", Person("b", "B")]);

        var dry = await RunningProgram.RunAsync("import", file, "--dry-run", "--database", Database);
        var real = await RunningProgram.RunAsync("import", file, "--report", report, "--database", Database);
        var id = real.Output.Trim().TrimEnd('.')[^36..];
        var undone = await RunningProgram.RunAsync("import", "--undo", id, "--database", Database);
        var atomic = await RunningProgram.RunAsync("import", file, "--mode", "all", "--database", Database);

        Assert.Equal((1, $"{file}: 3 rows: 2 created, 0 updated, 0 unchanged, 1 refused. Nothing was written: this was a dry run."), (dry.Code, dry.Output.Trim()));
        Assert.Equal((1, $"{file}: 3 rows: 2 created, 0 updated, 0 unchanged, 1 refused. Import {id}."), (real.Code, real.Output.Trim()));
        Assert.Equal(["created", "refused", "created"], (await System.IO.File.ReadAllLinesAsync(report)).Select(line => (string)JsonNode.Parse(line)!["outcome"]!));
        Assert.Equal((0, $"Import {id}: 2 commits taken back, 0 skipped."), (undone.Code, undone.Output.Trim()));
        Assert.Equal((1, $"{file}: 3 rows: 2 created, 0 updated, 0 unchanged, 1 refused. Nothing was written."), (atomic.Code, atomic.Output.Trim()));
        Assert.Equal(2, Ask("SELECT count(*) FROM record WHERE op = 'create' AND kind = 'person'"));
    }

    [Fact]
    public async Task The_verb_ends_with_1_when_it_was_to_retire_and_did_not_dare()
    {
        var file = _folder.File("people.ndjson");
        await System.IO.File.WriteAllLinesAsync(file, Enumerable.Range(1, 30).Select(i => Person($"{i}", $"P {i}")));
        await RunningProgram.RunAsync("import", file, "--source", "list", "--database", Database);
        await System.IO.File.WriteAllLinesAsync(file, [Person("1", "P 1")]);

        var guarded = await RunningProgram.RunAsync("import", file, "--source", "list", "--retire-missing", "--database", Database);
        Assert.Equal((1, 0L), (guarded.Code, Ask("SELECT count(*) FROM record WHERE op = 'delete'")));
        Assert.Contains("lacks 29 of the 30 records of list", guarded.Errors, StringComparison.Ordinal);

        var allowed = await RunningProgram.RunAsync("import", file, "--source", "list", "--retire-missing", "--retire-at-most", "97", "--database", Database);
        Assert.Equal((0, true), (allowed.Code, allowed.Output.Contains("29 records retired", StringComparison.Ordinal)));
    }

    private static string File() => string.Join('\n', Enumerable.Range(1, Lines).Select(i => Person($"{i}", $"Person {i}")));

    private async Task UntilAsync(string sql, long expected)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (System.IO.File.Exists(Database) && TryAsk(sql) == expected)
                return;
            await Task.Delay(100);
        }
        Assert.Fail($"{sql} is not {expected}.");
    }

    private long TryAsk(string sql)
    {
        try
        {
            return Ask(sql);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // Its tables are not there yet.
            return -1;
        }
    }

    private long Ask(string sql) => Ask(sql, Database);

    private static long Ask(string sql, string database)
    {
        using var session = Session.OpenReader(database);
        return session.Connection.ExecuteScalar<long>(sql);
    }
}
