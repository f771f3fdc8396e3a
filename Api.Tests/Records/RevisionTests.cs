using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Records;

public sealed class RevisionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("events", "e4", "occurrence", "occurred", "announced")]
    [InlineData("people", "a1", "description", "Belarusian laureate of the Nobel Peace Prize.", "Belarusian human rights defender, laureate of the Nobel Peace Prize of 2022.")]
    [InlineData("sanctions", "51", "legalBasis", null, "Executive Order 14038")]
    public async Task Every_version_can_be_read_as_it_read_then(string collection, string id, string member, string? first, string? second)
    {
        var address = $"/v1/{collection}/{Id(id)}";
        var list = (await _server.GetAsync($"{address}/revisions"))["items"]!.AsArray();
        Assert.Equal(["1 create", "2 update"], list.Select(revision => $"{revision!.Number("version")} {revision.Text("op")}"));
        Assert.All(list, revision => Assert.False(string.IsNullOrEmpty(revision.Text("reason"))));
        Assert.Equal(first, (await _server.GetAsync($"{address}/revisions/1")).Text(member));
        Assert.Equal(second, (await _server.GetAsync($"{address}/revisions/2")).Text(member));
        Assert.Equal(first, (await _server.GetAsync($"{address}?asOf=3")).Text(member));
        Assert.Equal((1, 2), ((await _server.GetAsync($"{address}/revisions/1")).Number("version"), (await _server.GetAsync($"{address}/revisions/2")).Number("version")));
    }

    [Fact]
    public async Task As_of_an_earlier_commit_only_earlier_versions_are_listed()
    {
        Assert.Single((await _server.GetAsync($"/v1/events/{Id("e4")}/revisions?asOf=3"))["items"]!.AsArray());
        await _server.RefusedAsync($"/v1/events/{Id("e8")}/revisions?asOf=3", 404, "not-found");
        await _server.RefusedAsync($"/v1/events/{Nobody}/revisions", 404, "not-found");
        Assert.Single((await _server.GetAsync("/v1/countries/BY/revisions"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_a_record_shows_of_others_is_as_it_was_too()
    {
        var publisher = await _server.PostAsync("/v1/organizations", Some.Organization("Old name"));
        var report = await _server.PostAsync("/v1/reports", Some.Report("A").With(new() { ["publisher"] = publisher.Text("id") }));
        var renamed = await _server.PatchAsync($"/v1/organizations/{publisher.Text("id")}", new JsonObject { ["name"] = "New name" });
        var address = $"/v1/reports/{report.Text("id")}";
        Assert.Equal("New name", (await _server.GetAsync(address))["publisher"].Text("name"));
        Assert.Equal("Old name", (await _server.GetAsync($"{address}/revisions/1"))["publisher"].Text("name"));
        Assert.Equal("Old name", (await _server.GetAsync($"{address}?asOf={report.Number("seq")}"))["publisher"].Text("name"));
        Assert.Equal("New name", (await _server.GetAsync($"{address}?asOf={renamed.Number("seq")}"))["publisher"].Text("name"));
    }

    [Fact]
    public async Task An_instant_means_the_last_commit_until_then()
    {
        var revisions = (await _server.GetAsync($"/v1/events/{Id("e4")}/revisions"))["items"]!.AsArray();
        var second = DateTimeOffset.Parse(revisions[1].Text("at")!, System.Globalization.CultureInfo.InvariantCulture);
        string At(DateTimeOffset instant) => Uri.EscapeDataString(instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffK", System.Globalization.CultureInfo.InvariantCulture));
        var list = await _server.GetAsync($"/v1/events?limit=1&asOf={At(second)}");
        Assert.Equal(revisions[1]!.Number("seq"), list.Number("seq"));
        Assert.Equal("announced", (await _server.GetAsync($"/v1/events/{Id("e4")}?asOf={At(second)}")).Text("occurrence"));
        Assert.Equal("occurred", (await _server.GetAsync($"/v1/events/{Id("e4")}?asOf={At(second.AddMicroseconds(-1).ToOffset(TimeSpan.FromHours(3)))}")).Text("occurrence"));
        Assert.Empty((await _server.GetAsync("/v1/events?asOf=2000-01-01T00:00:00Z")).Ids());
        await _server.RefusedAsync($"/v1/events/{Id("e4")}?asOf=2000-01-01T00:00:00Z", 404, "not-found");
    }
}
