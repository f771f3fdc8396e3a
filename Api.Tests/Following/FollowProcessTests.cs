using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Events.Api.Tests.Following;

/// <summary>The verbs that follow and compare, as real processes.</summary>
public sealed class FollowProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("EVENTS_TEST_FOLLOW_ROUNDS") ?? "6", CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_is_the_same_byte_for_byte_whichever_side_is_killed_whenever()
    {
        var (origin, copy, port) = (_folder.File("origin.db"), _folder.File("copy.db"), FreePort());
        var source = await RunningProgram.ServeAsync(origin, port: port);
        var key = source.FirstKey!;
        var follower = await RunningProgram.FollowAsync(source.Address, key, copy);
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 3).Select(writer => WriteAsync(port, key, writer, stop.Token)).ToList();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await Task.Delay(Random.Shared.Next(0, 700));
                if (round % 3 != 1)
                {
                    await follower.KillAsync();
                    await follower.DisposeAsync();
                }
                if (round % 3 != 0)
                {
                    await source.KillAsync();
                    await source.DisposeAsync();
                    source = await RunningProgram.ServeAsync(origin, key, port: port);
                }
                if (round % 3 != 1)
                    follower = await RunningProgram.FollowAsync(source.Address, key, copy);
            }
            await Task.Delay(500);
            await stop.CancelAsync();
            Assert.True((await Task.WhenAll(writing)).Sum() > Rounds);
            // What was accepted before its sender went away is still written.
            var (last, looks) = (0L, 0);
            while (looks++ < 5)
            {
                await Task.Delay(500);
                var seq = await Stories.SeqAsync(source.Http);
                (last, looks) = (seq, seq == last ? looks : 0);
            }
            while (await Stories.SeqAsync(follower.Http) < last)
                await Task.Delay(20);
            var same = await RunningProgram.RunAsync("check", "--against", source.Address.ToString(), "--key", key, "--database", copy);
            Assert.Equal((0, $"Equal: both have the same {last} commits."), (same.Code, same.Output.Trim()));
            Assert.Equal(0, (await follower.StopAsync()).Code);
            Assert.Equal(0, (await source.StopAsync()).Code);
            Ledgers.AssertSame(origin, copy);
        }
        finally
        {
            await follower.DisposeAsync();
            await source.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_history_that_was_rewritten_is_not_followed_and_reads_go_on()
    {
        var (origin, older, copy, port) = (_folder.File("origin.db"), _folder.File("older.db"), _folder.File("copy.db"), FreePort());
        string key;
        await using (var first = await RunningProgram.ServeAsync(origin, port: port))
        {
            key = first.FirstKey!;
            await WriteAsync(first, "One");
            Assert.Equal(0, (await RunningProgram.RunAsync("backup", older, "--database", origin)).Code);
            await WriteAsync(first, "Two");
            await using (var begun = await RunningProgram.FollowAsync(first.Address, key, copy))
            {
                while (await Stories.SeqAsync(begun.Http) < 3)
                    await Task.Delay(20);
            }
        }
        var address = new Uri($"http://127.0.0.1:{port}");
        // The source is away: what is here is served.
        await using var follower = await RunningProgram.FollowAsync(address, key, copy);
        Assert.Contains("cannot be reached", follower.Errors, StringComparison.Ordinal);
        await using (var restored = await RunningProgram.ServeAsync(older, key, port: port))
        {
            await WriteAsync(restored, "Three");
            JsonNode? health;
            do
            {
                await Task.Delay(50);
                using var answer = await follower.Http.GetAsync(new Uri("health/ready", UriKind.Relative));
                health = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            }
            while (health.Text("status") != "stale");
            Assert.Equal(("stale", "stopped"), (health.Text("status"), health!["follows"].Text("status")));
            Assert.Contains("is followed no more", follower.Errors, StringComparison.Ordinal);
            var people = await follower.Http.GetFromJsonAsync<JsonNode>("v1/people");
            Assert.Equal(["Two", "One"], people!["items"]!.AsArray().Select(item => item.Text("name")));
            Assert.Equal(0, (await follower.StopAsync()).Code);

            var again = await RunningProgram.RunAsync("follow", address.ToString(), "--key", key, "--database", copy, "--urls", "http://127.0.0.1:0");
            Assert.Equal(1, again.Code);
            Assert.Contains("is not the one of this database", again.Errors, StringComparison.Ordinal);
            var differs = await RunningProgram.RunAsync("check", "--against", address.ToString(), "--key", key, "--database", copy);
            Assert.Equal(1, differs.Code);
            Assert.StartsWith("They differ from commit 3 on", differs.Output, StringComparison.Ordinal);
        }
        Assert.Equal(3, Ledgers.Seq(copy));
    }

    [Fact]
    public async Task A_copy_that_has_nothing_yet_is_not_ready()
    {
        await using var follower = await RunningProgram.FollowAsync(new Uri($"http://127.0.0.1:{FreePort()}"), "evk_00000000_none", _folder.File("copy.db"));
        using var answer = await follower.Http.GetAsync(new Uri("health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("It has 0 of all commits.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_shorter_than_the_copy_is_another_history_too()
    {
        var (origin, older, copy, port) = (_folder.File("origin.db"), _folder.File("older.db"), _folder.File("copy.db"), FreePort());
        await using (var first = await RunningProgram.ServeAsync(origin, port: port))
        {
            Assert.Equal(0, (await RunningProgram.RunAsync("backup", older, "--database", origin)).Code);
            await WriteAsync(first, "One");
            Assert.Equal(0, (await RunningProgram.RunAsync("backup", copy, "--database", origin)).Code);
        }
        await using var restored = await RunningProgram.ServeAsync(older, port: port);
        var key = (await RunningProgram.RunAsync("keys", "create", "--name", "copy", "--scope", "admin", "--database", older)).Output.Trim();
        var refused = await RunningProgram.RunAsync("follow", restored.Address.ToString(), "--key", key, "--database", copy, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, refused.Code);
        Assert.Contains("the last one is 1", refused.Errors, StringComparison.Ordinal);
        var behind = await RunningProgram.RunAsync("check", "--against", restored.Address.ToString(), "--key", key, "--database", copy);
        Assert.Equal((3, $"Equal up to commit 1; {restored.Address.ToString().TrimEnd('/')} lacks the last 1."), (behind.Code, behind.Output.Trim()));
    }

    [Fact]
    public async Task A_database_with_a_history_of_its_own_is_not_written()
    {
        var (origin, own) = (_folder.File("origin.db"), _folder.File("own.db"));
        await using (var other = await RunningProgram.ServeAsync(own))
            await WriteAsync(other, "Mine");
        await using var source = await RunningProgram.ServeAsync(origin);
        await WriteAsync(source, "Theirs");
        await WriteAsync(source, "Theirs, too");
        var refused = await RunningProgram.RunAsync("follow", source.Address.ToString(), "--key", source.FirstKey!, "--database", own, "--urls", "http://127.0.0.1:0");
        Assert.Equal((1, ""), (refused.Code, refused.Output.Trim()));
        Assert.Contains("is not the one of this database", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Ledgers.Seq(own));
    }

    [Fact]
    public async Task What_cannot_be_followed_is_said_before_anything_is_served()
    {
        var copy = _folder.File("copy.db");
        await using var source = await RunningProgram.ServeAsync(_folder.File("origin.db"));
        var reader = (await RunningProgram.RunAsync("keys", "create", "--name", "reader", "--scope", "read", "--database", _folder.File("origin.db"))).Output.Trim();
        foreach (var key in (string[])["evk_0000000000000000_nothing", reader])
        {
            var refused = await RunningProgram.RunAsync("follow", source.Address.ToString(), "--key", key, "--database", copy);
            Assert.Equal((1, ""), (refused.Code, refused.Output.Trim()));
            Assert.Contains("does not take the key", refused.Errors, StringComparison.Ordinal);
        }
        Assert.Equal(2, (await RunningProgram.RunAsync("follow", source.Address.ToString(), "--database", copy)).Code);
        Assert.Equal(2, (await RunningProgram.RunAsync("follow", "ftp://example.org", "--key", reader, "--database", copy)).Code);
        Assert.Equal(2, (await RunningProgram.RunAsync("follow")).Code);
        await using (var held = await RunningProgram.FollowAsync(source.Address, source.FirstKey!, copy))
        {
            var second = await RunningProgram.RunAsync("follow", source.Address.ToString(), "--key", source.FirstKey!, "--database", copy);
            Assert.Equal(1, second.Code);
            Assert.Contains("in use by events follow", second.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_key_goes_to_no_other_address_than_the_one_that_was_named()
    {
        var asked = 0;
        await using var elsewhere = await ServeAsync(_ => Interlocked.Increment(ref asked));
        await using var redirecting = await ServeAsync(http => http.Response.Redirect($"{elsewhere.Urls.First()}{http.Request.Path}{http.Request.QueryString}", permanent: false, preserveMethod: true));
        var refused = await RunningProgram.RunAsync("follow", redirecting.Urls.First(), "--key", "evk_0_0", "--database", _folder.File("copy.db"));
        Assert.Equal(1, refused.Code);
        Assert.Contains($"leads to {elsewhere.Urls.First()}", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    private static async Task<WebApplication> ServeAsync(Action<HttpContext> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            answer(http);
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }

    private static async Task WriteAsync(RunningProgram server, string name)
    {
        using var response = await Stories.PostAsync(server.Http, "v1/people", Some.Person(name).ToJsonString());
        await Stories.ReadAsync(response);
    }

    /// <summary>Creates, changes and deletes, alone and several at once, now and then under an embargo that soon ends; goes on when the server comes back.</summary>
    private static async Task<int> WriteAsync(int port, string key, int writer, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var written = 0;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                var name = $"{writer}-{i}-{Guid.NewGuid():N}";
                using var response = await Stories.PostAsync(http, "v1/commits", Stories.Commit(name));
                var records = (await Stories.ReadAsync(response))["records"]!.AsArray();
                var address = $"v1/events/{records[1].Text("id")}";
                using var patch = new HttpRequestMessage(HttpMethod.Patch, address) { Content = JsonContent.Create(Change(i)), Headers = { { "If-Match", "\"1\"" } } };
                using var patched = await http.SendAsync(patch, stop);
                if (i % 3 == 0)
                {
                    using var delete = new HttpRequestMessage(HttpMethod.Delete, address) { Headers = { { "If-Match", "\"2\"" } } };
                    using var deleted = await http.SendAsync(delete, stop);
                }
                written++;
                await Task.Delay(5, stop);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or SocketException)
            {
                // It was killed, or this is the end.
            }
        }
        return written;
    }

    private static JsonObject Change(int i) => i % 7 == 1
        ? new JsonObject { ["title"] = $"Embargoed {i}", ["embargoUntil"] = DateTimeOffset.UtcNow.AddMilliseconds(1500).ToString("O", CultureInfo.InvariantCulture) }
        : new JsonObject { ["title"] = $"Renamed {i}", ["start"] = $"2025-11-{1 + (i % 28):00}" };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
