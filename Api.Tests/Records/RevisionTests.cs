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
    public async Task Each_version_says_what_it_changed()
    {
        var e = (await _server.PostAsync("/v1/events", Some.Release("A release", "2025-05-05"))).Text("id")!;
        var count = new JsonObject { ["key"] = "pardoned", ["kind"] = "pardoned", ["best"] = 3 };
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["headcounts"] = new JsonArray(count, new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = 7 }) });
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["start"] = "2025-05", ["links"] = new JsonArray(Some.Link("implements", Id("e2"))) });
        await _server.DeleteAsync($"/v1/events/{e}");
        Assert.Equal(["", "added /headcounts/0", "changed /start added /links/0", ""], await ToldAsync(e, _server.Public));
        var changed = (await _server.GetAsync($"/v1/events/{e}/revisions"))["items"]![2]!["changes"]!;
        Assert.Equal(("2025-05-05", "2025-05"), (changed[0]!["from"].Text("value"), changed[0]!["to"].Text("value")));
        Assert.Equal(Id("e2"), changed[1]!["to"]!["to"].Text("id"));
    }

    [Fact]
    public async Task What_others_are_called_by_now_is_no_change_of_a_record()
    {
        var publisher = (await _server.PostAsync("/v1/organizations", Some.Organization("Old name"))).Text("id")!;
        var report = (await _server.PostAsync("/v1/reports", Some.Report("A").With(new() { ["publisher"] = publisher }))).Text("id")!;
        await _server.PatchAsync($"/v1/organizations/{publisher}", new JsonObject { ["name"] = "New name" });
        await _server.PatchAsync($"/v1/reports/{report}", new JsonObject { ["lang"] = "en" });
        Assert.Equal("added /lang", string.Join(' ', Told((await _server.GetAsync($"/v1/reports/{report}/revisions"))["items"]![1]!)));
    }

    [Fact]
    public async Task A_difference_tells_no_more_than_the_versions_do()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Qoppaqoppa"))).Text("id")!;
        JsonObject Entry(string note, string visibility) => new() { ["person"] = Id("a1"), ["outcome"] = "released", ["note"] = note, ["visibility"] = visibility };
        JsonObject Place(string name) => new() { ["name"] = name, ["visibility"] = "restricted" };
        JsonObject Said(string statement) => Some.Supports("d2").With(new() { ["statement"] = statement, ["visibility"] = "restricted" });
        var e = (await _server.PostAsync("/v1/events", Some.Release("A release", "2025-05-05").With(new() { ["people"] = new JsonArray(new JsonObject { ["person"] = person, ["outcome"] = "released" }) }))).Text("id")!;
        JsonArray With(JsonObject entry) => [new JsonObject { ["person"] = person, ["outcome"] = "released", ["note"] = "Qoppa is free" }, entry];
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["place"] = Place("Qoppa one"), ["people"] = With(Entry("Qoppa two", "restricted")), ["evidence"] = new JsonArray(Some.Supports("d1"), Said("Qoppa three")) });
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["place"] = Place("Qoppa four"), ["people"] = With(Entry("Qoppa five", "restricted")), ["evidence"] = new JsonArray(Some.Supports("d1"), Said("Qoppa six")) });
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["title"] = "Another title", ["place"] = null, ["people"] = new JsonArray(), ["evidence"] = new JsonArray(Some.Supports("d1")) });
        await _server.PatchAsync($"/v1/people/{person}", new JsonObject { ["visibility"] = "restricted" });

        Assert.Equal(
            ["", "added /place added /people/1 added /evidence/1", "", "changed /title removed /place removed /people/0 removed /people/1 removed /evidence/1"],
            await ToldAsync(e, _server.Public));
        Assert.Equal(
            ["added /place added /people/0/note added /people/1 added /evidence/1", "changed /place/name changed /people/1/note changed /evidence/1/statement"],
            (await ToldAsync(e, _server.Editor)).Skip(1).Take(2));
        foreach (var reader in (HttpClient[])[_server.Public, _server.Reader])
        {
            var shown = (await _server.GetAsync($"/v1/events/{e}/revisions", reader)).ToJsonString();
            Assert.DoesNotContain("oppa", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(person, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Id("a1"), shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_version_is_compared_with_the_last_one_that_the_reader_may_see()
    {
        var e = (await _server.PostAsync("/v1/events", Some.Event("First"))).Text("id")!;
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["title"] = "Qoppa", ["workflow"] = "draft" });
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["title"] = "Third", ["workflow"] = "published" });
        Assert.Equal(["", "changed /title"], await ToldAsync(e, _server.Public));
        Assert.Equal(["", "changed /title changed /workflow", "changed /title changed /workflow"], await ToldAsync(e, _server.Editor));
        Assert.DoesNotContain("Qoppa", (await _server.GetAsync($"/v1/events/{e}/revisions")).ToJsonString(), StringComparison.Ordinal);
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

    private async Task<IReadOnlyList<string>> ToldAsync(string e, HttpClient reader) =>
        [.. (await _server.GetAsync($"/v1/events/{e}/revisions", reader))["items"]!.AsArray().Select(revision => string.Join(' ', Told(revision!)))];

    private static IEnumerable<string> Told(JsonNode revision) => revision["changes"]!.AsArray().Select(change => $"{change.Text("op")} {change.Text("pointer")}");
}
