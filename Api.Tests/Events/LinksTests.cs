using System.Net;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Events;

public sealed class LinksTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task Links_are_shown_from_both_ends()
    {
        var links = (await _server.GetAsync($"/v1/events/{Id("e3")}/links"))["items"]!.AsArray();
        Assert.Equal(
            ["implements carries out out e2", "in-exchange-for in exchange for out e4", "follows-from led to in e8", "follows-from led to in e5"],
            links.Select(link => $"{link.Text("type")} {link.Text("reads")} {link.Text("direction")} {link!["event"].Text("id")![^2..]}"));
        var other = (await _server.GetAsync($"/v1/events/{Id("e4")}/links?type=in-exchange-for"))["items"]!.AsArray();
        Assert.Equal("in exchange for in e3", $"{other[0].Text("reads")} {other[0].Text("direction")} {other[0]!["event"].Text("id")![^2..]}");
        Assert.Equal((await _server.GetAsync($"/v1/events/{Id("e3")}"))["linked"]!.ToJsonString(), links.ToJsonString());
    }

    [Fact]
    public async Task Types_narrow_the_list()
    {
        var links = await _server.GetAsync($"/v1/events/{Id("e3")}/links?type=implements,follows-from");
        Assert.Equal(["implements", "follows-from", "follows-from"], links["items"]!.AsArray().Select(link => link.Text("type")));
    }

    [Fact]
    public async Task A_link_is_added_to_the_event_and_removed_from_it()
    {
        var (a, b) = (await NewAsync("A"), await NewAsync("B"));
        using var added = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{a}/links", Some.Link("responds-to", b).With(new() { ["basis"] = "inferred", ["note"] = "Why" }));
        var list = await added.ReadAsync(HttpStatusCode.Created);
        Assert.Equal(b, list["items"]![0]!["event"].Text("id"));
        Assert.Equal($"/v1/events/{a}/links/responds-to/{b}", added.Headers.Location!.ToString());
        Assert.Equal("prompted", (await _server.GetAsync($"/v1/events/{b}/links"))["items"]![0].Text("reads"));
        Assert.Equal(2, (await _server.GetAsync($"/v1/events/{a}")).Number("version"));
        Assert.Equal(1, (await _server.GetAsync($"/v1/events/{b}")).Number("version"));
        Assert.Equal([b, a], (await _server.GetAsync($"/v1/events?linked=responds-to")).Ids().OrderDescending());
        using var unseen = await _server.AskAsync(HttpMethod.Delete, added.Headers.Location.ToString());
        await unseen.RefusedAsync(428, "precondition-required");
        using var stale = await _server.AskAsync(HttpMethod.Delete, added.Headers.Location.ToString(), null, "\"1\"");
        await stale.RefusedAsync(412, "stale-version");
        using var removed = await _server.AskAsync(HttpMethod.Delete, added.Headers.Location.ToString(), null, "\"2\"");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty((await _server.GetAsync($"/v1/events/{b}/links"))["items"]!.AsArray());
        using var again = await _server.AskAsync(HttpMethod.Delete, added.Headers.Location.ToString(), null, "\"3\"");
        await again.RefusedAsync(404, "not-found");
        Assert.Equal(b, (await _server.GetAsync($"/v1/events/{a}/links?asOf={list.Number("seq")}"))["items"]![0]!["event"].Text("id"));
    }

    [Theory]
    [InlineData("{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000ff\"}", 422, "unknown-reference", "/to")]
    [InlineData("{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000a1\"}", 422, "unknown-reference", "/to")]
    [InlineData("{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000e3\"}", 422, "link-self", "/to")]
    [InlineData("{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000e2\"}", 422, "link-duplicate", "")]
    [InlineData("{\"type\":\"follows-from\",\"to\":\"019b1795-0200-7000-8000-0000000000e5\"}", 422, "link-cycle", "/to")]
    [InlineData("{\"type\":\"reverses\",\"to\":\"019b1795-0200-7000-8000-0000000000e1\"}", 422, "link-not-allowed", "/type")]
    [InlineData("{\"type\":\"implments\",\"to\":\"019b1795-0200-7000-8000-0000000000e2\"}", 400, "unknown-code", "/type")]
    [InlineData("{\"type\":\"implements\"}", 400, "missing-member", "/to")]
    [InlineData("{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000e1\",\"nte\":\"A\"}", 400, "unknown-member", "/nte")]
    [InlineData("[]", 400, "invalid-value", "")]
    public async Task A_link_that_breaks_a_rule_is_refused_where_it_stands_in_the_body(string body, int status, string slug, string pointer)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{Id("e3")}/links", body);
        Assert.Equal(pointer, (await response.RefusedAsync(status, slug))["errors"]![0].Text("pointer"));
        Assert.Equal(2, (await _server.GetAsync($"/v1/events/{Id("e3")}")).Number("version"));
    }

    [Fact]
    public async Task A_symmetric_link_is_held_once()
    {
        using var response = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{Id("e4")}/links", Some.Link("in-exchange-for", Id("e3")));
        await response.RefusedAsync(422, "link-duplicate");
    }

    [Fact]
    public async Task Links_of_what_is_not_there_are_not_found()
    {
        await _server.RefusedAsync($"/v1/events/{Nobody}/links", 404, "not-found");
        await _server.RefusedAsync($"/v1/events/{Id("e8")}/links?asOf=3", 404, "not-found");
        using var post = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{Nobody}/links", Some.Link("implements", Id("e2")));
        await post.RefusedAsync(404, "not-found");
        foreach (var link in (string[])[$"implements/{Nobody}", "implements/nonsense", $"nonsense/{Id("e2")}"])
        {
            using var delete = await _server.AskAsync(HttpMethod.Delete, $"/v1/events/{Id("e3")}/links/{link}", null, "\"2\"");
            await delete.RefusedAsync(404, "not-found");
        }
    }

    private async Task<string> NewAsync(string title) => (await _server.PostAsync("/v1/events", Some.Event(title))).Text("id")!;
}
