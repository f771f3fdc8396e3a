using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.PrisonerReleases;

/// <summary>Releases read and written as one story.</summary>
public sealed class PrisonerReleaseTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string E3 = "019b1795-0200-7000-8000-0000000000e3";
    private const string Agreement = "019b1795-0200-7000-8000-0000000000e2";
    private const string Report = "019b1795-0200-7000-8000-0000000000d1";
    private const string Nobody = Talk.Nobody;
    private const string Sanction = "019b1795-0200-7000-8000-000000000051";

    /// <summary>The founding brief in one request, with everything written out.</summary>
    private const string Brief = """
        {
          "title": "Belarus releases 123 prisoners", "start": "2025-12-13", "by": "Belarus",
          "decidedBy": [{ "person": { "name": "Alexander Lukashenko", "tags": ["head-of-state"] }, "capacity": "President" }],
          "released": 123,
          "people": [
            { "name": "Ales Bialiatski", "tags": ["nobel-peace-laureate"], "otherNames": [{ "name": "Алесь Бяляцкі", "lang": "be", "kind": "native" }] },
            { "person": { "name": "Maria Kalesnikava", "tags": ["opposition-figure"] }, "outcome": "released" }
          ],
          "destinations": [{ "to": "UA", "received": 114, "subsets": [
            { "label": "accused of intelligence activities", "category": "accused-of-intelligence", "country": "UA" },
            { "label": "Belarusian political prisoners", "category": "political-prisoners", "country": "BY" } ] }],
          "inExchangeFor": [{ "sanction": { "name": "Potash sanctions", "senders": ["US"], "targets": ["BY"], "kinds": ["trade-import"], "commodities": ["potash"] }, "effect": "lifts" }],
          "following": [{ "event": { "type": "agreement", "title": "Agreement of Belarus and the United States", "parties": ["BY", "US"], "start": "[..2025-12-13]" },
            "following": [{ "event": { "type": "talks", "title": "Talks of Belarus and the United States", "parties": ["BY", "US"], "start": "2025", "occurrence": "ongoing" } }] }],
          "topics": ["human-rights"],
          "evidence": [
            { "report": { "title": "Brief", "publisher": { "name": "Aggregator" }, "derivedFrom": { "title": "Article", "publisher": { "name": "Newspaper" } } }, "statement": "Says so." },
            { "report": { "title": "Brief", "publisher": { "name": "Aggregator" } }, "aspect": "headcount", "about": "released", "value": 123 }
          ]
        }
        """;

    [Fact]
    public async Task The_brief_told_in_one_request_becomes_five_linked_events()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var response = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/prisoner-releases", Brief);
        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.StatusCode is HttpStatusCode.Created, told.ToJsonString());
        Assert.Equal(5, told["records"]!.AsArray().Count(record => record!["kind"]!.GetValue<string>() == "event"));
        Assert.Equal($"/v1/prisoner-releases/{told["id"]}", response.Headers.Location!.ToString());

        var release = await server.GetAsync(response.Headers.Location!.ToString());
        Assert.Equal(9, release["unaccounted"]!["best"]!.GetValue<long>());
        Assert.Equal(114, release["destinations"]![0]!["received"]!["best"]!.GetValue<long>());
        Assert.Equal(2, release["destinations"]![0]!["subsets"]!.AsArray().Count);
        Assert.Equal("lifts", release["inExchangeFor"]![0]!["effect"]!.GetValue<string>());
        Assert.Equal("US", release["inExchangeFor"]![0]!["actor"]!["code"]!.GetValue<string>());
        Assert.Equal("agreement", release["following"]![0]!["event"]!["type"]!.GetValue<string>());
        Assert.Equal("talks", release["following"]![0]!["following"]![0]!["event"]!["type"]!.GetValue<string>());
        Assert.Equal("Ales Bialiatski", release["people"]![0]!["person"]!["name"]!.GetValue<string>());
        Assert.Equal((1, 1), (release["support"]!["reports"]!.GetValue<int>(), release["support"]!["independent"]!.GetValue<int>()));

        var linked = await server.GetAsync($"{response.Headers.Location}/events");
        Assert.Equal(["agreement", "sanction-lifted", "transfer"], linked["items"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Empty(Check.Run(server.Database, Upcasters.Current));
    }

    [Fact]
    public async Task All_of_a_story_is_one_commit_and_repeating_it_with_its_key_writes_it_once()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var before = (await server.GetAsync("/health/ready"))["seq"]!.GetValue<long>();
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/prisoner-releases") { Content = new StringContent(Brief, System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", "the-brief");
            using var response = await server.Editor.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            answers.Add(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["id"]!.GetValue<string>());
        }
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(before + 1, (await server.GetAsync("/health/ready"))["seq"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_story_that_breaks_a_rule_anywhere_writes_nothing()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var before = (await server.GetAsync("/health/ready"))["seq"]!.GetValue<long>();
        using var response = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/prisoner-releases", Brief.Replace("\"received\": 114", "\"received\": 124", StringComparison.Ordinal));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("/problems/headcount-exceeds-parent", problem["type"]!.GetValue<string>());
        Assert.Equal(["/destinations/0/received", "/released"], Pointers(problem));
        Assert.Equal(before, (await server.GetAsync("/health/ready"))["seq"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("\"released\": 123", "\"released\": \"many\"", "/released")]
    [InlineData("\"by\": \"Belarus\"", "\"by\": \"Belarsu\"", "/by")]
    [InlineData("\"effect\": \"lifts\"", "\"effect\": \"lift\"", "/inExchangeFor/0/effect")]
    [InlineData("\"topics\": [\"human-rights\"]", "\"topic\": [\"human-rights\"]", "/topic")]
    [InlineData("\"topics\": [\"human-rights\"]", "\"unaccounted\": 9", "/unaccounted")]
    [InlineData("\"to\": \"UA\"", "\"to\": \"UA\", \"event\": \"019b1795-0200-7000-8000-0000000000e5\"", "/destinations/0/event")]
    public async Task What_does_not_fit_is_told_with_its_pointer(string good, string bad, string pointer)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        Assert.Contains(good, Brief, StringComparison.Ordinal);
        using var response = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/prisoner-releases", Brief.Replace(good, bad, StringComparison.Ordinal));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem["errors"]!.AsArray(), error => error!["pointer"]!.GetValue<string>() == pointer);
    }

    [Theory]
    [InlineData("event-needs-evidence", "/evidence", """ "evidence": [] """)]
    [InlineData("event-needs-people", "/released", """ "released": null """)]
    [InlineData("date-order", "/end", """ "end": "2025-12-12" """)]
    [InlineData("date-order", "/start", """ "start": "[2025-12-13..2025-12-01]", "destinations": [{ "to": "UA" }] """)]
    [InlineData("date-order", "/destinations/1/start", """ "destinations": [{ "to": "LT" }, { "to": "UA", "start": "[2025-12-13..2025-12-01]" }] """)]
    [InlineData("headcount-order", "/released", """ "released": { "low": 9, "high": 5 } """)]
    [InlineData("headcount-order", "/destinations/0/received", """ "destinations": [{ "to": "UA", "received": { "low": 4, "high": 2 } }] """)]
    [InlineData("headcount-order", "/destinations/0/subsets/1", """ "destinations": [{ "to": "UA", "subsets": [{ "label": "A" }, { "label": "B", "count": { "low": 9, "high": 5 } }] }] """)]
    [InlineData("unknown-reference", "/people/1/person", $$""" "people": [{ "name": "A" }, { "person": "{{Nobody}}" }] """)]
    [InlineData("unknown-reference", "/decidedBy/0/person", $$""" "decidedBy": [{ "person": { "id": "{{Nobody}}" } }] """)]
    [InlineData("unknown-reference", "/evidence/0/report", $$""" "evidence": [{ "report": { "id": "{{Nobody}}" } }], "destinations": [{ "to": "UA" }] """)]
    [InlineData("unknown-reference", "/evidence/2/about", $$""" "evidence": [{ "report": "{{Report}}" }, { "report": "{{Report}}" }, { "report": "{{Report}}", "aspect": "headcount", "about": "freed", "value": 5 }] """)]
    [InlineData("unknown-reference", "/destinations/0/evidence/0/report", $$""" "destinations": [{ "to": "UA", "evidence": [{ "report": "{{Nobody}}" }] }] """)]
    [InlineData("unknown-reference", "/evidence/0/report/publisher", $$""" "evidence": [{ "report": { "title": "R", "publisher": { "id": "{{Nobody}}" } } }] """)]
    [InlineData("unknown-reference", "/evidence/1/report/derivedFrom", $$""" "evidence": [{ "report": { "title": "R" } }, { "report": { "title": "R", "derivedFrom": "{{Nobody}}" } }] """)]
    [InlineData("unknown-reference", "/inExchangeFor/0/sanction", $$""" "inExchangeFor": [{ "sanction": "{{Nobody}}", "effect": "lifts" }] """)]
    [InlineData("unknown-reference", "/inExchangeFor/0/event", $$""" "inExchangeFor": [{ "event": "{{Nobody}}" }] """)]
    [InlineData("unknown-reference", "/following/1/following/0/event", $$""" "following": [{ "event": "{{Agreement}}" }, { "event": { "type": "statement", "title": "S" }, "following": [{ "event": "{{Nobody}}" }] }] """)]
    [InlineData("event-too-few-parties", "/following/0/event", """ "following": [{ "event": { "type": "talks", "title": "T", "parties": ["BY"] } }] """)]
    [InlineData("event-needs-sanction", "/inExchangeFor/0/event", """ "inExchangeFor": [{ "event": { "type": "sanction-lifted", "title": "T" }, "actor": "US" }] """)]
    [InlineData("date-order", "/inExchangeFor/0/start", $$""" "inExchangeFor": [{ "sanction": "{{Sanction}}", "effect": "lifts", "start": "[2025-12-13..2025-12-01]" }] """)]
    [InlineData("sanction-parties", "/inExchangeFor/0/sanction/targets/0", """ "inExchangeFor": [{ "sanction": { "name": "S", "kinds": ["travel"], "senders": ["US"], "targets": ["US"] }, "effect": "lifts" }] """)]
    [InlineData("date-order", "/people/0/person/diedOn", """ "people": [{ "person": { "name": "A", "bornOn": "1990", "diedOn": "1980" } }] """)]
    [InlineData("invalid-value", "/topics/1", """ "topics": ["human-rights", "Two Words"], "destinations": [{ "to": "UA" }] """)]
    [InlineData("duplicate-external-id", "/externalIds/0", """ "externalIds": [{ "scheme": "events-example", "value": "event-release-2025-12-13" }] """)]
    public async Task What_a_rule_refuses_is_told_where_the_request_states_it(string code, string pointer, string members)
    {
        var story = JsonNode.Parse($$"""{ "title": "Belarus releases five", "by": "BY", "start": "2025-12-13", "released": 5, "evidence": [{ "report": "{{Report}}" }] }""")!.AsObject()
            .With(JsonNode.Parse($"{{{members}}}")!.AsObject());
        using var response = await shared.Http.AskAsync(HttpMethod.Post, "/v1/prisoner-releases", story);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(("/problems/" + code, pointer), (problem.Text("type"), Assert.Single(Pointers(problem))));
    }

    [Fact]
    public async Task A_sanction_and_people_on_record_are_referred_to_not_written_again()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.Brief);
        var story = $$"""
            { "title": "Belarus releases two more", "start": "2026-01-10", "by": "BY", "released": 2,
              "people": [{ "person": "019b1795-0200-7000-8000-0000000000a2" }],
              "inExchangeFor": [{ "sanction": "{{Sanction}}", "effect": "eases", "occurrence": "announced" }],
              "following": [{ "event": { "id": "019b1795-0200-7000-8000-0000000000e2" } }],
              "evidence": [{ "report": { "id": "019b1795-0200-7000-8000-0000000000d1" } }] }
            """;
        using var response = await RunningServer.SendAsync(server.Editor, HttpMethod.Post, "/v1/prisoner-releases", story);
        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.StatusCode is HttpStatusCode.Created, told.ToJsonString());
        Assert.Equal(["event", "event"], told["records"]!.AsArray().Select(record => record!["kind"]!.GetValue<string>()));
        Assert.Equal("announced", told["inExchangeFor"]![0]!["state"]!.GetValue<string>());
        Assert.Equal("US", told["inExchangeFor"]![0]!["actor"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("by=BY&destination=LT", new[] { E3 })]
    [InlineData("destination=UA", new[] { E3 })]
    [InlineData("inExchangeFor=sanction:" + Sanction, new[] { E3 })]
    [InlineData("person=019b1795-0200-7000-8000-0000000000a1", new[] { E3 })]
    [InlineData("by=BY&sort=date", new[] { "019b1795-0200-7000-8000-0000000000e9", E3 })]
    [InlineData("by=UA", new string[0])]
    [InlineData("by=BY&destination=UA&minPeople=124", new string[0])]
    public async Task Releases_are_found_by_what_happened_around_them(string query, string[] expected)
    {
        await using var server = await RunningServer.StartAsync();
        var list = await server.GetAsync($"/v1/prisoner-releases?{query}&count=exact");
        Assert.Equal(expected, list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
        Assert.Equal(expected.Length, list["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task Where_the_123_went_is_told_before_and_after_the_later_evidence()
    {
        await using var server = await RunningServer.StartAsync();
        var after = await server.GetAsync($"/v1/prisoner-releases/{E3}");
        Assert.Equal("""{"low":0,"best":0,"high":1}""", after["unaccounted"]!.ToJsonString());
        Assert.Equal(["UA", "LT"], after["destinations"]!.AsArray().Select(to => to!["to"]!["code"]!.GetValue<string>()));
        Assert.Equal("""{"low":8,"best":9,"high":9}""", after["destinations"]![1]!["received"]!.ToJsonString());
        Assert.Equal("announced", after["inExchangeFor"]![0]!["state"]!.GetValue<string>());

        var before = await server.GetAsync($"/v1/prisoner-releases/{E3}?asOf=3");
        Assert.Equal("""{"low":9,"best":9,"high":9}""", before["unaccounted"]!.ToJsonString());
        Assert.Equal(["UA"], before["destinations"]!.AsArray().Select(to => to!["to"]!["code"]!.GetValue<string>()));
        Assert.Equal("occurred", before["inExchangeFor"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_person_who_is_restricted_is_counted_but_not_named()
    {
        await using var server = await RunningServer.StartAsync();
        var person = await server.GetAsync("/v1/people/019b1795-0200-7000-8000-0000000000a1", server.Editor);
        using var patched = await RunningServer.SendAsync(server.Editor, HttpMethod.Patch, "/v1/people/019b1795-0200-7000-8000-0000000000a1",
            """{"visibility":"restricted"}""", $"\"{person["version"]}\"");
        Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        foreach (var address in (string[])[$"/v1/prisoner-releases/{E3}", $"/v1/prisoner-releases/{E3}?asOf=3", "/v1/prisoner-releases"])
        {
            var shown = (await server.GetAsync(address)).ToJsonString();
            Assert.DoesNotContain("Bialiatski\"", shown, StringComparison.Ordinal);
            Assert.Contains("\"withheld\":true", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_release_has_no_story()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var id in (string[])["019b1795-0200-7000-8000-0000000000e5", "nothing", Guid.Empty.ToString()])
        {
            using var response = await server.Public.GetAsync(new Uri($"/v1/prisoner-releases/{id}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static IEnumerable<string> Pointers(JsonNode problem) =>
        problem["errors"]!.AsArray().Select(error => error.Text("pointer")!).Order(StringComparer.Ordinal);
}
