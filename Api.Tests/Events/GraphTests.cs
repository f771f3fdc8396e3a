using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Events;

public sealed class GraphTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("e1", 1, "e1 e2")]
    [InlineData("e1", 2, "e1 e2 e3 e4")]
    [InlineData("e1", 3, "e1 e2 e3 e4 e5 e7 e8")]
    [InlineData("e2", 1, "e1 e2 e3 e4")]
    [InlineData("e6", 5, "e6")]
    [InlineData("ea", 5, "e9 ea")]
    public async Task The_graph_reaches_as_far_as_its_depth(string start, int depth, string nodes)
    {
        var graph = await _server.GetAsync($"/v1/events/{Id(start)}/graph?depth={depth}");
        Assert.Equal(nodes, string.Join(' ', graph["nodes"]!.AsArray().Select(node => node.Text("id")![^2..]).Order()));
        var known = graph["nodes"]!.AsArray().Select(node => node.Text("id")).ToHashSet();
        Assert.All(graph["edges"]!.AsArray(), edge => Assert.True(known.Contains(edge.Text("from")) && known.Contains(edge.Text("to"))));
    }

    [Fact]
    public async Task Nodes_and_edges_say_what_is_needed_to_draw_them()
    {
        var graph = await _server.GetAsync($"/v1/events/{Id("ea")}/graph?depth=1");
        var node = graph["nodes"]![0]!;
        Assert.Equal((Id("ea"), "arrest", "custody", "occurred"), (node.Text("id"), node.Text("type"), node.Text("group"), node.Text("occurrence")));
        Assert.Equal("[2025-09-11..2025-09-15]", node["start"].Text("value"));
        Assert.Equal($$"""[{"from":"{{Id("ea")}}","to":"{{Id("e9")}}","type":"reverses","basis":"stated"}]""", graph["edges"]!.ToJsonString());
    }

    [Fact]
    public async Task The_outermost_events_are_joined_by_what_links_them()
    {
        // The release and what was given for it are both one step from the agreement, and linked with each other.
        var graph = await _server.GetAsync($"/v1/events/{Id("e2")}/graph?depth=1");
        Assert.Contains(graph["edges"]!.AsArray(), edge => (edge.Text("from"), edge.Text("to"), edge.Text("type")) == (Id("e3"), Id("e4"), "in-exchange-for"));
    }

    [Fact]
    public async Task A_circle_of_links_is_walked_once()
    {
        var a = (await _server.PostAsync("/v1/events", Some.Event("A"))).Text("id")!;
        var b = (await _server.PostAsync("/v1/events", Some.Event("B").With(new() { ["links"] = new JsonArray(Some.Link("responds-to", a)) }))).Text("id")!;
        await _server.PatchAsync($"/v1/events/{a}", new JsonObject { ["links"] = new JsonArray(Some.Link("responds-to", b)) });
        var graph = await _server.GetAsync($"/v1/events/{a}/graph?depth=5");
        Assert.Equal((2, 2), (graph["nodes"]!.AsArray().Count, graph["edges"]!.AsArray().Count));
    }

    [Fact]
    public async Task The_graph_of_what_is_not_there_is_not_found()
    {
        await _server.RefusedAsync($"/v1/events/{Nobody}/graph", 404, "not-found");
        await _server.RefusedAsync($"/v1/events/{Id("e8")}/graph?asOf=3", 404, "not-found");
        Assert.Equal(5, (await _server.GetAsync($"/v1/events/{Id("e2")}/graph?asOf=3"))["nodes"]!.AsArray().Count);
    }
}
