using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Following;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Events.Api.Tests.Following;

/// <summary>A copy that follows another instance, in this process.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task A_copy_shows_what_the_other_instance_shows_with_the_same_ids_versions_and_etags()
    {
        await using var source = await RunningServer.StartAsync();
        await using var copy = await FollowAsync(source);
        await using var stream = await EventSource.OpenAsync(copy.Public, "/v1/changes/stream");
        var person = (await source.PostAsync("/v1/people", Some.Person("Maria Kalesnikava"))).Text("id")!;
        var e = (await source.PostAsync("/v1/events", Some.Release("A release", "2024-05-06", person))).Text("id")!;
        await source.PatchAsync($"/v1/people/{person}", new JsonObject { ["name"] = "Maryia Kalesnikava" });
        await source.PatchAsync($"/v1/events/{e}", new JsonObject { ["title"] = "The release" });
        var gone = (await source.PostAsync("/v1/people", Some.Person("Nobody"))).Text("id")!;
        await source.DeleteAsync($"/v1/people/{gone}");
        await InStepAsync(source, copy);
        foreach (var address in (string[])[$"/v1/people/{person}", $"/v1/events/{e}", $"/v1/events/{e}/revisions", "/v1/events?q=kalesnikava", "/v1/events/series", "/v1/search?q=maryia", "/v1/changes?after=3", "/v1/countries/BY", "/v1/people?asOf=6"])
        {
            using var there = await source.Public.GetAsync(new Uri(address, UriKind.Relative));
            using var here = await copy.Public.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(await there.Content.ReadAsStringAsync(), (await here.Content.ReadAsStringAsync()).Replace(copy.Address.ToString(), source.Address.ToString(), StringComparison.Ordinal));
            // That of a list depends on the address that was asked.
            if (address.StartsWith("/v1/people/", StringComparison.Ordinal) || address == $"/v1/events/{e}")
                Assert.Equal(there.Headers.ETag, here.Headers.ETag);
        }
        await copy.RefusedAsync($"/v1/people/{gone}", 410, "gone");
        for (var seq = 6; seq <= 11; seq++)
            Assert.Equal($"{seq}.1", (await stream.ChangeAsync()).Id);
        Ledgers.AssertSame(source.Database, copy.Database);
        var health = await copy.GetAsync("/health/ready");
        Assert.Equal(("ready", "in-step", 0, source.Address.ToString().TrimEnd('/')), (health.Text("status"), health["follows"].Text("status"), health["follows"]!.Number("behind"), health["follows"].Text("source")));
    }

    [Theory]
    [InlineData("POST", "/v1/people")]
    [InlineData("POST", "/v1/commits")]
    [InlineData("POST", "/v1/queries")]
    [InlineData("PUT", "/v1/queries/x")]
    [InlineData("PATCH", "/v1/people/019b1795-0200-7000-8000-0000000000a1")]
    [InlineData("DELETE", "/v1/people/019b1795-0200-7000-8000-0000000000a1")]
    public async Task A_write_to_a_copy_is_told_where_to_write(string method, string address)
    {
        await using var source = await RunningServer.StartAsync();
        await using var copy = await FollowAsync(source);
        var seq = Ledgers.Seq(copy.Database);
        using var stranger = copy.Client(KeyOf(source));
        foreach (var client in (HttpClient[])[copy.Public, copy.Editor, stranger])
        {
            using var response = await copy.AskAsync(HttpMethod.Parse(method), address, Some.Person("Nobody"), "\"1\"", client);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal("/problems/read-only-copy", problem.Text("type"));
            Assert.Contains(source.Address.ToString().TrimEnd('/'), problem.Text("detail"), StringComparison.Ordinal);
        }
        Assert.Equal(seq, Ledgers.Seq(copy.Database));
        await Assert.ThrowsAsync<Refusal>(() => copy.Services.GetRequiredService<Ledger>().CommitAsync(new CommitRequest("test", (IWorld _) => []), CancellationToken.None));
    }

    [Fact]
    public async Task A_copy_can_be_followed_in_its_turn_and_opens_what_was_embargoed_when_the_source_does()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var source = await RunningServer.StartAsync(clock: clock);
        await using var copy = await FollowAsync(source);
        await using var second = await FollowAsync(copy);
        var id = (await source.PostAsync("/v1/events", Some.Event("Embargoed").With(new() { ["embargoUntil"] = clock.GetUtcNow().AddHours(1).ToString("O") }))).Text("id")!;
        await InStepAsync(source, second);
        await second.RefusedAsync($"/v1/events/{id}", 404, "not-found");
        clock.Advance(TimeSpan.FromHours(2));
        await UntilAsync(async () => (await source.GetAsync("/health/ready")).Number("seq") == 7);
        await InStepAsync(source, second);
        Assert.Equal("Embargoed", (await second.GetAsync($"/v1/events/{id}")).Text("title"));
        Ledgers.AssertSame(source.Database, second.Database);
    }

    [Fact]
    public async Task What_is_not_what_was_committed_is_never_written_and_the_copy_says_that_it_is_stale()
    {
        await using var source = await RunningServer.StartAsync();
        await source.PostAsync("/v1/people", Some.Person("Good"));
        await source.PostAsync("/v1/people", Some.Person("Forged"));
        Damage.Run(source.Database, "UPDATE record SET document = CAST('{\"name\":\"Other\"}' AS BLOB) WHERE seq = 7");
        await using var copy = await FollowAsync(source);
        var health = await UntilStaleAsync(copy);
        Assert.Equal((6, "stopped"), (health.Number("seq"), health["follows"].Text("status")));
        Assert.Contains("Commit 7", health["follows"].Text("problem"), StringComparison.Ordinal);
        Assert.Single((await copy.GetAsync("/v1/changes?after=5")).Ids());
    }

    [Fact]
    public async Task A_chain_that_does_not_follow_is_not_taken_over_either()
    {
        await using var source = await RunningServer.StartAsync();
        await source.PostAsync("/v1/people", Some.Person("Good"));
        Damage.Run(source.Database, "UPDATE ledger_commit SET actor = 'somebody' WHERE seq = 6");
        await using var copy = await FollowAsync(source);
        Assert.Equal(5, (await UntilStaleAsync(copy)).Number("seq"));
    }

    [Fact]
    public async Task The_ledger_is_for_administrators_and_says_what_does_not_fit()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RefusedAsync("/v1/ledger", 401, "unauthorized");
        await server.RefusedAsync("/v1/ledger", 403, "forbidden", server.Reader);
        await server.RefusedAsync("/v1/ledger/digest", 401, "unauthorized");
        foreach (var query in (string[])["after=-1", "after=x", "after=6", "limit=0", "limit=10001", "wait=61", "after=99999999999999999999"])
            await server.RefusedAsync($"/v1/ledger?{query}", 400, "invalid-parameter", server.Editor);
        foreach (var query in (string[])["after=5&head=00", "after=0&head=zz", "after=6&head=" + new string('0', 64), "after=9223372036854775807&head="])
            await server.RefusedAsync($"/v1/ledger?{query}", 409, "history-differs", server.Editor);
        foreach (var query in (string[])["seq=6", "after=6", "after=3&seq=2", "seq=-1"])
            await server.RefusedAsync($"/v1/ledger/digest?{query}", 400, "invalid-parameter", server.Editor);
        using var json = new HttpRequestMessage(HttpMethod.Get, "/v1/ledger") { Headers = { { "Accept", "application/json" } } };
        using var refused = await server.Editor.SendAsync(json);
        Assert.Equal(HttpStatusCode.NotAcceptable, refused.StatusCode);
    }

    [Fact]
    public async Task The_ledger_comes_in_whole_commits_of_which_every_byte_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        var (lines, after, head) = (new List<CopiedCommit>(), 0L, Chain.Genesis);
        using var source = new LedgerSource(new FollowSettings(server.Address, KeyOf(server)));
        while (after < 5)
        {
            await foreach (var (commit, _) in source.CommitsAsync(after, head, 2, TimeSpan.Zero, CancellationToken.None))
            {
                if (commit is null)
                    continue;
                lines.Add(commit);
                (after, head) = (commit.Seq, commit.Hash);
            }
        }
        using var session = Session.OpenReader(server.Database);
        var kept = LedgerReader.Commits(session, 0, 100, int.MaxValue);
        Assert.Equal(5, kept.Count);
        Assert.Equal(kept.Select(Text), lines.Select(Text));

        static string Text(CopiedCommit commit) => System.Text.Json.JsonSerializer.Serialize(commit);
    }

    [Fact]
    public async Task Whoever_waits_for_the_ledger_gets_the_next_commit_when_it_comes()
    {
        await using var server = await RunningServer.StartAsync();
        var waiting = server.Editor.GetStringAsync(new Uri("/v1/ledger?after=5&wait=60", UriKind.Relative));
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        await server.PostAsync("/v1/people", Some.Person("New"));
        var lines = (await waiting.WaitAsync(TimeSpan.FromSeconds(20))).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal("""{"end":true,"through":6,"seq":6}""", lines[2]);
    }

    internal static string KeyOf(RunningServer server) => server.Editor.DefaultRequestHeaders.Authorization!.Parameter!;

    internal static Task<RunningServer> FollowAsync(RunningServer source) =>
        RunningServer.StartAsync(adjust: settings => settings with { Follows = new FollowSettings(source.Address, KeyOf(source)) });

    private static async Task InStepAsync(RunningServer source, RunningServer copy)
    {
        var seq = (await source.GetAsync("/health/ready")).Number("seq");
        await UntilAsync(async () =>
        {
            // It is not ready before it has once been in step.
            using var answer = await copy.Public.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is { } health && health.Number("seq") >= seq && health["follows"].Text("status") == "in-step";
        });
    }

    private static async Task<JsonNode> UntilStaleAsync(RunningServer copy)
    {
        JsonNode? health = null;
        await UntilAsync(async () => (health = await copy.GetAsync("/health/ready")).Text("status") == "stale");
        return health!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 600, "It does not come to be so.");
            await Task.Delay(50);
        }
    }
}
