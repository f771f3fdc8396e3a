using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Duplicates;

/// <summary>Records that may be the same are told, with why, and nothing is blocked.</summary>
public sealed class TwinTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task An_event_told_again_is_recognised_by_type_day_countries_and_title()
    {
        var again = await _server.PostAsync("/v1/events", Some.Release("Belarus frees 123 prisoners as US lifts sanctions", "2025-12-13").With(new()
        {
            ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = 123 }),
        }));
        var twin = again["possibleDuplicates"]![0]!;
        Assert.Equal((Id("e3"), "event"), (twin.Text("id"), twin.Text("kind")));
        Assert.StartsWith("Belarus", twin.Text("title"), StringComparison.Ordinal);
        Assert.Null(twin["name"]);
        Assert.Equal(["similar-title", "same-report", "same-act"], Codes(twin).Order(StringComparer.Ordinal).Reverse());
        Explains(twin);
        // Only older ones are told of a new record; all of one that is there.
        var id = again.Text("id")!;
        Assert.Contains(id, (await _server.GetAsync($"/v1/events/{Id("e3")}/duplicates")).Ids());
        Assert.Contains(Id("e3"), (await _server.GetAsync($"/v1/events/{id}/duplicates")).Ids());
        await _server.DeleteAsync($"/v1/events/{id}");
        Assert.DoesNotContain(id, (await _server.GetAsync($"/v1/events/{Id("e3")}/duplicates")).Ids());
    }

    [Fact]
    public async Task The_same_people_and_a_report_that_tells_of_few_events_speak_for_it_too()
    {
        var report = (await _server.PostAsync("/v1/reports", Some.Report("It tells of little"))).Text("id")!;
        JsonObject Told(string title, params string[] people) => Some.Release(title, "2019-03-04", people).With(new() { ["evidence"] = new JsonArray(Some.Supports(report)) });
        var first = (await _server.PostAsync("/v1/events", Told("Morning", Id("a1"), Id("a2")))).Text("id")!;
        var twin = Assert.Single(await CompareAsync("events", Told("Evening", Id("a1"), Id("a2"))));
        Assert.Equal(first, twin.Text("id"));
        Assert.Equal(["same-people", "same-act", "same-report"], Codes(twin));
        Explains(twin);
        Assert.Equal(["same-act", "same-report"], Codes(Assert.Single(await CompareAsync("events", Told("Night")))));
        // Another place speaks against it.
        await _server.PatchAsync($"/v1/events/{first}", new JsonObject { ["place"] = new JsonObject { ["country"] = "BY", ["name"] = "Minsk" } });
        Assert.Empty(await CompareAsync("events", Told("Night").With(new() { ["place"] = new JsonObject { ["country"] = "BY", ["name"] = "Hrodna" } })));
        twin = Assert.Single(await CompareAsync("events", Told("Morning", Id("a1"), Id("a2")).With(new() { ["place"] = new JsonObject { ["country"] = "BY", ["name"] = "Minsk" } })));
        Assert.True((double)twin["score"]! > 0.9);
        for (var i = 0; i < 20; i++)
            await _server.PostAsync("/v1/events", Some.Event($"Also told {i}", "2018-01-01").With(new() { ["evidence"] = new JsonArray(Some.Supports(report)) }));
        Assert.Empty(await CompareAsync("events", Told("Night")));
    }

    [Fact]
    public async Task What_one_source_lists_as_two_is_less_likely_one()
    {
        static JsonObject Listed(string scheme, string value) => Some.Release("Twelve people are let go in Homel", "2017-05-06").With(new()
        {
            ["externalIds"] = new JsonArray(new JsonObject { ["scheme"] = scheme, ["value"] = value }),
        });
        await _server.PostAsync("/v1/events", Listed("list", "1"));
        Assert.Empty(await CompareAsync("events", Listed("list", "2")));
        Assert.DoesNotContain("other-external-id", Codes(Assert.Single(await CompareAsync("events", Listed("other", "2")))));
    }

    [Theory]
    [InlineData("Belarus frees 123 prisoners", "2025-12-15", "release", "BY")]
    [InlineData("Belarus frees 123 prisoners", "2025-12-13", "pledge", "BY")]
    [InlineData("Belarus frees 123 prisoners", "2025-12-13", "release", "LT")]
    [InlineData("A wholly different matter", "2025-12-13", "release", "BY")]
    public async Task What_is_not_alike_enough_is_not_told(string title, string start, string type, string country)
    {
        var found = await CompareAsync("events", Some.Release(title, start).With(new()
        {
            ["type"] = type,
            ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = country }),
            ["evidence"] = new JsonArray(Some.Supports("d9")),
        }));
        Assert.DoesNotContain(Id("e3"), found.Select(twin => twin.Text("id")));
    }

    [Theory]
    [InlineData("2025-12")]
    [InlineData("2025")]
    [InlineData("[2025-12-01..2025-12-20]")]
    public async Task A_vaguer_date_that_holds_the_day_overlaps_with_it(string start)
    {
        Assert.Contains(Id("e3"), (await CompareAsync("events", Some.Release("Belarus releases the 123 prisoners", start))).Select(twin => twin.Text("id")));
        // The last day of a month or a year is looked for, that of any other range is not.
        if (start.StartsWith('['))
            return;
        var vague = (await _server.PostAsync("/v1/events", Some.Release($"Somebody else was let go {start}", start.Replace("2025", "2011", StringComparison.Ordinal)))).Text("id");
        Assert.Contains(vague, (await CompareAsync("events", Some.Release($"Somebody else was let go {start}", "2011-12-13"))).Select(twin => twin.Text("id")));
    }

    [Theory]
    [InlineData("https://twin.example/story/1", "http://www.twin.example/story/1/?utm_source=x&fbclid=y#top", true)]
    [InlineData("http://www.twin.example/story/2/#a", "https://twin.example/story/2", true)]
    [InlineData("https://twin.example/show?id=3&utm_campaign=z", "https://twin.example/show?id=3", true)]
    [InlineData("https://twin.example/show?id=4", "https://twin.example/show?id=5", false)]
    [InlineData("https://twin.example/story/6", "https://twin.example/story/66", false)]
    [InlineData("https://twin.example/story/7", "https://twin.example:8080/story/7", false)]
    public async Task Addresses_that_differ_in_what_does_not_matter_lead_to_the_same_report(string known, string other, bool same)
    {
        var id = (await _server.PostAsync("/v1/reports", Some.Report("Here").With(new() { ["url"] = known }))).Text("id")!;
        var twin = (await CompareAsync("reports", Some.Report("There").With(new() { ["url"] = other }))).SingleOrDefault(twin => twin.Text("id") == id);
        Assert.Equal(same ? ["same-url"] : [], twin is null ? [] : Codes(twin));
    }

    [Fact]
    public async Task A_report_of_the_same_publisher_on_the_same_day_with_the_same_title_is_told()
    {
        JsonObject Titled(string title) => Some.Report(title).With(new() { ["publisher"] = Id("b1"), ["publishedOn"] = "2014-05-06" });
        await _server.PostAsync("/v1/reports", Titled("Talks in Minsk come to an end"));
        Assert.Equal(["similar-title", "same-publisher", "same-day"], Codes(Assert.Single(await CompareAsync("reports", Titled("Talks in Minsk: come to an end!")))));
        Assert.Empty(await CompareAsync("reports", Titled("Something else")));
    }

    [Fact]
    public async Task The_same_value_under_another_scheme_is_told_unless_it_is_a_plain_number()
    {
        static JsonArray Names(string scheme, string value) => [new JsonObject { ["scheme"] = scheme, ["value"] = value }];
        var first = (await _server.PostAsync("/v1/organizations", Some.Organization("One of a kind").With(new() { ["externalIds"] = Names("wikidata", "Q771177") }))).Text("id");
        await _server.PostAsync("/v1/organizations", Some.Organization("By number").With(new() { ["externalIds"] = Names("alpha", "771177") }));
        var twin = Assert.Single(await CompareAsync("organizations", Some.Organization("Nothing alike").With(new() { ["externalIds"] = Names("entities", "Q771177") })));
        Assert.Equal((first, "One of a kind"), (twin.Text("id"), twin.Text("name")));
        Assert.Equal(["same-external-id"], Codes(twin));
        Explains(twin);
        Assert.Empty(await CompareAsync("organizations", Some.Organization("Nothing alike either").With(new() { ["externalIds"] = Names("beta", "771177") })));
    }

    [Theory]
    [InlineData("Ales Bialiatski", "BY", null, "same-name same-country")]
    [InlineData("Bialiatski, Aleś", "BY", null, "same-name same-country")]
    [InlineData("Алесь Беляцкий", null, null, "same-name")]
    [InlineData("Ales Beliatsky", "BY", "1962-09-25", "same-spelling same-birth same-country")]
    [InlineData("Ales Bialiatski", "BY", "1999", "")]
    [InlineData("Bialiatski", null, null, "")]
    [InlineData("Somebody Else", "BY", "1962-09-25", "")]
    public async Task People_are_recognised_by_a_name_in_any_spelling_and_by_what_fits(string name, string? citizenship, string? born, string codes)
    {
        await _server.PatchAsync($"/v1/people/{Id("a1")}", new JsonObject { ["bornOn"] = "1962-09-25" });
        var body = Some.Person(name);
        if (citizenship is not null)
            body["citizenships"] = new JsonArray(citizenship);
        if (born is not null)
            body["bornOn"] = born;
        var found = (await CompareAsync("people", body)).Where(twin => twin.Text("id") == Id("a1")).ToList();
        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found.SelectMany(Codes).Order(StringComparer.Ordinal));
        found.ForEach(Explains);
    }

    [Fact]
    public async Task Organizations_of_one_name_in_two_countries_are_two()
    {
        JsonObject Ministry(string country) => Some.Organization("Ministry of Silly Walks").With(new() { ["country"] = country });
        var first = (await _server.PostAsync("/v1/organizations", Ministry("GB"))).Text("id");
        Assert.Equal(first, Assert.Single(await CompareAsync("organizations", Ministry("GB"))).Text("id"));
        Assert.Empty(await CompareAsync("organizations", Ministry("FR")));
    }

    [Fact]
    public async Task Sanctions_are_recognised_by_parties_kinds_and_name()
    {
        var first = (await _server.PostAsync("/v1/sanctions", Some.Sanction("Travel ban on the ministers", "CA", "MM"))).Text("id");
        var twin = Assert.Single(await CompareAsync("sanctions", Some.Sanction("The travel ban: ministers", "CA", "MM")));
        Assert.Equal(first, twin.Text("id"));
        Assert.Equal(["same-kinds", "same-parties", "similar-title"], Codes(twin).Order(StringComparer.Ordinal));
        Explains(twin);
        Assert.Empty(await CompareAsync("sanctions", Some.Sanction("Freeze of assets", "CA", "MM")));
        Assert.Empty(await CompareAsync("sanctions", Some.Sanction("Travel ban on the ministers", "US", "MM")));
    }

    [Fact]
    public async Task The_likeliest_come_first_and_five_are_enough()
    {
        for (var i = 0; i < 7; i++)
            await _server.PostAsync("/v1/people", Some.Person("Many Alike").With(i < 2 ? new() { ["citizenships"] = new JsonArray("SE") } : []));
        var found = await CompareAsync("people", Some.Person("Many Alike").With(new() { ["citizenships"] = new JsonArray("SE") }));
        Assert.Equal([0.68, 0.68, 0.6, 0.6, 0.6], found.Select(twin => (double)twin["score"]!));
    }

    [Fact]
    public async Task Drafts_and_restricted_people_are_told_to_editors_only()
    {
        var draft = (await _server.PostAsync("/v1/events", Some.Event("A secret meeting of nine", "2017-07-07").With(new() { ["workflow"] = "draft" }))).Text("id");
        var open = (await _server.PostAsync("/v1/events", Some.Event("A secret meeting of nine", "2017-07-07"))).Text("id");
        Assert.Empty((await _server.GetAsync($"/v1/events/{open}/duplicates")).Ids());
        Assert.Equal([draft!], (await _server.GetAsync($"/v1/events/{open}/duplicates", _server.Editor)).Ids());
        await _server.RefusedAsync($"/v1/events/{draft}/duplicates", 404, "not-found");
        var hidden = (await _server.PostAsync("/v1/people", Some.Person("Hidden Somebody").With(new() { ["visibility"] = "restricted" }))).Text("id");
        var person = (await _server.PostAsync("/v1/people", Some.Person("Hidden Somebody"))).Text("id");
        Assert.Empty((await _server.GetAsync($"/v1/people/{person}/duplicates")).Ids());
        Assert.Equal([hidden!], (await _server.GetAsync($"/v1/people/{person}/duplicates", _server.Editor)).Ids());
        // Nor does a restricted person speak for two events being one.
        JsonObject Naming(string title, string report) => Some.Release(title, "2016-06-06", hidden!).With(new() { ["evidence"] = new JsonArray(Some.Supports(report)) });
        var first = (await _server.PostAsync("/v1/events", Naming("First words", "d1"))).Text("id");
        await _server.PostAsync("/v1/events", Naming("Other terms", "d9"));
        Assert.Empty((await _server.GetAsync($"/v1/events/{first}/duplicates")).Ids());
        Assert.Single((await _server.GetAsync($"/v1/events/{first}/duplicates", _server.Editor)).Ids());
        using var closed = await _server.AskAsync(HttpMethod.Post, "/v1/people/duplicates", Some.Person("Hidden Somebody"), client: _server.Public);
        await closed.RefusedAsync(401, "unauthorized");
        using var forbidden = await _server.AskAsync(HttpMethod.Post, "/v1/people/duplicates", Some.Person("Hidden Somebody"), client: _server.Reader);
        await forbidden.RefusedAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_look_writes_nothing_and_is_as_strict_as_a_write()
    {
        var seq = (await _server.GetAsync("/health/ready")).Number("seq");
        await CompareAsync("people", Some.Person("Nobody at all"));
        using (var wrong = await _server.AskAsync(HttpMethod.Post, "/v1/people/duplicates", new { nam = "x" }))
            await wrong.RefusedAsync(400, "missing-member");
        using (var wrong = await _server.AskAsync(HttpMethod.Post, "/v1/events/duplicates", Some.Event("x", "2025-13")))
            await wrong.RefusedAsync(400, "invalid-date");
        Assert.Equal(seq, (await _server.GetAsync("/health/ready")).Number("seq"));
        await _server.RefusedAsync($"/v1/people/{Nobody}/duplicates", 404, "not-found");
    }

    [Fact]
    public async Task Commits_and_stories_tell_it_of_each_new_record()
    {
        var body = new JsonObject
        {
            ["records"] = new JsonArray(
                new JsonObject { ["kind"] = "person", ["ref"] = "a", ["data"] = Some.Person("Twice Stated") },
                new JsonObject { ["kind"] = "person", ["ref"] = "b", ["data"] = Some.Person("Stated, Twice") }),
        };
        var records = (await _server.PostAsync("/v1/commits", body))["records"]!.AsArray();
        Assert.Null(records[0]!["possibleDuplicates"]);
        Assert.Equal(records[0].Text("id"), Assert.Single(records[1]!["possibleDuplicates"]!.AsArray()).Text("id"));

        var story = await _server.PostAsync("/v1/prisoner-releases", new JsonObject
        {
            ["title"] = "Belarus releases the 123 prisoners",
            ["start"] = "2025-12-13",
            ["by"] = "BY",
            ["released"] = 123,
            ["evidence"] = new JsonArray(Some.Supports("d1")),
        });
        Assert.Contains(Id("e3"), story["records"]![0]!["possibleDuplicates"]!.AsArray().Select(twin => twin.Text("id")));
    }

    [Fact]
    public async Task An_answer_that_is_repeated_says_the_same_again()
    {
        await _server.PostAsync("/v1/people", Some.Person("Said Before"));
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/people") { Content = new StringContent("{\"name\":\"Said Before\"}", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", "said-before");
            using var response = await _server.Editor.SendAsync(request);
            answers.Add((await response.ReadAsync(HttpStatusCode.Created)).ToJsonString());
        }
        Assert.Contains("possibleDuplicates", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
        // What was read can be sent back.
        var record = JsonNode.Parse(answers[0])!;
        Assert.Equal("Said Before", (await _server.PutAsync($"/v1/people/{record.Text("id")}", record)).Text("name"));
    }

    /// <summary>The score follows from the reasons, by the sum that the contract names.</summary>
    private static void Explains(JsonNode twin)
    {
        var (doubt, left) = (1.0, 1.0);
        foreach (var weight in twin["reasons"]!.AsArray().Select(reason => (double)reason!["weight"]!))
            (doubt, left) = weight > 0 ? (doubt * (1 - weight), left) : (doubt, left * (1 + weight));
        Assert.Equal((1 - doubt) * left, (double)twin["score"]!, 0.0051);
        Assert.True((double)twin["score"]! >= 0.6);
        Assert.All(twin["reasons"]!.AsArray(), reason => Assert.EndsWith(".", reason.Text("message"), StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Codes(JsonNode twin) => [.. twin["reasons"]!.AsArray().Select(reason => reason.Text("code")!)];

    private async Task<IReadOnlyList<JsonNode>> CompareAsync(string collection, JsonNode body)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, $"/v1/{collection}/duplicates", body);
        return [.. (await response.ReadAsync(HttpStatusCode.OK))["items"]!.AsArray().Select(twin => twin!)];
    }
}
