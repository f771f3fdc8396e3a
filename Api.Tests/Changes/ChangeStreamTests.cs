using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Changes;

/// <summary>The feed as server-sent events.</summary>
public sealed class ChangeStreamTests
{
    private static readonly string[] Filters = ["", "&kind=person", "&kind=!person"];

    private static Task<RunningServer> StartAsync(ExampleSet examples = ExampleSet.All, TimeProvider? clock = null, int beat = 15_000, int most = 5000) =>
        RunningServer.StartAsync(examples, clock, settings => settings with { Heartbeat = TimeSpan.FromMilliseconds(beat), MostListeners = most });

    [Fact]
    public async Task It_says_hello_at_once_and_then_tells_what_is_written_from_now_on()
    {
        await using var server = await StartAsync();
        await using var stream = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        Assert.Equal("text/event-stream", stream.ContentHeaders.ContentType!.MediaType);
        Assert.Equal("no-store", stream.Headers.CacheControl!.ToString());
        Assert.Equal(["no"], stream.Headers.GetValues("X-Accel-Buffering"));
        Assert.Empty(stream.ContentHeaders.ContentEncoding);
        var hello = await stream.NextAsync();
        Assert.Equal(("5", "hello", "5"), (hello!.Id, hello.Name, hello.Data.Text("through")));
        var id = (await server.PostAsync("/v1/people", Some.Person("Before"))).Text("id");
        await server.PatchAsync($"/v1/people/{id}", new JsonObject { ["name"] = "After" });
        await server.DeleteAsync($"/v1/people/{id}");
        var changes = new[] { await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync() };
        Assert.Equal(["6.1 create  > Before", "7.1 update Before > After", "8.1 delete After > "], changes.Select(change => $"{change!.Id} {change.Data.Text("op")} {change.Data["before"].Text("name")} > {change.Data["document"].Text("name")}"));
        var polled = (await server.GetAsync("/v1/changes?after=5"))["items"]!.AsArray();
        Assert.Equal(polled.Select(item => item!.ToJsonString()), changes.Select(change => change!.Data.ToJsonString()));
    }

