using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.SavedQueries;

/// <summary>What cannot be a saved query is refused with a reason, and nothing of it is kept.</summary>
public sealed class QueryRefusalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Queries = "/v1/queries";

    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string, string, string, string> Refused = new()
    {
        { "chart", "type=releas", "unknown-code", "Character 1: \"releas\" is no value of \"type\": did you mean \"release\"?" },
        { "chart", "by=type&contry=BY", "unknown-parameter", "Character 9: There is no parameter \"contry\" here: did you mean \"country\"?" },
        { "chart", "from=2025&country=Atlantis", "unknown-country", "Character 11: " },
        { "chart", "country=BY,,UA", "invalid-parameter", "empty at position 4" },
        { "chart", "?type=release", "unknown-parameter", "did you mean \"type\"?" },
        { "chart", "measure=people", "invalid-parameter", "needs \"headcountKind\"" },
        { "chart", "asOf=3", "unknown-parameter", "\"asOf\"" },
        { "chart", "layout=wide", "unknown-parameter", "\"layout\"" },
        { "chart", "workflow=draft", "invalid-parameter", "for everyone" },
        { "chart", "workflow=!published", "invalid-parameter", "for everyone" },
        { "chart", "interval=year&from=0001&to=2025", "invalid-parameter", "at most 400 years" },
        { "chart", "interval=day&from=1000&to=2025", "invalid-parameter", "at most 400 years" },
        { "chart", "person=" + Nobody, "invalid-parameter", "There is no person" },
        { "chart", "topic=unheard-of", "unknown-code", "is no value" },
        { "map", "by=type", "unknown-code", "Known: country, country.actor, country.target" },
        { "map", "by=country&by=type", "invalid-parameter", "single value" },
        { "map", "by=country,type", "unknown-code", "\"country,type\"" },
        { "map", "limit=5", "unknown-parameter", "\"limit\"" },
        { "map", "workflow=draft", "invalid-parameter", "for everyone" },
        { "map", "asOf=3", "unknown-parameter", "\"asOf\"" },
        { "table", "limit=101", "invalid-parameter", "from 1 to 100" },
        { "table", "cursor=AAAA", "unknown-parameter", "\"cursor\"" },
        { "table", "asOf=2025-12-31T00:00:00Z", "unknown-parameter", "\"asOf\"" },
        { "table", "workflow=draft", "invalid-parameter", "for everyone" },
        { "table", "sort=newest", "unknown-code", "is no value" },
        { "table", "fields=id", "unknown-parameter", "\"fields\"" },
        { "table", "from=2025&to=2024", "invalid-parameter", "lies before" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_makes_no_sense_or_is_not_for_everyone_is_refused_and_nothing_is_kept(string show, string query, string slug, string said)
    {
        using var post = await _server.AskAsync(HttpMethod.Post, Queries, Query("wrong", show, query));
        var problem = await post.RefusedAsync(400, slug);
        var error = Assert.Single(problem["errors"]!.AsArray());
        Assert.Equal("/query", error.Text("pointer"));
        Assert.Contains(said, error.Text("message"), StringComparison.Ordinal);
        using var put = await _server.AskAsync(HttpMethod.Put, $"{Queries}/wrong", Query("wrong", show, query));
        await put.RefusedAsync(400, slug);
        await _server.RefusedAsync($"{Queries}/wrong", 404, "not-found");
    }

    [Theory]
    [InlineData("""{"title":"A","show":"chart"}""", "missing-member", "/name")]
    [InlineData("""{"name":"a","show":"chart"}""", "missing-member", "/title")]
    [InlineData("""{"name":"a","title":"A"}""", "missing-member", "/show")]
    [InlineData("""{"name":"a","title":" \u200b","show":"chart"}""", "missing-member", "/title")]
    [InlineData("""{"name":"A","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"-a","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"a\n","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"a.svg","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"../a","title":"A","show":"chart"}""", "invalid-value", "/name")]
    [InlineData("""{"name":"a","title":"A","show":"pie"}""", "unknown-code", "/show")]
    [InlineData("""{"name":"a","title":"A","show":"chart","query":5}""", "invalid-value", "/query")]
    [InlineData("""{"name":"a","title":"A","show":"chart","by":"type"}""", "unknown-member", "/by")]
    [InlineData("""{"name":"a","title":"A","show":"chart","iframe":"x"}""", "read-only-member", "/iframe")]
    [InlineData("""{"name":"a","title":"\ud800","show":"chart"}""", "invalid-value", "/title")]
    public async Task A_body_that_does_not_fit_is_refused(string body, string slug, string pointer)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, Queries, body);
        Assert.Equal(pointer, (await response.RefusedAsync(400, slug))["errors"]![0].Text("pointer"));
    }

    [Theory]
    [InlineData(64, 200, 4_000, true)]
    [InlineData(65, 200, 10, false)]
    [InlineData(64, 201, 10, false)]
    [InlineData(64, 10_000, 10, false)]
    [InlineData(64, 200, 4_001, false)]
    public async Task Texts_have_bounds(int name, int title, int query, bool fits)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, Queries, Query(new string('a', name), "table", "sort=date" + new string('&', query - 9), new string('t', title)));
        Assert.Equal(fits ? HttpStatusCode.Created : HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static JsonObject Query(string name, string show, string query, string title = "A title") =>
        new() { ["name"] = name, ["title"] = title, ["show"] = show, ["query"] = query };
}
