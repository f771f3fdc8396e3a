using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Changes;

public sealed class ChangesTests
{
    [Fact]
    public async Task Whoever_polls_sees_every_commit_once_and_whole()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var (a, b) = (Entry($"{i} a"), Entry($"{i} b"));
                await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray(a, b) });
            }
            await stop.CancelAsync();
        });
        var seen = new List<(long Seq, string Position)>();
        var next = $"{server.Address}v1/changes?after=0&limit=3";
        long through = 0;
        while (true)
        {
            var stopped = stop.IsCancellationRequested;
            var page = await server.GetAsync(next);
            var items = page["items"]!.AsArray().Select(item => (item!.Number("seq"), item.Text("position")!)).ToList();
            Assert.All(items, item => Assert.True(item.Item1 > through));
            seen.AddRange(items);
            through = page.Number("through");
            next = page.Text("next")!;
            Assert.Contains($"after={through}&", next, StringComparison.Ordinal);
            if (stopped && items.Count == 0)
                break;
        }
        await writing;
        Assert.Equal(through, (await server.GetAsync("/health/ready")).Number("seq"));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(seen.Select(item => item.Seq).Order(), seen.Select(item => item.Seq));
        Assert.Equal(Enumerable.Range(1, (int)through).Select(seq => (long)seq), seen.Select(item => item.Seq).Distinct());
        foreach (var commit in seen.GroupBy(item => item.Seq))
            Assert.Equal(Enumerable.Range(1, commit.Count()).Select(n => $"{commit.Key}.{n}"), commit.Select(item => item.Position));
        Assert.Equal(40, seen.GroupBy(item => item.Seq).Count(commit => commit.Key > 5 && commit.Count() == 2));
    }

    [Fact]
    public async Task A_change_says_who_did_what_to_which_version_and_shows_the_document()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var created = await server.AskAsync(HttpMethod.Post, "/v1/organizations?reason=First", Some.Organization("Before"));
        var organization = await created.ReadAsync(System.Net.HttpStatusCode.Created);
        var address = $"/v1/organizations/{organization.Text("id")}";
        await server.PatchAsync(address, new JsonObject { ["name"] = "After" });
        await server.DeleteAsync(address);
        var items = (await server.GetAsync("/v1/changes?after=1"))["items"]!.AsArray();
        Assert.Equal(["create 1 Before", "update 2 After", "delete 3 "], items.Select(item => $"{item.Text("op")} {item!.Number("version")} {item!["document"].Text("name")}"));
        Assert.Equal(["2.1", "3.1", "4.1"], items.Select(item => item.Text("position")));
        Assert.Equal(("organization", organization.Text("id"), "editor", "First"), (items[0].Text("kind"), items[0].Text("id"), items[0].Text("actor"), items[0].Text("reason")));
        Assert.Null(items[0]!["document"]!["kind"]);
    }

    [Fact]
    public async Task A_position_and_a_seq_are_both_places_to_go_on_from()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        Assert.Equal([4, 5], await SeqsAsync(server, "3"));
        Assert.Equal([3, 4, 5], await SeqsAsync(server, "3.2"));
        Assert.Equal("3.3", (await server.GetAsync("/v1/changes?after=3.2"))["items"]![0].Text("position"));
        Assert.Equal([4, 5], await SeqsAsync(server, "3.1000"));
        Assert.Equal([], await SeqsAsync(server, "5"));
        var end = await server.GetAsync("/v1/changes?after=5");
        Assert.Equal((5, 5), (end.Number("through"), end.Number("seq")));
        Assert.NotNull(end.Text("next"));
    }

    private static async Task<IEnumerable<long>> SeqsAsync(RunningServer server, string after) =>
        (await server.GetAsync($"/v1/changes?after={after}&limit=1000"))["items"]!.AsArray().Select(item => item!.Number("seq")).Distinct();

    private static JsonObject Entry(string name) => new() { ["kind"] = "person", ["data"] = Some.Person(name) };
}
