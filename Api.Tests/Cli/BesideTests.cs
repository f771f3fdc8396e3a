using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Cli;

/// <summary>Several processes on one file.</summary>
public sealed class BesideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_would_write_too_is_told_who_holds_the_database()
    {
        await using var server = await RunningProgram.ServeAsync(Database);

        var second = await RunningProgram.RunAsync("serve", "--database", Database, "--urls", "http://127.0.0.1:0");
        var rebuild = await RunningProgram.RunAsync("rebuild", "--database", Database);
        var import = await RunningProgram.RunWithAsync(Stories.Commit("a"), "import", "-", "--database", Database);

        var held = $"{Database} is in use by events serve, process {server.Id}. ";
        Assert.Equal((1, held + "Stop it first, or name another file with --database."), (second.Code, second.Errors.Trim()));
        Assert.Equal((1, held + "Stop it first, or name another file with --database."), (rebuild.Code, rebuild.Errors.Trim()));
        Assert.Equal((1, held + "Import through it with --url and --key, or stop it first."), (import.Code, import.Errors.Trim()));
        Assert.Equal(1, await Stories.SeqAsync(server.Http));
    }

    [Fact]
    public async Task A_link_to_a_database_is_that_database()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        var link = _folder.File("link.db");
        File.CreateSymbolicLink(link, Database);
        var second = await RunningProgram.RunAsync("serve", "--database", link, "--urls", "http://127.0.0.1:0");
        Assert.Equal((1, $"{Database} is in use by events serve, process {server.Id}. Stop it first, or name another file with --database."), (second.Code, second.Errors.Trim()));
    }

    [Fact]
    public async Task The_database_is_free_when_its_server_was_killed()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        await server.KillAsync();
        await using var next = await RunningProgram.ServeAsync(Database);
        Assert.Equal(1, await Stories.SeqAsync(next.Http));
    }

    [Fact]
    public async Task A_key_works_as_soon_as_it_is_made_and_no_longer_when_it_is_revoked()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        var key = (await RunningProgram.RunAsync("keys", "create", "--name", "ada", "--scope", "write", "--database", Database)).Output.Trim();
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);

        using var allowed = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit("a"));
        var revoked = await RunningProgram.RunAsync("keys", "revoke", "ada", "--database", Database);
        using var refused = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit("b"));

        Assert.Equal((HttpStatusCode.Created, 0, HttpStatusCode.Unauthorized), (allowed.StatusCode, revoked.Code, refused.StatusCode));
    }

    [Fact]
    public async Task Import_goes_through_a_server_and_repeats_nothing()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        var input = Stories.Commit("a") + "\n\n" + Stories.Commit("b") + "\n" + Stories.Commit("a") + "\n";
        string[] words = ["import", "-", "--url", server.Address.ToString(), "--key", server.FirstKey!];

        var first = await RunningProgram.RunWithAsync(input, words);
        var again = await RunningProgram.RunWithAsync(input, words);
        var wrong = await RunningProgram.RunWithAsync(Stories.Commit("c").Replace("\"title\"", "\"titel\"", StringComparison.Ordinal), words);
        var stranger = await RunningProgram.RunWithAsync(input, "import", "-", "--url", server.Address.ToString(), "--key", "evk_0000000000000000_a");

        Assert.Equal(0, first.Code);
        Assert.StartsWith("-: 3 rows: 2 created, 0 updated, 1 unchanged, 0 refused. Import 01", first.Output, StringComparison.Ordinal);
        Assert.Equal(0, again.Code);
        Assert.StartsWith("-: 3 rows: 0 created, 0 updated, 3 unchanged, 0 refused. Import 01", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, wrong.Code);
        Assert.StartsWith("-, row 1: /records/0/data/titel: ", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal((1, "The server says no: This key is not known here, or it was revoked."), (stranger.Code, stranger.Errors.Trim()));
        Assert.Equal(3, await Stories.SeqAsync(server.Http));
    }

    [Fact]
    public async Task Import_says_when_no_server_answers()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        var address = server.Address.ToString();
        await server.StopAsync();
        var ended = await RunningProgram.RunWithAsync(Stories.Commit("a"), "import", "-", "--url", address, "--key", server.FirstKey!);
        Assert.Equal(1, ended.Code);
        Assert.StartsWith($"No server answers at {address} ", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_and_a_check_during_writes_are_sound_and_hold_what_was_acknowledged_before()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        using var stop = new CancellationTokenSource();
        var acknowledged = new ConcurrentQueue<long>();
        var writers = Enumerable.Range(1, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                using var response = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{writer}-{i}"));
                acknowledged.Enqueue((long)(await Stories.ReadAsync(response))["seq"]!);
            }
        })).ToList();
        while (acknowledged.Count < 20)
            await Task.Delay(10);

        var before = acknowledged.Max();
        var backup = await RunningProgram.RunAsync("backup", _folder.File("copy.db"), "--database", Database);
        var check = await RunningProgram.RunAsync("check", "--database", Database);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        var checkOfCopy = await RunningProgram.RunAsync("check", "--database", _folder.File("copy.db"));
        await using var copy = await RunningProgram.ServeAsync(_folder.File("copy.db"));

        Assert.Equal((0, "The database is sound."), (check.Code, check.Output.Trim()));
        Assert.Equal((0, "The database is sound."), (checkOfCopy.Code, checkOfCopy.Output.Trim()));
        Assert.Equal(0, backup.Code);
        Assert.InRange(await Stories.SeqAsync(copy.Http), before, acknowledged.Max());
    }

    [Fact]
    public async Task What_was_accepted_before_the_server_is_told_to_stop_is_answered()
    {
        await using var server = await RunningProgram.ServeAsync(Database);
        var answers = new ConcurrentQueue<JsonNode>();
        var writers = Enumerable.Range(1, 8).Select(writer => Task.Run(async () =>
        {
            try
            {
                for (var i = 1; ; i++)
                {
                    using var response = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{writer}-{i}"));
                    if (!response.IsSuccessStatusCode)
                        return;
                    answers.Enqueue(await Stories.ReadAsync(response));
                }
            }
            catch (HttpRequestException)
            {
                // It listens no more.
            }
        })).ToList();
        while (answers.Count < 20)
            await Task.Delay(10);

        var ended = await server.StopAsync();
        await Task.WhenAll(writers);
        await using var next = await RunningProgram.ServeAsync(Database);

        Assert.Equal((0, ""), (ended.Code, ended.Errors.Trim()));
        // With a graceful end nothing is in the ledger that nobody was told of.
        Assert.Equal(1 + answers.Count, await Stories.SeqAsync(next.Http));
    }
}
