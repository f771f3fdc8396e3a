using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Changes;

/// <summary>The feed with the filters of lists.</summary>
public sealed class ChangeFilterTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Whoever_keeps_a_copy_of_what_fits_a_filter_also_learns_what_leaves_it()
    {
        var id = (await _server.PostAsync("/v1/events", Some.Event("About Estonia").With(new() { ["participants"] = Actor("EE") }))).Text("id")!;
        await _server.PostAsync("/v1/events", Some.Event("About Latvia").With(new() { ["participants"] = Actor("LV") }));
        await _server.PatchAsync($"/v1/events/{id}", new JsonObject { ["title"] = "Still about Estonia" });
        await _server.PatchAsync($"/v1/events/{id}", new JsonObject { ["participants"] = Actor("LT") });
        await _server.PatchAsync($"/v1/events/{id}", new JsonObject { ["title"] = "About Lithuania" });
        await _server.DeleteAsync($"/v1/events/{id}");

        Assert.Equal(["create  > About Estonia", "update About Estonia > Still about Estonia", "update Still about Estonia > Still about Estonia"], await ToldAsync("country=EE"));
        Assert.Equal(["update Still about Estonia > Still about Estonia", "update Still about Estonia > About Lithuania", "delete About Lithuania > "], await ToldAsync("country=LT"));
        Assert.Equal(["create  > About Estonia", "create  > About Latvia"], (await ToldAsync("country=EE,LV"))[..2]);
        Assert.Empty(await ToldAsync("country=EE&verification=official"));
        Assert.Equal(5, (await ToldAsync("kind=event&q=about&from=2024-05&to=2024-05")).Count(told => told.Contains("Estonia", StringComparison.Ordinal) || told.Contains("Lithuania", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Kinds_are_chosen_and_filters_of_events_concern_events_alone()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Maria Kalesnikava"))).Text("id")!;
        var other = (await _server.PostAsync("/v1/events", Some.Event("Elsewhere"))).Text("id")!;
        var here = (await _server.PostAsync("/v1/events", Some.Event("Here").With(new() { ["participants"] = Actor("EE") }))).Text("id")!;
        Assert.Equal([person], await IdsAsync("kind=person"));
        Assert.Equal([other, here], await IdsAsync("kind=!person,report"));
        Assert.Equal([here], await IdsAsync("country=Estonia"));
        Assert.Equal([person, here], await IdsAsync("kind=person,event&country=EE"));
        var page = await _server.GetAsync("/v1/changes?after=5&kind=person,event&country=Estonia&limit=1");
        Assert.Equal("""[{"parameter":"kind","values":["person","event"],"not":false},{"parameter":"country","values":["EE"],"not":false}]""", page["applied"]!.ToJsonString());
        Assert.Contains("&kind=person,event&country=Estonia", Uri.UnescapeDataString(page.Text("next")!), StringComparison.Ordinal);
        Assert.Equal([here], (await _server.GetAsync(page.Text("next")!)).Ids());
    }

    [Theory]
    [InlineData("after=5.5.5", "invalid-parameter")]
    [InlineData("after=-1", "invalid-parameter")]
    [InlineData("after=+1", "invalid-parameter")]
    [InlineData("after=99999999999999999999", "invalid-parameter")]
    [InlineData("after=5.", "invalid-parameter")]
    [InlineData("after=%D9%A5", "invalid-parameter")]
    [InlineData("after=1000", "invalid-parameter")]
    [InlineData("wait=61", "invalid-parameter")]
    [InlineData("wait=x", "invalid-parameter")]
    [InlineData("kind=horse", "unknown-code")]
    [InlineData("kind=person&country=BY", "invalid-parameter")]
    [InlineData("country=Nowhere", "unknown-country")]
    [InlineData("person=" + Nobody, "invalid-parameter")]
    [InlineData("sort=-date", "unknown-parameter")]
    [InlineData("from=2025&to=2024", "invalid-parameter")]
    public async Task What_makes_no_sense_is_refused_as_lists_refuse_it(string query, string slug)
    {
        await _server.RefusedAsync($"/v1/changes?{query}", 400, slug);
        if (!query.StartsWith("wait", StringComparison.Ordinal))
            await _server.RefusedAsync($"/v1/changes/stream?{query}", 400, slug);
    }

    [Fact]
    public async Task Drafts_are_for_those_who_may_list_them()
    {
        await _server.RefusedAsync("/v1/changes?workflow=draft", 401, "unauthorized");
        await _server.RefusedAsync("/v1/changes/stream?workflow=draft", 403, "forbidden", _server.Reader);
        var draft = (await _server.PostAsync("/v1/events", Some.Event("A draft").With(new() { ["workflow"] = "draft" }))).Text("id")!;
        Assert.Equal([draft], (await _server.GetAsync("/v1/changes?after=5&workflow=draft", _server.Editor)).Ids());
        Assert.Empty((await _server.GetAsync("/v1/changes?after=5&country=!BY", _server.Editor)).Ids());
        Assert.Equal([draft], (await _server.GetAsync("/v1/changes?after=5", _server.Editor)).Ids());
    }

    [Fact]
    public async Task A_page_that_hardly_anything_fits_ends_and_says_how_far_it_came()
    {
        var entries = Enumerable.Range(0, 900).Select(i => (JsonNode)new JsonObject { ["kind"] = "person", ["data"] = Some.Person($"Person {i}") }).ToList();
        foreach (var commit in entries.Chunk(300))
            await _server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray(commit) });
        for (var i = 0; i < 3; i++)
            await _server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. entries.Select(entry => entry.DeepClone())]) });
        await _server.PostAsync("/v1/events", Some.Event("Far away").With(new() { ["participants"] = Actor("EE") }));
        var (after, pages, found) = (0L, 0, new List<string>());
        while (after < 12)
        {
            var page = await _server.GetAsync($"/v1/changes?after={after}&country=EE");
            Assert.True(page.Number("through") > after);
            after = page.Number("through");
            found.AddRange(page["items"]!.AsArray().Select(item => item!["document"].Text("title")!));
            pages++;
        }
        Assert.Equal(["Far away"], found);
        Assert.InRange(pages, 2, 5);
    }

    private static JsonArray Actor(string country) => [new JsonObject { ["role"] = "actor", ["country"] = country }];

    private async Task<IReadOnlyList<string>> IdsAsync(string query) => (await _server.GetAsync($"/v1/changes?after=5&{query}")).Ids();

    private async Task<List<string>> ToldAsync(string query) => [.. (await _server.GetAsync($"/v1/changes?after=5&{query}"))["items"]!.AsArray()
        .Select(item => $"{item.Text("op")} {item!["before"].Text("title")} > {item["document"].Text("title")}")];
}
