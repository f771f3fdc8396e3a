using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Events.Api.Tests.Http;

/// <summary>Requests that are legal but want too much.</summary>
public sealed class HostileLoadTests
{
    [Fact]
    public async Task Saying_the_same_filter_many_times_is_saying_it_once()
    {
        await using var server = await RunningServer.StartAsync();
        var list = await server.GetAsync("/v1/events?" + string.Join('&', Enumerable.Repeat("type=release", 200)));
        Assert.Equal(2, list["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Long_reads_leave_room_for_quick_ones()
    {
        await using var server = await RunningServer.StartAsync();
        using var end = new ManualResetEventSlim();
        var readers = server.Services.GetRequiredService<Readers>();
        var begun = 0;
        var reads = Enumerable.Range(0, 3 * Readers.Most).Select(_ => Task.Run(() => readers.ReadAsync(snapshot =>
        {
            Interlocked.Increment(ref begun);
            end.Wait(TimeSpan.FromSeconds(30));
            return 0;
        }, CancellationToken.None, isLong: true))).ToList();
        SpinWait.SpinUntil(() => Volatile.Read(ref begun) == Readers.Most / 2, TimeSpan.FromSeconds(20));
        Assert.Equal(Readers.Most / 2, Volatile.Read(ref begun));
        Assert.Equal(10, (await server.GetAsync("/v1/events", server.Editor))["items"]!.AsArray().Count);
        end.Set();
        await Task.WhenAll(reads.Select(read => read.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task More_than_fifty_conditions_are_refused()
    {
        await using var server = await RunningServer.StartAsync();
        var codes = (await server.GetAsync("/v1/countries?limit=60"))["items"]!.AsArray().Select(country => $"country={country!["code"]}").ToList();
        Assert.Equal(HttpStatusCode.OK, (await server.Public.GetAsync(new Uri("/v1/events?" + string.Join('&', codes.Take(50)), UriKind.Relative))).StatusCode);
        using var refused = await server.Public.GetAsync(new Uri("/v1/events?" + string.Join('&', codes.Take(51)), UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("invalid-parameter", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", "/v1/reports?limit=1000")]
    [InlineData("event", "/v1/events?limit=1000")]
    [InlineData("event", "/v1/prisoner-releases?limit=1000")]
    public async Task A_page_of_long_records_ends_early_and_the_walk_still_sees_all(string kind, string list)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var text = new string('x', 20_000);
        var source = (await server.PostAsync("/v1/reports", Some.Report("A source"))).Text("id")!;
        JsonNode Long(int i) => new JsonObject
        {
            ["kind"] = kind,
            ["data"] = kind == "report"
                ? Some.Report($"Number {i}").With(new() { ["insights"] = new JsonArray([.. Enumerable.Repeat(text, 8).Select(line => JsonValue.Create(line))]) })
                : Some.Release($"Number {i}", "2025-05-05").With(new() { ["evidence"] = new JsonArray([.. Enumerable.Range(0, 8).Select(_ => Some.Supports(source).With(new() { ["statement"] = text }))]) }),
        };
        await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. Enumerable.Range(0, 40).Select(Long)]) });

        var (seen, pages, next) = (new HashSet<string>(), 0, list);
        while (next is not null)
        {
            var bytes = await server.Public.GetByteArrayAsync(new Uri(next, UriKind.RelativeOrAbsolute));
            Assert.True(bytes.Length < 5 * 1024 * 1024);
            var page = JsonNode.Parse(bytes)!;
            seen.UnionWith(page["items"]!.AsArray().Select(item => item.Text("title")!).Where(title => title != "A source"));
            next = page.Text("next");
            pages++;
        }
        Assert.Equal((40, true), (seen.Count, pages > 1));
    }

    [Fact]
    public async Task Of_countless_mistakes_a_hundred_are_told()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var members = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"a{i}\":1"));
        using var response = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/people", $$"""{ "name": "x", {{members}} }""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(100, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("__________8AAAAAAAAAAAAAAAAAAAABQjnsmf5LNBU")]
    public async Task What_is_no_cursor_is_told_so(string cursor)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var response = await server.Public.GetAsync(new Uri($"/v1/events?cursor={Uri.EscapeDataString(cursor)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid-cursor", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_too_long_for_his_turn_is_told_and_readiness_does_not_wait()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var readers = new Readers(server.Database, Upcasters.Current, TimeProvider.System) { LongestWait = TimeSpan.FromMilliseconds(50) };
        using var release = new ManualResetEventSlim();
        var busy = Enumerable.Range(0, 64).Select(_ => Task.Run(() => readers.ReadAsync(_ => release.Wait(TimeSpan.FromSeconds(30)), CancellationToken.None))).ToList();
        var refusal = await Assert.ThrowsAsync<Refusal>(async () => await await Task.WhenAny(busy));
        release.Set();
        Assert.Equal(Reason.Overloaded, refusal.Reason);
        await Task.WhenAll(busy.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task A_read_of_many_short_statements_is_ended_too()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var readers = new Readers(server.Database, Upcasters.Current, TimeProvider.System) { LongestRead = TimeSpan.FromMilliseconds(100) };
        var refusal = await Assert.ThrowsAsync<Refusal>(() => readers.ReadAsync<int>(snapshot =>
        {
            while (true)
                _ = snapshot.SeqAt(snapshot.Now);
        }, CancellationToken.None));
        Assert.Equal(Reason.QueryTooSlow, refusal.Reason);
    }

    [Fact]
    public async Task A_database_file_that_is_gone_takes_no_writes_and_is_not_ready()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        // The key is read with a connection that is open already.
        Assert.Equal(HttpStatusCode.OK, (await server.Editor.GetAsync(new Uri("/v1/people", UriKind.Relative))).StatusCode);
        File.Move(server.Database, server.Database + ".away");
        using var refused = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/people", new { name = "Ales Bialiatski" });
        using var ready = await server.Public.GetAsync(new Uri("/health/ready", UriKind.Relative));
        File.Move(server.Database + ".away", server.Database);
        Assert.True((refused.StatusCode, ready.StatusCode) == (HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable),
            $"{await refused.Content.ReadAsStringAsync()} {await ready.Content.ReadAsStringAsync()}");
        Assert.Contains("gone from its place", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_pages_may_read_and_answers_are_compressed_when_asked()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events?country=BY&limit=2");
        request.Headers.Add("Origin", "https://dashboard.example");
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await server.Public.SendAsync(request);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("ETag", string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
    }

    [Fact]
    public async Task AsOf_is_echoed_as_the_commit_that_it_means()
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await server.Public.GetAsync(new Uri("/v1/events/019b1795-0200-7000-8000-0000000000e3?asOf=3", UriKind.Relative));
        Assert.Equal("3", response.Headers.GetValues("Events-As-Of").Single());
    }

    [Theory]
    [InlineData("country=actr:BY", "actor")]
    [InlineData("sort=foo", "-people")]
    [InlineData("from=2025-12&to=2025-01", "before")]
    public async Task A_filter_that_does_not_fit_says_what_would(string query, string hint)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var response = await server.Public.GetAsync(new Uri($"/v1/events?{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(hint, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_what_was_in_force_on_a_day_shows_how_it_stood_that_day()
    {
        await using var server = await RunningServer.StartAsync();
        var list = await server.GetAsync("/v1/sanctions?target=BY&inForceOn=2025-12-14");
        Assert.Equal("in-force", list["items"]![0]!["state"]!.GetValue<string>());
    }
}