    [Fact]
    public async Task Whoever_connects_again_and_again_hears_everything_once_while_others_write()
    {
        const int Writers = 3, Commits = 60;
        await using var server = await StartAsync(ExampleSet.None);
        var begun = (await server.GetAsync("/health/ready")).Number("seq");
        var listening = Filters.Select(filter => ListenAsync(server, begun, filter)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < Commits; i++)
            {
                var records = Enumerable.Range(0, i % 4).Select(n => Entry("person", Some.Person($"{writer} {i} {n}"))).Append(Entry("organization", Some.Organization($"{writer} {i}")));
                await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. records]) });
            }
        }));
        var last = (await server.GetAsync("/health/ready")).Number("seq");
        await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray(Entry("person", Some.Person("Last")), Entry("organization", Some.Organization("Last"))) });
        foreach (var (filter, heard) in await Task.WhenAll(listening).WaitAsync(TimeSpan.FromSeconds(60)))
        {
            var expected = await WalkAsync(server, begun, filter, last + 1);
            Assert.True(expected.SequenceEqual(heard), $"{filter}: {heard.Count} instead of {expected.Count}; {string.Join(' ', expected.Except(heard).Take(5))} missing; twice: {string.Join(' ', heard.GroupBy(p => p).Where(p => p.Count() > 1).Select(p => p.Key).Take(5))}");
        }
    }

    [Fact]
    public async Task Whoever_breaks_off_within_a_commit_gets_the_rest_of_it()
    {
        await using var server = await StartAsync();
        await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. Enumerable.Range(0, 4).Select(i => Entry("person", Some.Person($"Person {i}")))]) });
        await using var stream = await EventSource.OpenAsync(server.Public, "/v1/changes/stream", "6.2");
        Assert.Equal("6.2", (await stream.NextAsync())!.Id);
        Assert.Equal("6.3", (await stream.NextAsync())!.Id);
        Assert.Equal("6.4", (await stream.NextAsync())!.Id);
        Assert.Equal(["6.3", "6.4"], (await server.GetAsync("/v1/changes?after=6.2"))["items"]!.AsArray().Select(item => item.Text("position")));
    }

    [Fact]
    public async Task The_header_goes_before_the_parameter_and_what_is_no_place_is_refused()
    {
        await using var server = await StartAsync();
        await using (var stream = await EventSource.OpenAsync(server.Public, "/v1/changes/stream?after=5", "4"))
            Assert.Equal("4", (await stream.NextAsync())!.Id);
        foreach (var hostile in (string[])["", "x", "-1", "5.x", "1e9", "99999999999999999999", "1000", new string('9', 5000)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/changes/stream");
            Assert.True(request.Headers.TryAddWithoutValidation("Last-Event-ID", hostile));
            using var response = await server.Public.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"{hostile}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task A_quiet_filtered_stream_tells_how_far_it_has_come()
    {
        await using var server = await StartAsync(beat: 100);
        await using var stream = await EventSource.OpenAsync(server.Public, "/v1/changes/stream?country=EE");
        await server.PostAsync("/v1/events", Some.Event("Elsewhere"));
        while (await stream.NextAsync() is { } heard && heard.Id != "6")
            Assert.NotEqual("change", heard.Name);
        await using var again = await EventSource.OpenAsync(server.Public, "/v1/changes/stream?country=EE", "6");
        Assert.Equal("6", (await again.NextAsync())!.Id);
    }

    [Fact]
    public async Task What_is_restricted_is_shown_neither_when_it_is_written_nor_to_those_who_come_later()
    {
        await using var server = await StartAsync();
        await using var open = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        await using var editor = await EventSource.OpenAsync(server.Editor, "/v1/changes/stream");
        var id = (await server.PostAsync("/v1/people", Some.Person("Zyzzyva").With(new() { ["visibility"] = "restricted" }))).Text("id")!;
        var e = (await server.PostAsync("/v1/events", Some.Release("Release", "2024-05-06", id))).Text("id")!;
        await server.PatchAsync($"/v1/events/{e}", new JsonObject { ["title"] = "Renamed" });
        var draft = (await server.PostAsync("/v1/events", Some.Event("Qoppa").With(new() { ["workflow"] = "draft" }))).Text("id")!;
        await server.DeleteAsync($"/v1/events/{draft}");
        await server.PostAsync("/v1/people", Some.Person("Open"));
        var told = new List<string>();
        while (told.Count == 0 || !told[^1].Contains("\"Open\"", StringComparison.Ordinal))
            told.Add((await open.ChangeAsync()).Data.ToJsonString());
        Assert.Equal(3, told.Count);
        Assert.DoesNotContain(told, change => change.Contains(id, StringComparison.Ordinal) || change.Contains("oppa", StringComparison.Ordinal) || change.Contains("yzzyva", StringComparison.Ordinal));
        Assert.All(told[..2], change => Assert.Contains("\"withheld\":true", change, StringComparison.Ordinal));
        for (var i = 0; i < 6; i++)
            Assert.Equal($"{6 + i}.1", (await editor.ChangeAsync()).Id);
        // Restricted afterwards: whoever begins earlier is not shown what it said then.
        var once = (await server.PostAsync("/v1/people", Some.Person("Koppa"))).Text("id")!;
        await server.PatchAsync($"/v1/people/{once}", new JsonObject { ["visibility"] = "restricted" });
        await server.PostAsync("/v1/people", Some.Person("Later"));
        await using var late = await EventSource.OpenAsync(server.Public, "/v1/changes/stream?after=10");
        Assert.Equal("Open", (await late.ChangeAsync()).Data["document"].Text("name"));
        Assert.Equal("Later", (await late.ChangeAsync()).Data["document"].Text("name"));
    }

    [Fact]
    public async Task An_event_comes_when_its_embargo_ends_and_only_to_those_who_have_not_seen_it()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await StartAsync(ExampleSet.All, clock);
        await using var open = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        var until = clock.GetUtcNow().AddHours(1);
        var id = (await server.PostAsync("/v1/events", Some.Event("Embargoed").With(new() { ["embargoUntil"] = until.ToString("O") }))).Text("id")!;
        Assert.Empty((await server.GetAsync("/v1/changes?after=5")).Ids());
        clock.Advance(TimeSpan.FromHours(2));
        var change = await open.ChangeAsync();
        Assert.Equal(("7.1", "create", id, "Embargoed"), (change.Id, change.Data.Text("op"), change.Data.Text("id"), change.Data["document"].Text("title")));
        Assert.Null(change.Data["before"]);
        Assert.Equal([id], (await server.GetAsync("/v1/changes?after=5")).Ids());
        Assert.Equal(["6.1"], (await server.GetAsync("/v1/changes?after=5", server.Editor))["items"]!.AsArray().Select(item => item.Text("position")));
        Assert.Empty(Check.Run(server.Database, Upcasters.Current));
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked_and_all_end_when_the_server_does()
    {
        await using var server = await StartAsync(beat: 50);
        await using var open = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        await using (var reader = await EventSource.OpenAsync(server.Reader, "/v1/changes/stream"))
        {
            Assert.Equal("hello", (await reader.NextAsync())!.Name);
            Assert.True(KeyTable.Revoke(server.Database, "reader", DateTimeOffset.UtcNow));
            while (await reader.NextAsync() is { } heard)
                Assert.Equal("heartbeat", heard.Name);
        }
        var waiting = server.GetAsync("/v1/changes?after=5&wait=60");
        await Task.Delay(100);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        while (await open.NextAsync() is { } heard)
            Assert.Contains(heard.Name, (string[])["hello", "heartbeat"]);
        Assert.Empty((await waiting.WaitAsync(TimeSpan.FromSeconds(10))).Ids());
    }

    /// <summary>A server that waited for its listeners would be killed by whoever manages it.</summary>
    [Fact]
    public async Task A_program_that_is_asked_to_end_does_not_wait_for_those_who_listen()
    {
        using var folder = new TemporaryFolder();
        await using var program = await RunningProgram.ServeAsync(folder.File("events.db"));
        await using var stream = await EventSource.OpenAsync(program.Http, "/v1/changes/stream");
        Assert.Equal("hello", (await stream.NextAsync())!.Name);
        var waiting = program.Http.GetStringAsync(new Uri("/v1/changes?after=1&wait=60", UriKind.Relative));
        var ledger = program.Http.GetStringAsync(new Uri("/v1/ledger?after=1&wait=60", UriKind.Relative));
        await Task.Delay(200);
        Assert.Equal(0, (await program.StopAsync().WaitAsync(TimeSpan.FromSeconds(20))).Code);
        Assert.Null(await stream.NextAsync());
        Assert.Contains("\"items\":[]", await waiting, StringComparison.Ordinal);
        Assert.Contains("\"end\":true", await ledger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_listener_too_many_is_told_to_come_later()
    {
        await using var server = await StartAsync(most: 2);
        await using (var first = await EventSource.OpenAsync(server.Public, "/v1/changes/stream"))
        await using (var second = await EventSource.OpenAsync(server.Public, "/v1/changes/stream"))
        {
            using var third = await server.Public.GetAsync(new Uri("/v1/changes/stream", UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
            Assert.NotNull(third.Headers.RetryAfter);
        }
        // Those who went have left their places.
        await using var later = await AgainAsync(server);
        Assert.Equal("hello", (await later.NextAsync())!.Name);
    }

    /// <summary>It holds for no one but the listener itself: others hear what is written, and it gets all of it later.</summary>
    [Fact]
    public async Task A_listener_that_takes_nothing_in_for_a_while_misses_nothing()
    {
        await using var server = await StartAsync(ExampleSet.None);
        await using var slow = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        await using var quick = await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
        const int Commits = 60;
        for (var i = 0; i < Commits; i++)
        {
            var records = Enumerable.Range(0, 4).Select(n => Entry("person", Some.Person($"{i} {n}").With(new() { ["description"] = new string('x', 9_000) })));
            await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. records]) });
        }
        foreach (var stream in (EventSource[])[quick, slow])
        {
            for (var i = 0; i < Commits * 4; i++)
                Assert.Equal($"{2 + (i / 4)}.{1 + (i % 4)}", (await stream.ChangeAsync()).Id);
        }
    }

    private static async Task<EventSource> AgainAsync(RunningServer server)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await EventSource.OpenAsync(server.Public, "/v1/changes/stream");
            }
            catch (Xunit.Sdk.TrueException) when (tries < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Breaks off after a few changes each time, at any place.</summary>
    private static async Task<(string Filter, List<string> Heard)> ListenAsync(RunningServer server, long begun, string filter)
    {
        var (heard, at) = (new List<string>(), $"{begun}");
        while (true)
        {
            await using var stream = await EventSource.OpenAsync(server.Public, $"/v1/changes/stream?after=0{filter}", at);
            for (var left = Random.Shared.Next(1, 12); left > 0; left--)
            {
                var change = await stream.ChangeAsync();
                heard.Add(change.Id!);
                at = change.Id!;
                if (change.Data["document"].Text("name") == "Last" && (filter.Length == 0 ? change.Data.Text("kind") == "organization" : true))
                    return (filter, heard);
            }
        }
    }

    private static async Task<List<string>> WalkAsync(RunningServer server, long begun, string filter, long last)
    {
        var (positions, through) = (new List<string>(), begun);
        while (through < last)
        {
            var page = await server.GetAsync($"/v1/changes?after={through}&limit=1000{filter}");
            positions.AddRange(page["items"]!.AsArray().Select(item => item.Text("position")!));
            through = page.Number("through");
        }
        return positions;
    }

    private static JsonObject Entry(string kind, JsonObject data) => new() { ["kind"] = kind, ["data"] = data };
}
