using System.Text.Json.Nodes;
using Events.Api.Http.Formats;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Access;

/// <summary>What is not for the public shows at no door: each secret is a word or an id that editors see and the public must not.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData("draft")]
    [InlineData("in-review")]
    [InlineData("embargoed")]
    public async Task An_event_that_is_not_open_is_nowhere_to_be_seen(string stage)
    {
        var hidden = Some.Release("Zyzzyva one", "2025-12-01", Id("a1")).With(new()
        {
            ["links"] = new JsonArray(Some.Link("follows-from", Id("e1")), Some.Link("in-exchange-for", Id("e6"))),
            ["sanctions"] = new JsonArray(new JsonObject { ["sanction"] = Id("51"), ["effect"] = "lifts" }),
            ["topics"] = new JsonArray("zyzzyva-topic"),
        });
        hidden[stage == "embargoed" ? "embargoUntil" : "workflow"] = stage == "embargoed" ? "2199-01-01T00:00:00Z" : stage;
        hidden["headcounts"]![0]!["of"] = new JsonObject { ["event"] = Id("e3"), ["key"] = "released" };
        var before = await WalkAsync(_server.Public, null);
        var e = (await _server.PostAsync("/v1/events", hidden)).Text("id")!;
        await _server.PatchAsync($"/v1/events/{Id("e2")}", new JsonObject
        {
            ["links"] = new JsonArray(Some.Link("follows-from", Id("e1")), Some.Link("responds-to", e)),
            ["evidence"] = new JsonArray(Some.Supports("d2"), Some.Supports("d2").With(new() { ["aspect"] = "link", ["about"] = $"responds-to:{e}", ["statement"] = "Zyzzyva two" })),
        });
        await AssertSecretAsync(e, e, "yzzyva");
        foreach (var door in (string[])["", "/links", "/graph", "/revisions", "/revisions/1"])
            await _server.RefusedAsync($"/v1/events/{e}{door}", 404, "not-found");
        await _server.RefusedAsync($"/v1/events?linkedTo={e}", 400, "invalid-parameter");
        await _server.RefusedAsync("/v1/events?topic=zyzzyva-topic", 400, "unknown-code");
        await _server.RefusedAsync("/v1/events?workflow=draft", 401, "unauthorized");
        await _server.RefusedAsync("/v1/events?workflow=!published", 403, "forbidden", _server.Reader);
        await _server.RefusedAsync($"/v1/events/{e}", 404, "not-found", _server.Reader);
        Assert.Equal("eased", (await _server.GetAsync($"/v1/sanctions/{Id("51")}")).Text("state"));
        var after = await WalkAsync(_server.Public, null);
        foreach (var door in (string[])["/v1/events?type=release&count=exact", $"/v1/events/{Id("e3")}", $"/v1/sanctions/{Id("51")}/events", $"/v1/events?person={Id("a1")}"])
            Assert.Equal(Undated(before[door]), Undated(after[door]));
        foreach (var door in (string[])["/v1/events?count=exact", "/v1/countries/BY/events?count=exact"])
            Assert.Equal(JsonNode.Parse(before[door])!.Number("total"), JsonNode.Parse(after[door])!.Number("total"));
    }

    [Fact]
    public async Task A_restricted_person_is_counted_but_named_nowhere()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva Name").With(new() { ["visibility"] = "restricted", ["citizenships"] = new JsonArray("LV"), ["otherNames"] = new JsonArray(new JsonObject { ["name"] = "Зыззыва" }) }))).Text("id")!;
        var e = (await _server.PostAsync("/v1/events", Naming(person))).Text("id")!;
        var sanction = await _server.PostAsync("/v1/sanctions", Some.Sanction("Against somebody").With(new() { ["targets"] = new JsonArray(new JsonObject { ["person"] = person }) }));
        await AssertSecretAsync(e, person, "yzzyva", "ззыва");
        await AssertNamedNowhereAsync(e, person);
        await _server.RefusedAsync($"/v1/people/{person}", 404, "not-found");
        await _server.RefusedAsync($"/v1/people/{person}/revisions", 404, "not-found");
        await _server.RefusedAsync($"/v1/people/{person}/revisions/1", 404, "not-found");
        await _server.RefusedAsync($"/v1/sanctions?target={person}", 400, "invalid-parameter");
        Assert.Equal("""[{"person":{"withheld":true}}]""", (await _server.GetAsync($"/v1/sanctions/{sanction.Text("id")}"))["targets"]!.ToJsonString());
        await _server.DeleteAsync($"/v1/events/{e}");
        await _server.DeleteAsync($"/v1/sanctions/{sanction.Text("id")}");
        await _server.DeleteAsync($"/v1/people/{person}");
        await AssertSecretAsync(null, person, "yzzyva", "ззыва");
        await _server.RefusedAsync($"/v1/people/{person}", 404, "not-found");
    }

    [Fact]
    public async Task A_copy_that_names_who_is_restricted_since_is_not_confirmed()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva Name"))).Text("id")!;
        var written = await _server.PostAsync("/v1/events", Naming(person));
        var addresses = (string[])[$"/v1/events/{written.Text("id")}?asOf={written.Number("seq")}", $"/v1/events/{written.Text("id")}/revisions/1"];
        var copies = new Dictionary<string, System.Net.Http.Headers.EntityTagHeaderValue>();
        foreach (var address in addresses)
        {
            using var before = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Contains("Zyzzyva", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            copies.Add(address, before.Headers.ETag!);
        }
        await _server.PatchAsync($"/v1/people/{person}", new JsonObject { ["visibility"] = "restricted" });
        foreach (var address in addresses)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.IfNoneMatch.Add(copies[address]);
            using var after = await _server.Public.SendAsync(request);
            Assert.Equal(System.Net.HttpStatusCode.OK, after.StatusCode);
            Assert.DoesNotContain("Zyzzyva", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Restricting_a_person_hides_the_past_too()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva Name").With(new() { ["citizenships"] = new JsonArray("LV") }))).Text("id")!;
        var e = (await _server.PostAsync("/v1/events", Naming(person))).Text("id")!;
        Assert.Equal([e], (await _server.GetAsync($"/v1/events?person={person}")).Ids());
        await _server.PatchAsync($"/v1/people/{person}", new JsonObject { ["visibility"] = "restricted" });
        await AssertSecretAsync(e, person, "yzzyva");
        await AssertNamedNowhereAsync(e, person);
        await _server.PatchAsync($"/v1/people/{person}", new JsonObject { ["name"] = "Renamed" });
        await AssertSecretAsync(e, person, "yzzyva");
    }

    [Fact]
    public async Task A_restricted_entry_of_people_is_counted_but_tells_nothing()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("A public name").With(new() { ["citizenships"] = new JsonArray("LV") }))).Text("id")!;
        var entry = new JsonObject { ["person"] = person, ["outcome"] = "released", ["destination"] = "EE", ["note"] = "Zyzzyva", ["visibility"] = "restricted" };
        var naming = Some.Release("Release of some", "2025-05-05").With(new()
        {
            ["people"] = new JsonArray(entry),
            ["evidence"] = new JsonArray(Some.Supports("d1"), Some.Supports("d1").With(new() { ["aspect"] = "person", ["about"] = person, ["statement"] = "Zyzzyva was there" })),
        });
        var e = (await _server.PostAsync("/v1/events", naming)).Text("id")!;
        await AssertSecretAsync(e, "yzzyva");
        var shown = await _server.GetAsync($"/v1/events/{e}");
        Assert.Equal("""[{"withheld":true}]""", shown["people"]!.ToJsonString());
        Assert.DoesNotContain(person, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await _server.GetAsync($"/v1/events?person={person}")).Ids());
        Assert.Equal([e], (await _server.GetAsync($"/v1/events?person={person}", _server.Editor)).Ids());
        Assert.Empty((await _server.GetAsync("/v1/events?country=citizenship:LV")).Ids());
        Assert.DoesNotContain(e, (await _server.GetAsync("/v1/events?country=destination:EE")).Ids());
        Assert.DoesNotContain(e, (await _server.GetAsync("/v1/events?country=EE")).Ids());
        Assert.Empty((await _server.GetAsync("/v1/search?q=public%20name"))["items"]![0]!["events"]!.AsArray());
    }

    [Theory]
    [InlineData("place")]
    [InlineData("people")]
    [InlineData("evidence")]
    public async Task Restricting_a_part_of_an_event_hides_the_past_too_even_when_it_is_removed_later(string part)
    {
        var parts = new Dictionary<string, JsonNode>
        {
            ["place"] = new JsonObject { ["name"] = "Zyzzyva", ["country"] = "EE", ["lat"] = 59.123456, ["lon"] = 24 },
            ["people"] = new JsonObject { ["person"] = Id("a2"), ["outcome"] = "released", ["note"] = "Zyzzyva" },
            ["evidence"] = Some.Supports("d3").With(new() { ["statement"] = "Zyzzyva" }),
        };
        JsonNode Stated(string? visibility)
        {
            var it = parts[part].DeepClone();
            if (visibility is not null)
                it["visibility"] = visibility;
            return part switch { "place" => it, "evidence" => new JsonArray(Some.Supports("d1"), it), _ => new JsonArray(it) };
        }
        var e = (await _server.PostAsync("/v1/events", Some.Release("A release", "2025-05-05").With(new() { [part] = Stated(null) }))).Text("id")!;
        Assert.Contains("Zyzzyva", (await _server.GetAsync($"/v1/events/{e}")).ToJsonString(), StringComparison.Ordinal);
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { [part] = Stated("restricted") });
        await AssertSecretAsync(e, "yzzyva", "59.123456");
        Assert.Contains("\"withheld\":true", (await _server.GetAsync($"/v1/events/{e}")).ToJsonString(), StringComparison.Ordinal);
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { [part] = part == "evidence" ? new JsonArray(Some.Supports("d1")) : null });
        await AssertSecretAsync(e, "yzzyva", "59.123456");
        await _server.DeleteAsync($"/v1/events/{e}");
        await AssertSecretAsync(e, "yzzyva", "59.123456");
    }

    [Fact]
    public async Task Evidence_of_one_report_that_is_partly_restricted_hides_only_that_part()
    {
        JsonObject Said(string statement) => Some.Supports("d1").With(new() { ["statement"] = statement });
        var e = (await _server.PostAsync("/v1/events", Some.Event().With(new() { ["evidence"] = new JsonArray(Said("Open"), Said("Zyzzyva")) })));
        await _server.PatchAsync($"/v1/events/{e.Text("id")}", new JsonObject { ["evidence"] = new JsonArray(Said("Open"), Said("Zyzzyva").With(new() { ["visibility"] = "restricted" })) });
        await AssertSecretAsync(e.Text("id"), "yzzyva");
        foreach (var door in (string[])["", $"?asOf={e.Number("seq")}", "/revisions/1", "/revisions/2"])
            Assert.Equal("Open", (await _server.GetAsync($"/v1/events/{e.Text("id")}{door}"))["evidence"]![0].Text("statement"));
    }

    [Fact]
    public async Task A_restricted_place_is_no_filter_for_the_public()
    {
        var e = (await _server.PostAsync("/v1/events", Some.Event().With(new() { ["place"] = new JsonObject { ["country"] = "EE", ["visibility"] = "restricted" } }))).Text("id")!;
        foreach (var filter in (string[])["country=EE", "country=place:EE", "country=place:EE&asOf=6"])
        {
            Assert.DoesNotContain(e, (await _server.GetAsync("/v1/events?" + filter)).Ids());
            Assert.Contains(e, (await _server.GetAsync("/v1/events?" + filter, _server.Editor)).Ids());
        }
        Assert.Contains(e, (await _server.GetAsync("/v1/events?country=!place:EE&limit=1000")).Ids());
    }

    [Fact]
    public async Task Withdrawing_an_event_hides_its_past_and_publishing_a_draft_does_not_open_it()
    {
        var was = await _server.PostAsync("/v1/events", Some.Event("Zyzzyva once public"));
        await _server.PatchAsync($"/v1/events/{was.Text("id")}", new JsonObject { ["workflow"] = "draft" });
        await AssertSecretAsync(was.Text("id"), was.Text("id")!, "yzzyva");
        var draft = await _server.PostAsync("/v1/events", Some.Event("Qoppa draft").With(new() { ["workflow"] = "draft" }));
        var published = await _server.PatchAsync($"/v1/events/{draft.Text("id")}", new JsonObject { ["workflow"] = "published", ["title"] = "Open now" });
        Assert.Equal("Open now", (await _server.GetAsync($"/v1/events/{draft.Text("id")}")).Text("title"));
        await AssertSecretAsync(draft.Text("id"), "oppa");
        await _server.RefusedAsync($"/v1/events/{draft.Text("id")}?asOf={draft.Number("seq")}", 404, "not-found");
        Assert.Equal([2], (await _server.GetAsync($"/v1/events/{draft.Text("id")}/revisions"))["items"]!.AsArray().Select(revision => revision!.Number("version")));
        Assert.Equal([2], (await _server.GetAsync($"/v1/changes?after={published.Number("seq") - 1}"))["items"]!.AsArray().Select(change => change!.Number("version")));
    }

    [Fact]
    public async Task The_deletion_of_what_was_never_open_stays_with_the_editors()
    {
        var draft = (await _server.PostAsync("/v1/events", Some.Event("Zyzzyva").With(new() { ["workflow"] = "draft" }))).Text("id")!;
        await _server.DeleteAsync($"/v1/events/{draft}");
        await AssertSecretAsync(null, draft, "yzzyva");
        await _server.RefusedAsync($"/v1/events/{draft}", 404, "not-found");
        await _server.RefusedAsync($"/v1/events/{draft}", 410, "gone", _server.Editor);
        Assert.Equal(["create", "delete"], (await _server.GetAsync("/v1/changes?after=5", _server.Editor))["items"]!.AsArray().Select(change => change.Text("op")));
        Assert.Equal(7, (await _server.GetAsync("/v1/changes?after=5")).Number("through"));
    }

    private static JsonObject Naming(string person) => Some.Release("Release of seven", "2025-05-05", person).With(new()
    {
        ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }, new JsonObject { ["role"] = "mediator", ["person"] = person, ["capacity"] = "Zyzzyva's office" }),
        ["people"] = new JsonArray(new JsonObject { ["person"] = person, ["outcome"] = "released", ["note"] = "Zyzzyva's note", ["destination"] = "EE" }),
        ["evidence"] = new JsonArray(
            Some.Supports("d1"),
            Some.Supports("d1").With(new() { ["aspect"] = "person", ["about"] = person, ["statement"] = "Zyzzyva is said to be free" }),
            Some.Supports("d1").With(new() { ["aspect"] = "participant", ["about"] = person, ["statement"] = "Zyzzyva is said to mediate", ["stance"] = "disputes" })),
    });

    private async Task AssertNamedNowhereAsync(string e, string person)
    {
        var shown = await _server.GetAsync($"/v1/events/{e}");
        Assert.Equal("""{"withheld":true}""", shown["participants"]![1]!["person"]!.ToJsonString());
        Assert.Equal("""{"withheld":true}""", shown["people"]![0]!["person"]!.ToJsonString());
        Assert.Equal(["null", "true", "true"], shown["evidence"]!.AsArray().Select(it => it!["withheld"]?.ToJsonString() ?? "null"));
        Assert.Equal(7, shown["headcounts"]![0]!.Number("best"));
        Assert.Equal(1, shown["support"]!.Number("reports"));
        await _server.RefusedAsync($"/v1/events?person={person}", 400, "invalid-parameter");
        Assert.Empty((await _server.GetAsync("/v1/events?country=citizenship:LV")).Ids());
        Assert.Empty((await _server.GetAsync("/v1/people?citizenship=LV")).Ids());
        Assert.Empty((await _server.GetAsync("/v1/search?q=zyzzyva"))["items"]!.AsArray());
        Assert.Contains(e, (await _server.GetAsync("/v1/events?type=release")).Ids());
    }

    /// <summary>Goes through every door as of every commit: editors find each secret, the public none.</summary>
    private async Task AssertSecretAsync(string? e, params string[] secrets)
    {
        var last = (await _server.GetAsync("/health/ready")).Number("seq");
        var found = new HashSet<string>();
        foreach (var asOf in Enumerable.Range(5, (int)last - 4).Select(seq => (long?)seq).Append(null))
        {
            foreach (var (door, body) in await WalkAsync(_server.Public, e, asOf))
                Assert.All(secrets, secret => Assert.False(body.Contains(secret, StringComparison.Ordinal), $"{secret} shows at {door} as of {asOf}: {body}"));
            foreach (var (_, body) in await WalkAsync(_server.Editor, e, asOf))
                found.UnionWith(secrets.Where(secret => body.Contains(secret, StringComparison.Ordinal)));
        }
        // A secret that nobody sees would prove nothing.
        Assert.NotEmpty(found);
    }

    private static async Task<Dictionary<string, string>> WalkAsync(HttpClient client, string? e, long? asOf = null)
    {
        List<string> doors =
        [
            "/v1/events?count=exact", "/v1/events?type=release&count=exact", "/v1/events?country=EE", "/v1/prisoner-releases", $"/v1/prisoner-releases/{Id("e3")}",
            "/v1/countries/BY/events?count=exact", "/v1/people?count=exact", "/v1/sanctions", $"/v1/sanctions/{Id("51")}", $"/v1/sanctions/{Id("51")}/events",
            $"/v1/events?person={Id("a1")}", $"/v1/events?report={Id("d1")}", "/v1/search?q=zyzzyva", "/v1/search?q=qoppa", "/v1/search?q=bialiatski",
        ];
        foreach (var id in (string?[])[Id("e2"), Id("e3"), e])
        {
            if (id is not null)
                doors.AddRange([$"/v1/events/{id}", $"/v1/events/{id}/links", $"/v1/events/{id}/graph?depth=3", $"/v1/events/{id}/revisions", $"/v1/prisoner-releases/{id}"]);
        }
        if (asOf is null)
        {
            doors.AddRange(["/v1/events?sort=-people", "/v1/events?sort=-updated", "/v1/reports", $"/v1/events/{Id("e1")}", $"/v1/events/{Id("e6")}", "/v1/events?linked=follows-from", "/v1/events?effect=lifts"]);
            doors.AddRange(Format.OfEvents.Select(format => $"/v1/events{format.Suffix}"));
            doors.AddRange(["/v1/events.csv?layout=long", "/v1/people.csv", "/v1/people.ndjson", "/v1/sanctions.csv"]);
            doors.Add("/v1/changes?after=5&limit=1000");
            doors.AddRange(Enumerable.Range(1, 4).Select(version => $"/v1/events/{e ?? Id("e2")}/revisions/{version}"));
        }
        var bodies = new Dictionary<string, string>();
        foreach (var door in doors)
        {
            using var response = await client.GetAsync(new Uri(asOf is null ? door : $"{door}{(door.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={asOf}", UriKind.Relative));
            var body = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode is 200 or 404 or 410, $"{door}: {body}");
            // A refusal repeats the address that was asked for.
            bodies[door] = response.IsSuccessStatusCode ? body : "";
        }
        return bodies;
    }

    private static string Undated(string body)
    {
        var node = JsonNode.Parse(body)!.AsObject();
        node.Remove("seq");
        return node.ToJsonString();
    }
}
