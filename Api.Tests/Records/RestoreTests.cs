using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Records;

public sealed class RestoreTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task An_earlier_version_becomes_the_newest_one_with_its_reason()
    {
        var person = await PersonAsync("Before");
        await _server.PatchAsync(person, new JsonObject { ["name"] = "After", ["tags"] = new JsonArray("lawyer") });
        using var response = await RestoreAsync(person, 1, "\"2\"", "?reason=Right%20the%20first%20time");
        var restored = await response.ReadAsync(HttpStatusCode.OK);
        Assert.Equal(("Before", 3, 0), (restored.Text("name"), restored.Number("version"), restored["tags"]!.AsArray().Count));
        Assert.StartsWith("W/\"3.", response.Headers.ETag!.ToString(), StringComparison.Ordinal);
        var revision = (await _server.GetAsync($"{person}/revisions"))["items"]![2]!;
        Assert.Equal(("update", "Right the first time"), (revision.Text("op"), revision.Text("reason")));
        Assert.Equal(["/name", "/tags/0"], revision["changes"]!.AsArray().Select(change => change.Text("pointer")));
        Assert.Equal(["Before"], (await _server.GetAsync("/v1/search?q=Before&kind=person"))["items"]!.AsArray().Select(hit => hit.Text("name")));
    }

    [Fact]
    public async Task Restoring_what_it_already_is_writes_nothing()
    {
        var person = await PersonAsync("The same");
        var seq = (await _server.GetAsync("/health/ready")).Number("seq");
        using var response = await RestoreAsync(person, 1, "\"1\"");
        Assert.Equal(1, (await response.ReadAsync(HttpStatusCode.OK)).Number("version"));
        Assert.Equal(seq, (await _server.GetAsync("/health/ready")).Number("seq"));
    }

    [Fact]
    public async Task A_deleted_record_comes_back_from_its_tombstone()
    {
        var name = new JsonArray(new JsonObject { ["scheme"] = "test", ["value"] = "comes-back" });
        var person = $"/v1/people/{(await _server.PostAsync("/v1/people", Some.Person("Back again").With(new() { ["externalIds"] = name }))).Text("id")}";
        await _server.DeleteAsync(person);
        await _server.RefusedAsync(person, 410, "gone");
        await RefusedAsync(person, 1, "\"1\"", 412, "stale-version");
        await RefusedAsync(person, 2, "\"2\"", 422, "unknown-reference");
        using var response = await RestoreAsync(person, 1, "\"2\"");
        Assert.Equal(3, (await response.ReadAsync(HttpStatusCode.OK)).Number("version"));
        Assert.Equal("Back again", (await _server.GetAsync(person)).Text("name"));
        Assert.Equal("comes-back", (await _server.GetAsync(person))["externalIds"]![0].Text("value"));
    }

    [Fact]
    public async Task Nothing_is_restored_without_having_seen_the_newest_version()
    {
        var person = await PersonAsync("Seen");
        await _server.PatchAsync(person, new JsonObject { ["name"] = "Not seen" });
        await RefusedAsync(person, 1, null, 428, "precondition-required");
        await RefusedAsync(person, 1, "\"1\"", 412, "stale-version");
        Assert.Equal("Not seen", (await _server.GetAsync(person)).Text("name"));
    }

    [Fact]
    public async Task What_is_no_version_is_refused()
    {
        var person = await PersonAsync("One version");
        foreach (var version in (int[])[0, -1, 2])
            await RefusedAsync(person, version, "\"1\"", 422, "unknown-reference");
        await RefusedAsync($"/v1/people/{Nobody}", 1, "\"1\"", 404, "not-found");
        foreach (var (body, slug) in ((string, string)[])[("{}", "missing-member"), ("""{"version":"1"}""", "invalid-value"), ("""{"version":1,"versions":1}""", "unknown-member"), ("[]", "invalid-value")])
        {
            using var response = await _server.AskAsync(HttpMethod.Post, $"{person}/restore", body, "\"1\"");
            await response.RefusedAsync(400, slug);
        }
        using var open = await _server.AskAsync(HttpMethod.Post, $"{person}/restore", """{"version":1}""", "\"1\"", _server.Public);
        await open.RefusedAsync(401, "unauthorized");
    }

    [Fact]
    public async Task All_rules_apply_to_what_is_restored()
    {
        var other = (await _server.PostAsync("/v1/events", Some.Event("Linked to"))).Text("id")!;
        var e = $"/v1/events/{(await _server.PostAsync("/v1/events", Some.Event("Links").With(new() { ["links"] = new JsonArray(Some.Link("responds-to", other)) }))).Text("id")}";
        await _server.PatchAsync(e, new JsonObject { ["links"] = null });
        await _server.DeleteAsync($"/v1/events/{other}");
        await RefusedAsync(e, 1, "\"2\"", 422, "unknown-reference");
        Assert.Equal(2, (await _server.GetAsync(e)).Number("version"));
    }

    [Fact]
    public async Task What_has_been_restricted_since_stays_so()
    {
        var person = await PersonAsync("Known once");
        await _server.PatchAsync(person, new JsonObject { ["name"] = "Somebody", ["visibility"] = "restricted" });
        using var response = await RestoreAsync(person, 1, "\"2\"");
        var restored = await response.ReadAsync(HttpStatusCode.OK);
        Assert.Equal(("Known once", "restricted"), (restored.Text("name"), restored.Text("visibility")));
        await _server.RefusedAsync(person, 404, "not-found");
    }

    private async Task<string> PersonAsync(string name) => $"/v1/people/{(await _server.PostAsync("/v1/people", Some.Person(name))).Text("id")}";

    private Task<HttpResponseMessage> RestoreAsync(string address, int version, string? ifMatch, string query = "") =>
        _server.AskAsync(HttpMethod.Post, $"{address}/restore{query}", new JsonObject { ["version"] = version }, ifMatch);

    private async Task RefusedAsync(string address, int version, string? ifMatch, int status, string slug)
    {
        using var response = await RestoreAsync(address, version, ifMatch);
        await response.RefusedAsync(status, slug);
    }
}
