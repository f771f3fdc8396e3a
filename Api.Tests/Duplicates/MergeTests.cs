using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Duplicates;

/// <summary>Two records that turn out to be one.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(Check.Run(_server.Database, Upcasters.Current));
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_two_people_say_is_said_by_the_one_that_stays_and_everything_refers_to_that_one()
    {
        var goes = await NewAsync("people", Some.Person("Alies Bialiacki").With(new()
        {
            ["otherNames"] = new JsonArray(new JsonObject { ["name"] = "Алесь Бяляцкі", ["lang"] = "be" }, new JsonObject { ["name"] = "A. Bialiatski" }),
            ["bornOn"] = "1962-09-25",
            ["diedOn"] = null,
            ["tags"] = new JsonArray("lawyer"),
            ["citizenships"] = new JsonArray("BY", "LT"),
            ["externalIds"] = Names("merge-goes"),
        }));
        var named = await NewAsync("events", Some.Release("A release", "2025-06-01", goes).With(new()
        {
            ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }, new JsonObject { ["role"] = "target", ["person"] = goes }, new JsonObject { ["role"] = "target", ["person"] = Id("a1") }),
            ["evidence"] = new JsonArray(Some.Supports("d1"), Some.Supports("d1").With(new() { ["aspect"] = "person", ["about"] = goes })),
        }));
        var sanction = await NewAsync("sanctions", Some.Sanction("On him").With(new() { ["targets"] = new JsonArray(new JsonObject { ["person"] = goes }) }));
        var before = await SeqAsync();

        var merged = await MergeAsync("people", goes, Id("a1"), "The same man");

        Assert.Equal(Id("a1"), merged.Text("id"));
        Assert.Equal("Ales Bialiatski", merged.Text("name"));
        Assert.Single(merged["otherNames"]!.AsArray(), name => name.Text("name") == "Алесь Бяляцкі");
        Assert.Superset(new HashSet<string?> { "Alies Bialiacki", "A. Bialiatski" }, OtherNames(merged));
        Assert.Contains("lawyer", merged["tags"]!.AsArray().Select(tag => (string?)tag));
        Assert.Contains("LT", merged["citizenships"]!.AsArray().Select(country => country.Text("code")));
        Assert.Contains("merge-goes", merged["externalIds"]!.AsArray().Select(name => name.Text("value")));
        var e = await _server.GetAsync($"/v1/events/{named}");
        Assert.Equal(Id("a1"), e["people"]![0]!["person"].Text("id"));
        Assert.Equal(Id("a1"), Assert.Single(e["participants"]!.AsArray(), it => it!["person"] is not null)!["person"].Text("id"));
        Assert.Equal(Id("a1"), e["evidence"]![1].Text("about"));
        Assert.Equal(2, e.Number("version"));
        Assert.Equal(Id("a1"), (await _server.GetAsync($"/v1/sanctions/{sanction}"))["targets"]![0]!["person"].Text("id"));
        Assert.Equal(before + 1, await SeqAsync());
        Assert.Equal((await _server.GetAsync($"/v1/events?person={Id("a1")}")).Ids(), (await _server.GetAsync($"/v1/events?person={goes}")).Ids());
        Assert.Equal([Id("a1")], (await _server.GetAsync("/v1/search?q=Alies&kind=person")).Ids());
        // As it was before.
        Assert.Equal("Alies Bialiacki", (await _server.GetAsync($"/v1/people/{goes}?asOf={before}")).Text("name"));
        Assert.Equal(goes, (await _server.GetAsync($"/v1/events/{named}?asOf={before}"))["people"]![0]!["person"].Text("id"));
        Assert.Equal([named], (await _server.GetAsync($"/v1/events?person={goes}&asOf={before}")).Ids());
    }

    [Fact]
    public async Task Reads_of_the_old_id_are_sent_on_with_their_query_and_writes_are_refused()
    {
        var goes = await NewAsync("events", Some.Event("Said twice"));
        var stays = await NewAsync("events", Some.Event("Said once"));
        var before = await SeqAsync();
        await MergeAsync("events", goes, stays);

        foreach (var (from, to) in new[]
        {
            ("?fields=title", "?fields=title"), ($"?asOf={before + 1}", $"?asOf={before + 1}"), ("/links", "/links"), ("/graph?depth=1", "/graph?depth=1"), ("/revisions/2", ""),
        })
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
            {
                using var moved = await Silent().SendAsync(new HttpRequestMessage(method, $"/v1/events/{goes}{from}"));
                Assert.Equal((HttpStatusCode.PermanentRedirect, $"/v1/events/{stays}{to}"), (moved.StatusCode, moved.Headers.Location?.ToString()));
                Assert.True(moved.Headers.CacheControl!.NoCache);
                Assert.Empty(await moved.Content.ReadAsByteArrayAsync());
            }
        }
        // A client that follows arrives.
        Assert.Equal("Said once", (await _server.GetAsync($"/v1/events/{goes}")).Text("title"));
        var address = $"/v1/events/{goes}";
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Put, "", Some.Event()), (HttpMethod.Patch, "", new JsonObject()), (HttpMethod.Delete, "", null), (HttpMethod.Post, "/restore", new { version = 1 }),
            (HttpMethod.Post, "/links", Some.Link("follows-from", Id("e1"))), (HttpMethod.Delete, $"/links/follows-from/{Id("e1")}", null), (HttpMethod.Post, "/merge", new { into = Id("e1") }),
        })
        {
            foreach (var version in (string[])["\"1\"", "\"2\"", "\"7\""])
            {
                using var refused = await _server.AskAsync(method, address + path, body, version);
                var problem = await refused.RefusedAsync(409, "merged");
                Assert.Contains(stays, problem.Text("detail"), StringComparison.Ordinal);
                Assert.Equal($"event {stays}", problem["errors"]![0].Text("message"));
            }
        }
        var revisions = (await _server.GetAsync($"{address}/revisions"))["items"]!.AsArray();
        Assert.Equal(["create", "merge"], revisions.Select(it => it.Text("op")));
        Assert.Equal(stays, revisions[1].Text("into"));
        Assert.Equal("Said twice", (await _server.GetAsync($"{address}/revisions/1")).Text("title"));
        var change = (await _server.GetAsync($"/v1/changes?after={before}"))["items"]!.AsArray()[0]!;
        Assert.Equal(("merge", goes, stays, null), (change.Text("op"), change.Text("id"), change.Text("into"), change["document"]));
    }

    [Fact]
    public async Task A_chain_of_merges_leads_to_its_end()
    {
        var ids = new List<string>();
        foreach (var name in (string[])["first", "second", "third"])
            ids.Add(await NewAsync("reports", Some.Report(name).With(new() { ["url"] = $"https://example.org/{name}", ["externalIds"] = Names(name) })));
        var told = await NewAsync("events", Some.Event().With(new() { ["evidence"] = new JsonArray(Some.Supports(ids[0])) }));
        await MergeAsync("reports", ids[0], ids[1]);
        var between = await SeqAsync();
        await MergeAsync("reports", ids[1], ids[2]);

        using (var moved = await Silent().GetAsync($"/v1/reports/{ids[0]}"))
            Assert.Equal($"/v1/reports/{ids[2]}", moved.Headers.Location?.ToString());
        using (var moved = await Silent().GetAsync($"/v1/reports/{ids[0]}?asOf={between}"))
            Assert.Equal($"/v1/reports/{ids[1]}?asOf={between}", moved.Headers.Location?.ToString());
        Assert.Equal([told], (await _server.GetAsync($"/v1/events?report={ids[0]}")).Ids());
        var list = await _server.GetAsync($"/v1/events?report={ids[0]}&asOf={between}");
        Assert.Equal([told], list.Ids());
        Assert.Equal(ids[1], list["applied"]!.AsArray().Single(it => it.Text("parameter") == "report")!["values"]![0]!.GetValue<string>());
        var last = await _server.GetAsync($"/v1/reports/{ids[2]}");
        Assert.Equal(["first", "second", "third"], last["externalIds"]!.AsArray().Select(name => name.Text("value")).Order());
        Assert.Equal("https://example.org/third", last.Text("url"));
        // The addresses of those that went stay taken.
        using var taken = await _server.AskAsync(HttpMethod.Post, "/v1/reports", Some.Report("Again").With(new() { ["url"] = "https://example.org/first" }));
        Assert.Contains(ids[2], (await taken.RefusedAsync(422, "duplicate-url"))["errors"]![0].Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_with_the_old_id_refers_to_the_one_that_stays()
    {
        var (goes, stays) = (await NewAsync("people", Some.Person("Old")), await NewAsync("people", Some.Person("New")));
        var earlier = await NewAsync("events", Some.Release("Earlier", "2024-01-01", Id("a2")));
        await _server.PatchAsync($"/v1/events/{earlier}", new JsonObject { ["people"] = new JsonArray(new JsonObject { ["person"] = goes, ["outcome"] = "released" }) });
        await _server.PatchAsync($"/v1/events/{earlier}", new JsonObject { ["people"] = new JsonArray(new JsonObject { ["person"] = Id("a2"), ["outcome"] = "released" }) });
        await MergeAsync("people", goes, stays);

        var posted = await _server.PostAsync("/v1/events", Some.Release("Later", "2024-02-01", goes));
        Assert.Equal(stays, posted["people"]![0]!["person"].Text("id"));
        var written = await _server.PostAsync("/v1/commits", new JsonObject
        {
            ["records"] = new JsonArray(new JsonObject { ["kind"] = "event", ["data"] = Some.Release("In a commit", "2024-03-01", goes) }),
        });
        Assert.Equal(stays, (await _server.GetAsync($"/v1/events/{written["records"]![0].Text("id")}"))["people"]![0]!["person"].Text("id"));
        using var restored = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{earlier}/restore", new { version = 2 }, "\"3\"");
        Assert.Equal(stays, (await restored.ReadAsync(HttpStatusCode.OK))["people"]![0]!["person"].Text("id"));
    }

    [Theory]
    [InlineData("organizations", "{\"name\":\"Twin\",\"type\":\"other\"}", "{\"name\":\"Twin too\",\"type\":\"ngo\",\"country\":\"LT\"}")]
    [InlineData("sanctions", "{\"name\":\"S\",\"kinds\":[\"travel\"],\"senders\":[\"US\"],\"targets\":[\"BY\"]}", "{\"name\":\"S2\",\"kinds\":[\"arms\"],\"senders\":[\"US\"],\"targets\":[\"RU\"]}")]
    public async Task Other_kinds_are_merged_as_well(string collection, string one, string other)
    {
        var stays = await NewAsync(collection, JsonNode.Parse(one)!);
        var goes = await NewAsync(collection, JsonNode.Parse(other)!);
        var party = collection == "organizations" ? new JsonObject { ["role"] = "actor", ["organization"] = goes } : new JsonObject { ["role"] = "actor", ["country"] = "US" };
        var e = await NewAsync("events", Some.Event().With(new()
        {
            ["participants"] = new JsonArray(party),
            ["sanctions"] = collection == "sanctions" ? new JsonArray(new JsonObject { ["sanction"] = goes, ["effect"] = "imposes" }) : null,
        }));
        var report = await NewAsync("reports", Some.Report("By it").With(new() { ["publisher"] = collection == "organizations" ? goes : null }));
        var merged = await MergeAsync(collection, goes, stays);
        if (collection == "organizations")
        {
            Assert.Equal(("Twin", "LT", "Twin too"), (merged.Text("name"), merged["country"].Text("code"), merged["otherNames"]![0].Text("name")));
            Assert.Equal(stays, (await _server.GetAsync($"/v1/reports/{report}"))["publisher"].Text("id"));
            Assert.Equal([e], (await _server.GetAsync($"/v1/events?organization={goes}")).Ids());
        }
        else
        {
            Assert.Equal(["travel", "arms"], merged["kinds"]!.AsArray().Select(kind => (string?)kind));
            Assert.Equal(["BY", "RU"], merged["targets"]!.AsArray().Select(it => it!["country"].Text("code")));
            Assert.Equal("in-force", merged.Text("state"));
            Assert.Equal([e], (await _server.GetAsync($"/v1/events?sanction={goes}")).Ids());
            Assert.Equal([e], (await _server.GetAsync($"/v1/sanctions/{goes}/events")).Ids());
        }
    }

    [Fact]
    public async Task Two_tellings_of_one_event_become_one_with_the_evidence_people_and_links_of_both()
    {
        var stays = await NewAsync("events", Some.Release("Told by one", "2025-03-01", Id("a1")).With(new()
        {
            ["topics"] = new JsonArray("diplomacy"),
            ["links"] = new JsonArray(Some.Link("follows-from", Id("e1"))),
        }));
        var goes = await NewAsync("events", Some.Release("Told by another", "2025-03-01", Id("a1"), Id("a2")).With(new()
        {
            ["summary"] = "More is said here.",
            ["topics"] = new JsonArray("human-rights"),
            ["headcounts"] = new JsonArray(
                new JsonObject { ["key"] = "all", ["kind"] = "released", ["best"] = 7 },
                new JsonObject { ["key"] = "released", ["kind"] = "pardoned", ["best"] = 3 },
                new JsonObject { ["key"] = "to-lithuania", ["kind"] = "released", ["dimension"] = "destination", ["country"] = "LT", ["best"] = 2 }),
            ["links"] = new JsonArray(Some.Link("follows-from", Id("e1")), Some.Link("duplicate-of", stays), Some.Link("implements", Id("e2"))),
            ["evidence"] = new JsonArray(Some.Supports("d1"), Some.Supports("d2").With(new() { ["aspect"] = "headcount", ["about"] = "released", ["value"] = 3 })),
        }));
        var part = await NewAsync("events", Some.Event("A part").With(new()
        {
            ["headcounts"] = new JsonArray(
                new JsonObject { ["key"] = "a", ["kind"] = "received", ["best"] = 2, ["of"] = new JsonObject { ["event"] = goes, ["key"] = "all" } },
                new JsonObject { ["key"] = "b", ["kind"] = "pardoned", ["best"] = 1, ["of"] = new JsonObject { ["event"] = goes, ["key"] = "released" } }),
            ["links"] = new JsonArray(Some.Link("follows-from", goes), Some.Link("follows-from", stays), Some.Link("responds-to", goes)),
            ["evidence"] = new JsonArray(Some.Supports("d1"), Some.Supports("d1").With(new() { ["aspect"] = "link", ["about"] = $"part-of:{goes}" })),
        }));

        var merged = await MergeAsync("events", goes, stays);

        Assert.Equal(("Told by one", "More is said here."), (merged.Text("title"), merged.Text("summary")));
        Assert.Equal(["diplomacy", "human-rights"], merged["topics"]!.AsArray().Select(topic => (string?)topic));
        Assert.Equal([Id("a1"), Id("a2")], merged["people"]!.AsArray().Select(it => it!["person"].Text("id")));
        Assert.Equal([$"follows-from {Id("e1")}", $"implements {Id("e2")}"], merged["links"]!.AsArray().Select(it => $"{it.Text("type")} {it!["to"].Text("id")}"));
        Assert.Equal(["released released 7 ", "released-2 pardoned 3 ", "to-lithuania released 2 released"],
            merged["headcounts"]!.AsArray().Select(it => $"{it.Text("key")} {it.Text("kind")} {it!.Number("best")} {it!["of"].Text("key")}"));
        Assert.Equal([$"{Id("d1")} ", $"{Id("d2")} released-2"], merged["evidence"]!.AsArray().Select(it => $"{it!["report"].Text("id")} {it.Text("about")}"));
        var other = await _server.GetAsync($"/v1/events/{part}");
        Assert.Equal([$"{stays} released", $"{stays} released-2"], other["headcounts"]!.AsArray().Select(it => $"{it!["of"]!["event"].Text("id")} {it["of"].Text("key")}"));
        Assert.Equal(["follows-from", "responds-to"], other["links"]!.AsArray().Select(it => it.Text("type")));
        Assert.All(other["links"]!.AsArray(), it => Assert.Equal(stays, it!["to"].Text("id")));
        Assert.Equal($"part-of:{stays}", other["evidence"]![1].Text("about"));
        Assert.Contains(part, (await _server.GetAsync($"/v1/events?linkedTo={goes}")).Ids());
    }

    [Fact]
    public async Task A_symmetric_link_is_held_once_whoever_held_it()
    {
        var (one, other) = (await NewAsync("events", Some.Event("One")), await NewAsync("events", Some.Event("Other")));
        var far = await NewAsync("events", Some.Event("Far").With(new() { ["links"] = new JsonArray(Some.Link("in-exchange-for", one)) }));
        await _server.PostAsync($"/v1/events/{other}/links", Some.Link("in-exchange-for", far));
        await MergeAsync("events", one, other);
        Assert.Single((await _server.GetAsync($"/v1/events/{other}/links"))["items"]!.AsArray());
        Assert.Single((await _server.GetAsync($"/v1/events/{far}/links"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_merge_that_breaks_a_rule_is_refused_whole_and_says_where()
    {
        var (sender, target) = (await NewAsync("organizations", Some.Organization("Sender")), await NewAsync("organizations", Some.Organization("Target")));
        var sanction = await NewAsync("sanctions", Some.Sanction("Between").With(new()
        {
            ["senders"] = new JsonArray(new JsonObject { ["organization"] = sender }),
            ["targets"] = new JsonArray(new JsonObject { ["organization"] = target }),
        }));
        var before = await SeqAsync();
        using (var refused = await _server.AskAsync(HttpMethod.Post, $"/v1/organizations/{target}/merge", new { into = sender }, "\"1\""))
        {
            var error = Assert.Single((await refused.RefusedAsync(422, "sanction-parties"))["errors"]!.AsArray());
            Assert.Equal("/into", error.Text("pointer"));
            Assert.StartsWith($"sanction {sanction} at /targets/0: ", error.Text("message"), StringComparison.Ordinal);
        }
        // Talks, an agreement after them, a release after that: talks and release cannot be one.
        var last = await NewAsync("events", Some.Event("Last").With(new() { ["links"] = new JsonArray(Some.Link("follows-from", Id("e2"))) }));
        using (var refused = await _server.AskAsync(HttpMethod.Post, $"/v1/events/{last}/merge", new { into = Id("e1") }, "\"1\""))
            Assert.Contains("event", (await refused.RefusedAsync(422, "link-cycle")).Text("detail"), StringComparison.Ordinal);
        Assert.Equal(before + 1, await SeqAsync());
        Assert.Equal(target, (await _server.GetAsync($"/v1/organizations/{target}")).Text("id"));
    }

    [Fact]
    public async Task What_cannot_be_merged_is_told_apart()
    {
        var (person, gone, merged) = (await NewAsync("people", Some.Person("One")), await NewAsync("people", Some.Person("Gone")), await NewAsync("people", Some.Person("Merged")));
        await _server.DeleteAsync($"/v1/people/{gone}");
        await MergeAsync("people", merged, Id("a1"));
        await RefusedAsync($"/v1/people/{person}/merge", new { into = person }, "\"1\"", 422, "link-self");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = Id("e3") }, "\"1\"", 422, "unknown-reference");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = Nobody }, "\"1\"", 422, "unknown-reference");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = gone }, "\"1\"", 422, "unknown-reference");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = merged }, "\"1\"", 409, "merged");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = "x" }, "\"1\"", 400, "invalid-value");
        await RefusedAsync($"/v1/people/{person}/merge", new { }, "\"1\"", 400, "missing-member");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = Id("a1"), reason = new string('x', 1001) }, "\"1\"", 400, "invalid-value");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = Id("a1") }, null, 428, "precondition-required");
        await RefusedAsync($"/v1/people/{person}/merge", new { into = Id("a1") }, "\"2\"", 412, "stale-version");
        await RefusedAsync($"/v1/people/{gone}/merge", new { into = Id("a1") }, "\"2\"", 410, "gone");
        await RefusedAsync($"/v1/people/{Nobody}/merge", new { into = Id("a1") }, "\"1\"", 404, "not-found");
        await RefusedAsync("/v1/countries/BY/merge", new { into = "LT" }, "\"1\"", 404, "not-found");
        using (var refused = await _server.AskAsync(HttpMethod.Post, $"/v1/people/{person}/merge", new { into = Id("a1") }, "\"1\"", _server.Public))
            await refused.RefusedAsync(401, "unauthorized");
        using (var refused = await _server.AskAsync(HttpMethod.Post, $"/v1/people/{person}/merge", new { into = Id("a1") }, "\"1\"", _server.Reader))
            await refused.RefusedAsync(403, "forbidden");
        Assert.Equal("One", (await _server.GetAsync($"/v1/people/{person}")).Text("name"));
    }

    [Fact]
    public async Task A_merge_that_is_repeated_with_its_key_answers_the_same()
    {
        var goes = await NewAsync("people", Some.Person("Twice"));
        var before = await SeqAsync();
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/people/{goes}/merge") { Content = new StringContent($"{{\"into\":\"{Id("a1")}\"}}", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("If-Match", "\"1\"");
            request.Headers.Add("Idempotency-Key", "once");
            using var response = await _server.Editor.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            answers.Add(await response.Content.ReadAsStringAsync());
        }
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(before + 1, await SeqAsync());
    }

    [Fact]
    public async Task Whoever_was_restricted_stays_so_and_with_her_what_both_were()
    {
        var open = await NewAsync("people", Some.Person("Open name"));
        var hidden = await NewAsync("people", Some.Person("Hidden name").With(new() { ["visibility"] = "restricted" }));
        var e = await NewAsync("events", Some.Release("Names one", "2025-01-01", open));
        var before = await SeqAsync();
        await MergeAsync("people", hidden, open);
        foreach (var address in new[] { $"/v1/people/{open}", $"/v1/people/{hidden}", $"/v1/people/{open}?asOf={before}", $"/v1/people/{hidden}?asOf={before}", $"/v1/people/{hidden}/revisions" })
            await _server.RefusedAsync(address, 404, "not-found");
        await _server.RefusedAsync($"/v1/events?person={hidden}", 400, "invalid-parameter");
        Assert.True((bool)(await _server.GetAsync($"/v1/events/{e}"))["people"]![0]!["person"]!["withheld"]!);
        Assert.True((bool)(await _server.GetAsync($"/v1/events/{e}?asOf={before}"))["people"]![0]!["person"]!["withheld"]!);
        var feed = (await _server.GetAsync($"/v1/changes?after={before - 3}")).ToJsonString();
        Assert.DoesNotContain("name", feed.Replace("Names one", "", StringComparison.Ordinal).Replace("\"name\"", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(hidden, feed, StringComparison.Ordinal);
        Assert.Empty((await _server.GetAsync("/v1/search?q=Hidden&kind=person"))["items"]!.AsArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/people/{hidden}") { Headers = { Authorization = _server.Editor.DefaultRequestHeaders.Authorization } };
        using var moved = await Silent().SendAsync(request);
        Assert.Equal($"/v1/people/{open}", moved.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Who_becomes_restricted_after_a_merge_is_so_under_the_old_id_too()
    {
        var (goes, stays) = (await NewAsync("people", Some.Person("Goes away")), await NewAsync("people", Some.Person("Stays here")));
        var e = await NewAsync("events", Some.Release("Names one", "2025-01-01", goes));
        var before = await SeqAsync();
        await MergeAsync("people", goes, stays);
        Assert.Equal("Goes away", (await _server.GetAsync($"/v1/people/{goes}?asOf={before}")).Text("name"));
        await _server.PatchAsync($"/v1/people/{stays}", new JsonObject { ["visibility"] = "restricted" });
        await _server.RefusedAsync($"/v1/people/{goes}?asOf={before}", 404, "not-found");
        await _server.RefusedAsync($"/v1/people/{goes}", 404, "not-found");
        Assert.True((bool)(await _server.GetAsync($"/v1/events/{e}?asOf={before}"))["people"]![0]!["person"]!["withheld"]!);
        Assert.DoesNotContain(goes, (await _server.GetAsync($"/v1/people?asOf={before}&limit=1000")).Ids());
        Assert.DoesNotContain("Goes away", (await _server.GetAsync("/v1/changes?limit=1000")).ToJsonString(), StringComparison.Ordinal);
        // An entry that is restricted later is so in what the event said before its person was merged.
        var other = await NewAsync("people", Some.Person("Once more"));
        var (kept, told) = (await NewAsync("people", Some.Person("Kept")), await NewAsync("events", Some.Release("Names another", "2025-01-02", other)));
        var seq = await SeqAsync();
        await MergeAsync("people", other, kept);
        await _server.PatchAsync($"/v1/events/{told}", new JsonObject { ["people"] = new JsonArray(new JsonObject { ["person"] = kept, ["outcome"] = "released", ["visibility"] = "restricted" }) });
        Assert.DoesNotContain(other, (await _server.GetAsync($"/v1/events/{told}?asOf={seq}"))["people"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_questions_of_the_founding_example_are_answered_after_a_second_telling_was_merged()
    {
        var again = (await _server.GetAsync($"/v1/events/{Id("e3")}")).AsObject();
        var twin = await NewAsync("events", Some.Release("Belarus lets 123 prisoners go", "2025-12-13", Id("a1"), Id("a2")).With(new()
        {
            ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "freed", ["kind"] = "released", ["best"] = 123 }),
            ["links"] = new JsonArray(Some.Link("implements", Id("e2")), Some.Link("in-exchange-for", Id("e4"))),
            ["evidence"] = new JsonArray(again["evidence"]![0]!.DeepClone()),
        }));
        string[] questions =
        [
            "/v1/events?type=release&country=actor:BY&from=2025", "/v1/events?linked=in-exchange-for&linkedTo=" + Id("e3"), $"/v1/prisoner-releases/{Id("e3")}", "/v1/events?country=BY",
            $"/v1/sanctions/{Id("51")}?on=2025-12-14", $"/v1/events/{Id("e3")}", $"/v1/events?person={Id("a2")}", $"/v1/events/{Id("e2")}/graph",
            "/v1/events?type=release&country=actor:BY&from=2025&to=2025-12-13&sort=-people&count=exact&limit=1", "/v1/events/series?interval=year&measure=people&headcountKind=released&country=actor:BY",
        ];
        var before = await SeqAsync() - 1;
        var expected = new List<string>();
        foreach (var question in questions)
            expected.Add(Told(await _server.GetAsync($"{question}{(question.Contains('?', StringComparison.Ordinal) ? '&' : '?')}asOf={before}")));
        await MergeAsync("events", twin, Id("e3"));
        foreach (var (question, answer) in questions.Zip(expected))
            Assert.Equal((question, answer), (question, Told(await _server.GetAsync(question))));
        Assert.Equal(again["support"]!.ToJsonString(), (await _server.GetAsync($"/v1/events/{Id("e3")}"))["support"]!.ToJsonString());
    }

    /// <summary>An answer without what every new version changes.</summary>
    private static string Told(JsonNode answer)
    {
        foreach (var one in (answer["items"] as JsonArray ?? []).Append(answer).OfType<JsonObject>())
        {
            foreach (var member in (string[])["version", "seq", "updatedAt", "applied", "next"])
                one.Remove(member);
        }
        return answer.ToJsonString();
    }

    private static HashSet<string?> OtherNames(JsonNode record) => [.. record["otherNames"]!.AsArray().Select(name => name.Text("name"))];

    private static JsonArray Names(string value) => [new JsonObject { ["scheme"] = "test", ["value"] = value }];

    private HttpClient Silent() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };

    private async Task<long> SeqAsync() => (await _server.GetAsync("/health/ready")).Number("seq");

    private async Task<string> NewAsync(string collection, JsonNode body) => (await _server.PostAsync($"/v1/{collection}", body)).Text("id")!;

    private async Task<JsonNode> MergeAsync(string collection, string goes, string into, string? reason = null)
    {
        var version = (await _server.GetAsync($"/v1/{collection}/{goes}", _server.Editor)).Number("version");
        using var response = await _server.AskAsync(HttpMethod.Post, $"/v1/{collection}/{goes}/merge", new { into, reason }, $"\"{version}\"");
        return await response.ReadAsync(HttpStatusCode.OK);
    }

    private async Task RefusedAsync(string address, object body, string? ifMatch, int status, string slug)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, address, body, ifMatch);
        await response.RefusedAsync(status, slug);
    }
}
