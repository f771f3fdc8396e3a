using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http;

/// <summary>Whatever is wrong with a request is told as one specific problem, and nothing of it is written.</summary>
public sealed class BadInputTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string, string, int, string, string?> Bodies = new()
    {
        { "/v1/people", "", 400, "malformed-json", null },
        { "/v1/people", "{", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\",}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\"} {}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\",\"name\":\"B\"}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\",\"otherNames\":[{\"name\":\"B\",\"name\":\"C\"}]}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\",\"n\\u0061me\":\"B\"}", 400, "malformed-json", null },
        { "/v1/people", "/* a */ {\"name\":\"A\"}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":NaN}", 400, "malformed-json", null },
        { "/v1/people", "null", 400, "invalid-value", "" },
        { "/v1/people", "[]", 400, "invalid-value", "" },
        { "/v1/people", "\"text\"", 400, "invalid-value", "" },
        { "/v1/people", "{}", 400, "missing-member", "/name" },
        { "/v1/people", "{\"name\":null}", 400, "missing-member", "/name" },
        { "/v1/people", "{\"name\":\" \\u200b\"}", 400, "missing-member", "/name" },
        { "/v1/people", "{\"name\":5}", 400, "invalid-value", "/name" },
        { "/v1/people", "{\"name\":[\"A\"]}", 400, "invalid-value", "/name" },
        { "/v1/people", "{\"name\":\"A\",\"tags\":\"journalist\"}", 400, "invalid-value", "/tags" },
        { "/v1/people", "{\"name\":\"A\",\"tags\":[null]}", 400, "invalid-value", "/tags/0" },
        { "/v1/people", "{\"name\":\"A\",\"nmae\":\"B\"}", 400, "unknown-member", "/nmae" },
        { "/v1/people", "{\"name\":\"A\",\"a/b~c\":\"B\"}", 400, "unknown-member", "/a~1b~0c" },
        { "/v1/people", "{\"name\":\"A\",\"Name\":\"B\"}", 400, "unknown-member", "/Name" },
        { "/v1/people", "{\"name\":\"A\",\"id\":\"019b1795-0200-7000-8000-0000000000ff\"}", 400, "read-only-member", "/id" },
        { "/v1/people", "{\"name\":\"A\",\"version\":1}", 400, "read-only-member", "/version" },
        { "/v1/people", "{\"name\":\"A\",\"visibility\":\"Public\"}", 400, "unknown-code", "/visibility" },
        { "/v1/people", "{\"name\":\"A\",\"visibility\":1}", 400, "invalid-value", "/visibility" },
        { "/v1/people", "{\"name\":\"A\",\"bornOn\":\"2025-02-30\"}", 400, "invalid-date", "/bornOn" },
        { "/v1/people", "{\"name\":\"A\",\"bornOn\":\"13.12.1975\"}", 400, "invalid-date", "/bornOn" },
        { "/v1/people", "{\"name\":\"A\",\"bornOn\":1975}", 400, "invalid-value", "/bornOn" },
        { "/v1/people", "{\"name\":\"A\",\"citizenships\":[\"Atlantis\"]}", 400, "unknown-country", "/citizenships/0" },
        { "/v1/people", "{\"name\":\"A\",\"bornOn\":\"2000\",\"diedOn\":\"1990\"}", 422, "date-order", "/diedOn" },
        { "/v1/people", "{\"name\":\"\\ud800\"}", 400, "invalid-value", "/name" },
        { "/v1/people", "{\"name\":\"A\\u0000B\"}", 400, "invalid-value", "/name" },
        { "/v1/people", "{\"name\":\"A\",\"\\ud800\":1}", 400, "malformed-json", null },
        { "/v1/people", "{\"name\":\"A\",\"externalIds\":[{\"scheme\":\"wikidata\"}]}", 400, "missing-member", "/externalIds/0/value" },
        { "/v1/people", "{\"name\":\"A\",\"externalIds\":[{\"scheme\":\"events-example\",\"value\":\"person-bialiatski\"}]}", 422, "duplicate-external-id", "/externalIds/0" },
        { "/v1/reports", "{\"title\":\"A\",\"publisher\":\"019b1795-0200-7000-8000-0000000000ff\"}", 422, "unknown-reference", "/publisher" },
        { "/v1/reports", "{\"title\":\"A\",\"publisher\":\"019b1795-0200-7000-8000-0000000000a1\"}", 422, "unknown-reference", "/publisher" },
        { "/v1/reports", "{\"title\":\"A\",\"publisher\":\"Al Jazeera\"}", 400, "invalid-value", "/publisher" },
        { "/v1/reports", "{\"title\":\"A\",\"publisher\":\"#b1\"}", 422, "unknown-reference", "/publisher" },
        { "/v1/reports", "{\"title\":\"A\",\"machineGenerated\":\"yes\"}", 400, "invalid-value", "/machineGenerated" },
        { "/v1/reports", "{\"title\":\"A\",\"retrievedAt\":\"2025-12-13\"}", 400, "invalid-date", "/retrievedAt" },
        { "/v1/reports", "{\"title\":\"A\",\"retrievedAt\":\"2025-13-13T00:00:00Z\"}", 400, "invalid-date", "/retrievedAt" },
        { "/v1/reports", "{\"title\":\"A\",\"url\":\"https://www.pravda.com.ua/eng/news/2025/12/13/8011703\"}", 422, "duplicate-url", "/url" },
        { "/v1/sanctions", "{\"name\":\"A\",\"kinds\":[\"travel\"],\"senders\":[\"BY\"],\"targets\":[\"BY\"]}", 422, "sanction-parties", "/targets/0" },
        { "/v1/sanctions", "{\"name\":\"A\",\"kinds\":[\"travel\"],\"senders\":[],\"targets\":[\"BY\"]}", 422, "sanction-parties", "/senders" },
        { "/v1/sanctions", "{\"name\":\"A\",\"kinds\":[\"travle\"],\"senders\":[\"US\"],\"targets\":[\"BY\"]}", 400, "unknown-code", "/kinds/0" },
        { "/v1/sanctions", "{\"name\":\"A\",\"kinds\":[\"travel\"],\"senders\":[\"US\"],\"targets\":[\"BY\"],\"state\":\"lifted\"}", 400, "read-only-member", "/state" },
        { "/v1/commits", "{}", 400, "missing-member", "/records" },
        { "/v1/commits", "{\"records\":[]}", 400, "invalid-value", "/records" },
        { "/v1/commits", "{\"records\":5}", 400, "invalid-value", "/records" },
        { "/v1/commits", "{\"records\":[5]}", 400, "invalid-value", "/records/0" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\"}]}", 400, "missing-member", "/records/0/data" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"persn\",\"data\":{\"name\":\"A\"}}]}", 400, "unknown-code", "/records/0/kind" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"\\ud800\",\"data\":{\"name\":\"A\"}}]}", 400, "unknown-code", "/records/0/kind" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"country\",\"data\":{\"name\":\"A\"}}]}", 400, "unknown-code", "/records/0/kind" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"ref\":5,\"data\":{\"name\":\"A\"}}]}", 400, "invalid-value", "/records/0/ref" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"ref\":\"\\ud800\",\"data\":{\"name\":\"A\"}}]}", 400, "invalid-value", "/records/0/ref" },
        { "/v1/commits", "{\"reason\":5,\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"A\"}}]}", 400, "invalid-value", "/reason" },
        { "/v1/commits", "{\"reason\":\"\\ud800\",\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"A\"}}]}", 400, "invalid-value", "/reason" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"A\"}}],\"reasn\":\"B\"}", 400, "unknown-member", "/reasn" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"dat\":{},\"data\":{\"name\":\"A\"}}]}", 400, "unknown-member", "/records/0/dat" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"id\":\"019b1795-0200-7000-8000-0000000000ff\",\"data\":{\"name\":\"A\"}}]}", 400, "read-only-member", "/records/0/id" },
        { "/v1/commits", "{\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"\\ud800\"}}]}", 400, "invalid-value", "/records/0/data/name" },
    };

    public static readonly TheoryData<string, int, string, string> Events = new()
    {
        { "{\"start\":\"2025-02-30\"}", 400, "invalid-date", "/start" },
        { "{\"start\":{\"value\":\"2025-02-30\"}}", 400, "invalid-date", "/start" },
        { "{\"start\":{\"vaule\":\"2025-02-28\"}}", 400, "invalid-value", "/start" },
        { "{\"start\":\"[2025-03-01..2025-02-01]\"}", 422, "date-order", "/start" },
        { "{\"end\":\"2020\"}", 422, "date-order", "/end" },
        { "{\"type\":\"relase\"}", 400, "unknown-code", "/type" },
        { "{\"participants\":[{\"role\":\"actor\",\"country\":\"Atlantis\"}]}", 400, "unknown-country", "/participants/0/country" },
        { "{\"participants\":[{\"role\":\"actor\",\"person\":\"019b1795-0200-7000-8000-0000000000ff\"}]}", 422, "unknown-reference", "/participants/0/person" },
        { "{\"participants\":[{\"country\":\"BY\"}]}", 400, "missing-member", "/participants/0/role" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":-1}]}", 422, "headcount-order", "/headcounts/0" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"low\":5,\"best\":1}]}", 422, "headcount-order", "/headcounts/0" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":1.5}]}", 400, "invalid-value", "/headcounts/0/best" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":9223372036854775808}]}", 400, "invalid-value", "/headcounts/0/best" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":1e400}]}", 400, "invalid-value", "/headcounts/0/best" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":\"many\"}]}", 400, "invalid-value", "/headcounts/0/best" },
        { "{\"headcounts\":[{\"key\":\"a\",\"kind\":\"released\",\"best\":500,\"of\":{\"event\":\"019b1795-0200-7000-8000-0000000000e3\",\"key\":\"released\"}}]}", 422, "headcount-exceeds-parent", "/headcounts/0" },
        { "{\"place\":{\"lat\":1e400,\"lon\":0}}", 400, "invalid-value", "/place/lat" },
        { "{\"people\":[{\"person\":\"019b1795-0200-7000-8000-0000000000a1\",\"outcome\":\"vanished\"}]}", 400, "unknown-code", "/people/0/outcome" },
        { "{\"sanctions\":[{\"sanction\":\"019b1795-0200-7000-8000-0000000000ff\",\"effect\":\"lifts\"}]}", 422, "unknown-reference", "/sanctions/0/sanction" },
        { "{\"links\":[{\"type\":\"implements\",\"to\":\"019b1795-0200-7000-8000-0000000000ff\"}]}", 422, "unknown-reference", "/links/0/to" },
        { "{\"links\":[{\"type\":\"reverses\",\"to\":\"019b1795-0200-7000-8000-0000000000e3\"}]}", 422, "link-not-allowed", "/links/0/type" },
        { "{\"evidence\":[]}", 422, "event-needs-evidence", "/evidence" },
        { "{\"evidence\":[{\"report\":\"019b1795-0200-7000-8000-0000000000d1\",\"credibility\":99999999999}]}", 400, "invalid-value", "/evidence/0/credibility" },
        { "{\"evidence\":[{\"report\":\"019b1795-0200-7000-8000-0000000000d1\",\"aspect\":\"headcount\",\"about\":\"nothing\"}]}", 422, "unknown-reference", "/evidence/0/about" },
        { "{\"type\":\"transfer\",\"participants\":[{\"role\":\"actor\",\"country\":\"BY\"}],\"headcounts\":[{\"key\":\"a\",\"kind\":\"received\",\"best\":1}]}", 422, "event-needs-recipient", "/participants" },
        { "{\"type\":\"talks\",\"participants\":[{\"role\":\"party\",\"country\":\"BY\"}]}", 422, "event-too-few-parties", "/participants" },
        { "{\"type\":\"release\",\"participants\":[{\"role\":\"actor\",\"country\":\"BY\"}]}", 422, "event-needs-people", "/headcounts" },
        { "{\"type\":\"sanction-lifted\",\"participants\":[{\"role\":\"actor\",\"country\":\"US\"}]}", 422, "event-needs-sanction", "/sanctions" },
        { "{\"support\":{\"reports\":9,\"independent\":9}}", 400, "read-only-member", "/support" },
        { "{\"embargoUntil\":\"tomorrow\"}", 400, "invalid-date", "/embargoUntil" },
    };

    public static readonly TheoryData<string, int, string, string?> Addresses = new()
    {
        { "/nothing", 404, "not-found", null },
        { "/v1", 404, "not-found", null },
        { "/v1/evnts", 404, "not-found", null },
        { "/v2/events", 404, "not-found", null },
        { "/v1/events/" + Nobody, 404, "not-found", null },
        { "/v1/events/1", 404, "not-found", null },
        { "/v1/events/019b179502007000800000000000000e3", 404, "not-found", null },
        { "/v1/people/" + "019b1795-0200-7000-8000-0000000000e3", 404, "not-found", null },
        { "/v1/events/" + "019b1795-0200-7000-8000-0000000000e3" + "/revisions/99", 404, "not-found", null },
        { "/v1/events/" + "019b1795-0200-7000-8000-0000000000e3" + "/revisions/0", 404, "not-found", null },
        { "/v1/events/" + "019b1795-0200-7000-8000-0000000000e3" + "/revisions/99999999999999999999", 404, "not-found", null },
        { "/v1/vocabularies/event-typs", 404, "not-found", null },
        { "/v1/events?contry=BY", 400, "unknown-parameter", "contry" },
        { "/v1/events?Country=BY", 400, "unknown-parameter", "Country" },
        { "/v1/events?country=BY&Country=UA", 400, "unknown-parameter", "Country" },
        { "/v1/events?", 200, "", null },
        { "/v1/events?limit=5&limit=6", 400, "invalid-parameter", "limit" },
        { "/v1/events?from=2025&from=2026", 400, "invalid-parameter", "from" },
        { "/v1/events?limit=0", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=-1", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=1001", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=ten", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=1e3", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=99999999999999999999", 400, "invalid-parameter", "limit" },
        { "/v1/events?limit=%2B5", 400, "invalid-parameter", "limit" },
        { "/v1/events?cursor=nonsense", 400, "invalid-cursor", "cursor" },
        { "/v1/events?cursor=", 400, "invalid-cursor", "cursor" },
        { "/v1/events?cursor=" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 400, "invalid-cursor", "cursor" },
        { "/v1/events?asOf=99999", 400, "invalid-parameter", "asOf" },
        { "/v1/events?asOf=-1", 400, "invalid-parameter", "asOf" },
        { "/v1/events?asOf=yesterday", 400, "invalid-parameter", "asOf" },
        { "/v1/events?asOf=2025-12-13", 400, "invalid-parameter", "asOf" },
        { "/v1/events?asOf=2999-01-01T00:00:00Z", 400, "invalid-parameter", "asOf" },
        { "/v1/events?asOf=99999999999999999999", 400, "invalid-parameter", "asOf" },
        { "/v1/events?count=all", 400, "unknown-code", "count" },
        { "/v1/events?sort=date-", 400, "unknown-code", "sort" },
        { "/v1/events?type=relase", 400, "unknown-code", "type" },
        { "/v1/events?type=release,", 400, "invalid-parameter", "type" },
        { "/v1/events?type=", 400, "invalid-parameter", "type" },
        { "/v1/events?type=!", 400, "invalid-parameter", "type" },
        { "/v1/events?country=%22BY", 400, "invalid-parameter", "country" },
        { "/v1/events?country=actr:BY", 400, "unknown-code", "country" },
        { "/v1/events?country=%00", 400, "invalid-parameter", "country" },
        { "/v1/events?topic=%00", 400, "invalid-parameter", "topic" },
        { "/v1/events?topic=diplomcy", 400, "unknown-code", "topic" },
        { "/v1/events?topic=x' OR '1'='1", 400, "unknown-code", "topic" },
        { "/v1/events?person=x' OR '1'='1", 400, "invalid-parameter", "person" },
        { "/v1/events?person=" + Nobody, 400, "invalid-parameter", "person" },
        { "/v1/events?from=2025-13", 400, "invalid-parameter", "from" },
        { "/v1/events?from=[2026..2025]", 400, "invalid-parameter", "from" },
        { "/v1/events?minPeople=-5", 400, "invalid-parameter", "minPeople" },
        { "/v1/events?minSources=many", 400, "invalid-parameter", "minSources" },
        { "/v1/events?workflow=drafts", 400, "unknown-code", "workflow" },
        { "/v1/sanctions?inForceOn=someday", 400, "invalid-parameter", "inForceOn" },
        { "/v1/sanctions?on=2025-02-30", 400, "invalid-parameter", "on" },
        { "/v1/sanctions?target=" + Nobody, 400, "invalid-parameter", "target" },
        { "/v1/search", 400, "invalid-parameter", "q" },
        { "/v1/search?q=", 400, "invalid-parameter", "q" },
        { "/v1/search?q=%00", 400, "invalid-parameter", "q" },
        { "/v1/search?q=a&kind=persons", 400, "unknown-code", "kind" },
        { "/v1/search?q=a&limit=101", 400, "invalid-parameter", "limit" },
        { "/v1/changes?after=99999", 400, "invalid-parameter", "after" },
        { "/v1/changes?after=-1", 400, "invalid-parameter", "after" },
        { "/v1/changes?after=1.x", 400, "invalid-parameter", "after" },
        { "/v1/changes?after=99999999999999999999", 400, "invalid-parameter", "after" },
        { "/v1/changes?asOf=1", 400, "unknown-parameter", "asOf" },
        { "/v1/events/019b1795-0200-7000-8000-0000000000e3?limit=1", 400, "unknown-parameter", "limit" },
        { "/v1/events/019b1795-0200-7000-8000-0000000000e3/graph?depth=6", 400, "invalid-parameter", "depth" },
        { "/v1/events/019b1795-0200-7000-8000-0000000000e3/links?type=implments", 400, "unknown-code", "type" },
        { "/v1/vocabularies?lang=en", 400, "unknown-parameter", "lang" },
        { "/health/live?deep=1", 400, "unknown-parameter", "deep" },
        { "/problems/nonsense", 404, "not-found", null },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_does_not_fit_is_refused(string address, string body, int status, string slug, string? pointer)
    {
        var problem = await PostRefusedAsync(address, body, status, slug);
        Assert.Equal(pointer, problem["errors"]?[0].Text("pointer"));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public async Task An_event_that_does_not_fit_is_refused(string members, int status, string slug, string pointer)
    {
        var e = Some.Event().With(JsonNode.Parse(members)!.AsObject());
        var problem = await PostRefusedAsync("/v1/events", e.ToJsonString(), status, slug);
        Assert.Equal((pointer, slug), (problem["errors"]![0].Text("pointer"), problem["errors"]![0].Text("code")));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_address_that_does_not_fit_is_refused(string address, int status, string slug, string? parameter)
    {
        if (status == 200)
        {
            await _server.GetAsync(address);
            return;
        }
        var problem = await _server.RefusedAsync(address, status, slug);
        Assert.Equal(parameter, problem["errors"]?[0].Text("pointer"));
    }

    [Theory]
    [InlineData("/v1/people", "name", 300)]
    [InlineData("/v1/people", "description", 20_000)]
    [InlineData("/v1/organizations", "name", 300)]
    [InlineData("/v1/reports", "title", 1_000)]
    [InlineData("/v1/reports", "summary", 20_000)]
    [InlineData("/v1/sanctions", "name", 300)]
    [InlineData("/v1/sanctions", "description", 20_000)]
    [InlineData("/v1/events", "title", 1_000)]
    [InlineData("/v1/events", "summary", 20_000)]
    public async Task A_text_has_a_length_in_every_way_to_write_it(string collection, string member, int most)
    {
        JsonObject Body(int length) => (collection switch
        {
            "/v1/people" => Some.Person("A"),
            "/v1/organizations" => Some.Organization("A"),
            "/v1/reports" => Some.Report("A"),
            "/v1/sanctions" => Some.Sanction("A"),
            _ => Some.Event(),
        }).With(new() { [member] = new string('x', length) });
        var written = await _server.PostAsync(collection, Body(most));
        var address = $"{collection}/{written.Text("id")}";
        var kind = written.Text("kind");
        var problem = await PostRefusedAsync(collection, Body(most + 1).ToJsonString(), 400, "invalid-value");
        Assert.Equal("/" + member, problem["errors"]![0].Text("pointer"));
        var commit = await PostRefusedAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray(new JsonObject { ["kind"] = kind, ["data"] = Body(most + 1) }) }.ToJsonString(), 400, "invalid-value");
        Assert.Equal("/records/0/data/" + member, commit["errors"]![0].Text("pointer"));
        await NothingWrittenAsync(async () =>
        {
            using var put = await _server.AskAsync(HttpMethod.Put, address, Body(most + 1), "\"1\"");
            await put.RefusedAsync(400, "invalid-value");
            using var patch = await _server.AskAsync(HttpMethod.Patch, address, new JsonObject { [member] = new string('x', most + 1) }, "\"1\"");
            await patch.RefusedAsync(400, "invalid-value");
        });
    }

    [Fact]
    public async Task A_name_keeps_what_does_not_show_within_it()
    {
        const string Name = "علی\u200Cرضا e\u0301 👩\u200D⚖\uFE0F";
        Assert.Equal(Name, (await _server.PostAsync("/v1/people", Some.Person(Name))).Text("name"));
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("\" OR \"1\"=\"1")]
    [InlineData("a* OR b*")]
    [InlineData("title:release NEAR(a b)")]
    [InlineData("^release")]
    [InlineData("rel%_")]
    [InlineData("{a b} : c")]
    [InlineData("-")]
    [InlineData("((((")]
    [InlineData("*")]
    [InlineData("\\")]
    [InlineData("NEAR")]
    [InlineData("😀")]
    public async Task Signs_of_query_languages_are_only_text(string q)
    {
        var escaped = Uri.EscapeDataString(q);
        Assert.NotNull((await _server.GetAsync($"/v1/search?q={escaped}"))["items"]);
        await _server.RefusedAsync($"/v1/events?country={Uri.EscapeDataString($"\"{q.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")}", 400, q.Contains(':', StringComparison.Ordinal) ? "unknown-code" : "unknown-country");
        await _server.RefusedAsync($"/v1/countries/{escaped}", 404, "not-found");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_body_is_told_at_once()
    {
        var problem = await PostRefusedAsync("/v1/events", """{"type":"relase","start":"2025-02-30","summry":"A","participants":[{"role":"actor","country":"Belarsu"}]}""", 400, "missing-member");
        Assert.Equal(
            ["/participants/0/country unknown-country", "/start invalid-date", "/summry unknown-member", "/title missing-member", "/type unknown-code"],
            problem["errors"]!.AsArray().Select(error => $"{error.Text("pointer")} {error.Text("code")}").Order());
        Assert.Contains("did you mean \"summary\"?", problem.ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Belarus (BY)", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_parameter_is_told_what_was_meant()
    {
        Assert.Contains("did you mean \"country\"", (await _server.RefusedAsync("/v1/events?contry=BY", 400, "unknown-parameter")).Text("detail"), StringComparison.Ordinal);
        Assert.Contains("did you mean \"release\"", (await _server.RefusedAsync("/v1/events?type=relase", 400, "unknown-code")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[] name = [.. "{\"name\":\"A"u8, 0xC3, 0x28, .. "\"}"u8];
        byte[] member = [.. "{\"name\":\"A\",\"b"u8, 0xFF, .. "\":1}"u8];
        await PostBytesRefusedAsync("/v1/people", name, 400, "malformed-json");
        await PostBytesRefusedAsync("/v1/people", member, 400, "malformed-json");
        await PostBytesRefusedAsync("/v1/people", Encoding.Unicode.GetBytes("{\"name\":\"A\"}"), 400, "malformed-json");
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        foreach (var depth in (int[])[40, 100_000])
            await PostRefusedAsync("/v1/people", $"{{\"name\":\"A\",\"tags\":{new string('[', depth)}{new string(']', depth)}}}", 400, "malformed-json");
    }

    [Fact]
    public async Task A_list_holds_at_most_a_thousand_items()
    {
        var tags = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => JsonValue.Create($"tag-{i}"))]);
        var problem = await PostRefusedAsync("/v1/people", Some.Person("A").With(new() { ["tags"] = tags }).ToJsonString(), 400, "invalid-value");
        Assert.Equal("/tags", problem["errors"]![0].Text("pointer"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_with_and_without_its_length(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/people") { Content = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        await NothingWrittenAsync(async () =>
        {
            using var response = await _server.Editor.SendAsync(request);
            await response.RefusedAsync(413, "too-large");
        });
    }

    [Fact]
    public async Task A_record_over_its_limit_is_refused()
    {
        var names = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => new JsonObject { ["name"] = $"{i} {new string('x', 280)}" })]);
        await PostRefusedAsync("/v1/people", Some.Person("A").With(new() { ["otherNames"] = names }).ToJsonString(), 413, "too-large");
    }

    [Theory]
    [InlineData(null, 401, "unauthorized")]
    [InlineData("Bearer nonsense", 401, "unauthorized")]
    [InlineData("Bearer ", 401, "unauthorized")]
    [InlineData("Bearer evk_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 401, "unauthorized")]
    [InlineData("Basic dXNlcjpwYXNz", 401, "unauthorized")]
    [InlineData("evk_x_y", 401, "unauthorized")]
    public async Task Writing_without_a_key_that_is_known_is_refused(string? authorization, int status, string slug)
    {
        using var client = new HttpClient { BaseAddress = _server.Address };
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        await NothingWrittenAsync(async () =>
        {
            using var response = await _server.AskAsync(HttpMethod.Post, "/v1/people", Some.Person("A"), client: client);
            await response.RefusedAsync(status, slug);
            Assert.Equal(["Bearer", "Basic"], response.Headers.WwwAuthenticate.Select(way => way.Scheme));
        });
        if (authorization is not null)
            await _server.RefusedAsync("/v1/people", 401, "unauthorized", client);
    }

    [Fact]
    public async Task A_key_that_only_reads_writes_nothing()
    {
        await NothingWrittenAsync(async () =>
        {
            foreach (var (method, address) in (IEnumerable<(HttpMethod, string)>)[
                (HttpMethod.Post, "/v1/people"), (HttpMethod.Put, $"/v1/people/{Id("a1")}"), (HttpMethod.Patch, $"/v1/people/{Id("a1")}"),
                (HttpMethod.Delete, $"/v1/people/{Id("a1")}"), (HttpMethod.Post, "/v1/commits"), (HttpMethod.Post, $"/v1/events/{Id("e3")}/links"),
                (HttpMethod.Delete, $"/v1/events/{Id("e3")}/links/implements/{Id("e2")}")])
            {
                using var refused = await _server.AskAsync(method, address, Some.Person("A"), "\"1\"", _server.Reader);
                await refused.RefusedAsync(403, "forbidden");
                using var unknown = await _server.AskAsync(method, address, Some.Person("A"), "\"1\"", _server.Public);
                await unknown.RefusedAsync(401, "unauthorized");
            }
        });
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        await server.PostAsync("/v1/people", Some.Person("A"));
        Assert.True(KeyTable.Revoke(server.Database, "editor", DateTimeOffset.UtcNow));
        using var response = await server.AskAsync(HttpMethod.Post, "/v1/people", Some.Person("B"));
        await response.RefusedAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Reads_can_be_closed_to_those_without_a_key()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None, adjust: settings => settings with { ReadsNeedKey = true });
        await server.RefusedAsync("/v1/people", 401, "unauthorized");
        await server.GetAsync("/v1/people", server.Reader);
        await server.GetAsync("/health/ready");
    }

    [Theory]
    [InlineData("DELETE", "/v1/events", "GET, HEAD, POST")]
    [InlineData("PUT", "/v1/events", "GET, HEAD, POST")]
    [InlineData("POST", "/v1/events/019b1795-0200-7000-8000-0000000000e3", "DELETE, GET, HEAD, PATCH, PUT")]
    [InlineData("GET", "/v1/commits", "POST")]
    [InlineData("POST", "/v1/changes", "GET, HEAD")]
    [InlineData("POST", "/v1/search", "GET, HEAD")]
    public async Task A_method_that_the_address_does_not_take_is_refused_with_those_that_it_takes(string method, string address, string allow)
    {
        using var response = await _server.AskAsync(new HttpMethod(method), address, method == "GET" ? null : new JsonObject());
        await response.RefusedAsync(405, "method-not-allowed");
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("text/html", false)]
    [InlineData("application/xml;q=0.9, text/html", false)]
    [InlineData("application/json;q=0", false)]
    [InlineData("nonsense", false)]
    [InlineData("text/html, */*;q=0.1", true)]
    [InlineData("application/*", true)]
    [InlineData("application/json; charset=utf-8", true)]
    public async Task Only_a_format_that_is_there_is_accepted(string accept, bool there)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/people");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _server.Public.SendAsync(request);
        if (there)
            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        else
            await response.RefusedAsync(406, "not-acceptable");
    }

    [Theory]
    [InlineData("POST", "text/plain", null)]
    [InlineData("POST", "application/json; charset=utf-16", null)]
    [InlineData("POST", "application/merge-patch+json", null)]
    [InlineData("POST", "application/x-www-form-urlencoded", null)]
    [InlineData("POST", null, null)]
    [InlineData("POST", "application/json", "gzip")]
    [InlineData("PATCH", "application/json-patch+json", null)]
    public async Task A_body_of_another_type_is_refused(string method, string? type, string? encoding)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), method == "POST" ? "/v1/people" : $"/v1/people/{Id("a1")}") { Content = new ByteArrayContent("{\"name\":\"A\"}"u8.ToArray()) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\", \"2\"");
        await NothingWrittenAsync(async () =>
        {
            using var response = await _server.Editor.SendAsync(request);
            await response.RefusedAsync(415, "unsupported-media-type");
        });
    }

    [Fact]
    public async Task Reasons_and_keys_have_a_length()
    {
        await NothingWrittenAsync(async () =>
        {
            using var reason = await _server.AskAsync(HttpMethod.Post, "/v1/people?reason=" + new string('x', 1001), Some.Person("A"));
            await reason.RefusedAsync(400, "invalid-parameter");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/people") { Content = new StringContent("{\"name\":\"A\"}", Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", new string('k', 256));
            using var key = await _server.Editor.SendAsync(request);
            await key.RefusedAsync(400, "malformed-request");
        });
    }

    [Fact]
    public async Task A_cursor_that_was_changed_anywhere_is_refused()
    {
        var cursor = Base64Url.DecodeFromChars(CursorOf(await _server.GetAsync("/v1/events?country=BY&limit=2")));
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = cursor.ToArray();
            changed[i] ^= 0x80;
            await _server.RefusedAsync($"/v1/events?country=BY&limit=2&cursor={Base64Url.EncodeToString(changed)}", 400, "invalid-cursor");
        }
    }

    [Theory]
    [InlineData("Host: $$$")]
    [InlineData("Host:")]
    [InlineData("Host: a..b")]
    public async Task A_host_that_is_none_is_no_defect(string host)
    {
        foreach (var address in (string[])["/v1/events.atom", "/v1/events.ics", "/v1/events.csv", "/v1/events?limit=2", "/v1/events/series"])
        {
            var answer = await SendRawAsync($"GET {address} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");
            Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
        }
        var feed = await SendRawAsync($"GET /v1/events.atom HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");
        Assert.Contains("/problems/malformed-request", feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_belongs_to_the_very_list_that_gave_it()
    {
        var cursor = CursorOf(await _server.GetAsync("/v1/events?country=BY&limit=2"));
        Assert.Equal(2, (await _server.GetAsync($"/v1/events?country=Belarus&limit=2&cursor={cursor}")).Ids().Count);
        foreach (var other in (string[])["/v1/events?limit=2", "/v1/events?country=US&limit=2", "/v1/events?country=BY&sort=date", "/v1/countries/BY/events?limit=2", "/v1/events?country=BY&asOf=3"])
            await _server.RefusedAsync($"{other}&cursor={cursor}", 400, "invalid-cursor");
        var ofBelarus = CursorOf(await _server.GetAsync("/v1/countries/BY/events?limit=2"));
        await _server.RefusedAsync($"/v1/countries/UA/events?limit=2&cursor={ofBelarus}", 400, "invalid-cursor");
        await _server.RefusedAsync($"/v1/events?limit=2&cursor={ofBelarus}", 400, "invalid-cursor");
        await _server.RefusedAsync($"/v1/events?country=BY&cursor={cursor}&asOf=nonsense", 400, "invalid-parameter");
    }

    public static readonly TheoryData<string, string, int> NoHttp = new()
    {
        { "/v1/events/%00", "Host: localhost", 400 },
        { "/v1/events?topic=" + new string('x', 70_000), "Host: localhost", 414 },
        { "/v1/events", "Host: a b", 400 },
        { "/v1/events", "Host: localhost\r\nX-Long: " + new string('x', 40_000), 431 },
        { "/v1/events", "Host: localhost\r\nX-Bytes: \u00ff", 400 },
    };

    [Theory]
    [MemberData(nameof(NoHttp))]
    public async Task What_is_no_http_is_answered_with_a_bare_status_and_the_server_goes_on(string target, string headers, int status)
    {
        var answer = await SendRawAsync($"GET {target} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", answer, StringComparison.Ordinal);
        await _server.RefusedAsync("/v1/events?topic=" + new string('x', 7_000), 400, "unknown-code");
    }

    [Fact]
    public async Task A_key_of_any_bytes_is_refused_with_a_problem()
    {
        var answer = await SendRawAsync("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \u00ff\u00fe\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/unauthorized", answer, StringComparison.Ordinal);
    }

    private static string CursorOf(JsonNode page) => page.Text("next")!.Split("cursor=")[1];

    private async Task<JsonNode> PostRefusedAsync(string address, string body, int status, string slug)
    {
        JsonNode? problem = null;
        await NothingWrittenAsync(async () =>
        {
            using var response = await _server.AskAsync(HttpMethod.Post, address, body);
            problem = await response.RefusedAsync(status, slug);
        });
        return problem!;
    }

    /// <summary>Sends each character as one byte.</summary>
    private async Task<string> SendRawAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private Task PostBytesRefusedAsync(string address, byte[] body, int status, string slug) => NothingWrittenAsync(async () =>
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _server.Editor.PostAsync(new Uri(address, UriKind.Relative), content);
        await response.RefusedAsync(status, slug);
    });

    private async Task NothingWrittenAsync(Func<Task> request)
    {
        var before = (await _server.GetAsync("/health/ready")).Number("seq");
        await request();
        Assert.Equal(before, (await _server.GetAsync("/health/ready")).Number("seq"));
    }
}
