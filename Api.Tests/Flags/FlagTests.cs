using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Flags;

/// <summary>What looks odd is listed, is a filter, and shows to nobody what it speaks of in confidence.</summary>
public sealed class FlagTests : IAsyncLifetime
{
    private const string Future = "Still to come: future-but-occurred /start";
    private const string Twice1 = "Disputed twice: claim-disputed /evidence/1";
    private const string Twice2 = "Disputed twice: claim-disputed /evidence/2";
    private const string NotIndependent = "Disputed: verification-not-independent /verification";
    private const string Once = "Disputed: claim-disputed /evidence/1";

    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task What_looked_odd_before_the_later_evidence_does_not_any_more()
    {
        Assert.Empty(await TellAsync("/v1/flags"));
        var list = await _server.GetAsync("/v1/flags?asOf=3");
        var flag = Assert.Single(list["items"]!.AsArray())!;
        Assert.Equal(("sanction-state-jump", "/sanctions/0", 3), (flag.Text("code"), flag.Text("pointer"), list.Number("seq")));
        Assert.StartsWith("The sanction is lifted", flag.Text("message"), StringComparison.Ordinal);
        Assert.Equal(("event", Id("e4")), (flag["record"].Text("kind"), flag["record"].Text("id")));
        Assert.False(string.IsNullOrEmpty(flag["record"].Text("title")));
        Assert.Empty((await _server.GetAsync("/v1/events?flag=sanction-state-jump")).Ids());
        Assert.Equal("e4", (await _server.GetAsync("/v1/events?flag=sanction-state-jump&asOf=3")).Ends());
        Assert.DoesNotContain(Id("e4"), (await _server.GetAsync("/v1/events?flag=!sanction-state-jump&asOf=3")).Ids());
    }

    [Fact]
    public async Task They_come_by_the_newest_events_and_take_the_filters_of_events()
    {
        await WriteAsync();
        Assert.Equal([Future, Twice1, Twice2, NotIndependent, Once], await TellAsync("/v1/flags"));
        Assert.Equal([NotIndependent, Once], await TellAsync("/v1/flags?country=LV"));
        Assert.Equal([Twice1, Twice2], await TellAsync("/v1/flags?code=claim-disputed,link-order&from=2025"));
        Assert.Equal([Future, NotIndependent], await TellAsync("/v1/flags?code=!claim-disputed"));
        Assert.Equal(["claim-disputed"], (await _server.GetAsync("/v1/flags?code=claim-disputed"))["applied"]![0]!["values"]!.AsArray().Select(value => (string)value!));
        Assert.Equal(2, (await _server.GetAsync("/v1/events?flag=claim-disputed")).Ids().Count);
        Assert.Single((await _server.GetAsync("/v1/events?flag=claim-disputed&flag=verification-not-independent")).Ids());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    public async Task Pages_keep_the_flags_of_one_event_together_and_lose_none(int limit, int pages)
    {
        await WriteAsync();
        var (all, walked, next) = (await TellAsync("/v1/flags"), new List<string>(), $"/v1/flags?limit={limit}");
        for (var page = 1; ; page++)
        {
            var list = await _server.GetAsync(next);
            walked.AddRange(Tell(list));
            if (list.Text("next") is not { } address)
            {
                Assert.Equal(pages, page);
                break;
            }
            if (page == 1)
                await _server.PostAsync("/v1/events", Some.Event("Written on the way", "2198"));
            next = address;
        }
        Assert.Equal(all, walked);
    }

    [Fact]
    public async Task What_is_restricted_is_flagged_for_editors_alone()
    {
        var restricted = Disputed("Qoppa").With(new() { ["visibility"] = "restricted" });
        var e = (await _server.PostAsync("/v1/events", Some.Event("A statement", "2025").With(new() { ["evidence"] = new JsonArray(Some.Supports("d1"), restricted) }))).Text("id")!;
        var dead = (await _server.PostAsync("/v1/people", Some.Person("Qoppa").With(new() { ["diedOn"] = "2001", ["visibility"] = "restricted" }))).Text("id")!;
        await _server.PostAsync("/v1/events", Some.Release("A release", "2025-05-05", dead));
        foreach (var asOf in (string[])["", "&asOf=6", "&asOf=8"])
        {
            Assert.Empty(await TellAsync($"/v1/flags?code=claim-disputed,person-active-after-death{asOf}"));
            Assert.Empty((await _server.GetAsync($"/v1/events?flag=claim-disputed,person-active-after-death{asOf}")).Ids());
        }
        Assert.Equal(["A statement: claim-disputed /evidence/1", "A release: person-active-after-death /people/0"], await TellAsync("/v1/flags", _server.Editor));
        Assert.Contains(e, (await _server.GetAsync("/v1/events?flag=claim-disputed", _server.Editor)).Ids());
    }

    [Fact]
    public async Task Restricting_it_later_hides_the_flag_of_the_past_too()
    {
        var e = (await _server.PostAsync("/v1/events", Some.Event("A statement", "2025").With(new() { ["evidence"] = new JsonArray(Some.Supports("d1"), Disputed("Open")) }))).Text("id")!;
        var seq = (await _server.GetAsync("/health/ready")).Number("seq");
        Assert.Single(await TellAsync("/v1/flags?code=claim-disputed"));
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["evidence"] = new JsonArray(Some.Supports("d1"), Disputed("Open").With(new() { ["visibility"] = "restricted" })) });
        foreach (var asOf in (string[])["", $"&asOf={seq}"])
        {
            Assert.Empty(await TellAsync($"/v1/flags?code=claim-disputed{asOf}"));
            Assert.Empty((await _server.GetAsync($"/v1/events?flag=claim-disputed{asOf}")).Ids());
            Assert.Single(await TellAsync($"/v1/flags?code=claim-disputed{asOf}", _server.Editor));
        }
    }

    [Fact]
    public async Task Drafts_are_flagged_for_what_they_lack_when_editors_ask_for_drafts()
    {
        await _server.PostAsync("/v1/events", new JsonObject { ["type"] = "statement", ["title"] = "Not ready", ["start"] = "2025", ["workflow"] = "draft" });
        Assert.Contains("Not ready: event-needs-evidence /evidence", await TellAsync("/v1/flags?workflow=draft", _server.Editor));
        Assert.Empty(await TellAsync("/v1/flags"));
        await _server.RefusedAsync("/v1/flags?workflow=draft", 401, "unauthorized");
        await _server.RefusedAsync("/v1/flags?workflow=draft", 403, "forbidden", _server.Reader);
    }

    [Theory]
    [InlineData("code=superlative", "unknown-code")]
    [InlineData("code=claim-disputed&code=link-order", "invalid-parameter")]
    [InlineData("code=", "invalid-parameter")]
    [InlineData("flag=claim-disputed", "unknown-parameter")]
    [InlineData("sort=date", "unknown-parameter")]
    [InlineData("limit=0", "invalid-parameter")]
    [InlineData("cursor=AAAA", "invalid-cursor")]
    public async Task What_is_misspelt_is_refused(string query, string slug) => await _server.RefusedAsync($"/v1/flags?{query}", 400, slug);

    [Fact]
    public async Task All_codes_but_all_of_them_leave_nothing_to_ask_for()
    {
        var codes = (await _server.GetAsync("/v1/vocabularies/flags"))["terms"]!.AsArray().Select(term => term.Text("code"));
        await _server.RefusedAsync($"/v1/flags?code=!{string.Join(',', codes)}", 400, "invalid-parameter");
    }

    [Fact]
    public async Task A_list_that_is_still_the_same_is_not_sent_again()
    {
        using var first = await _server.Public.GetAsync(new Uri("/v1/flags?asOf=3", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/flags?asOf=3");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var answer = await _server.Public.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    private async Task WriteAsync()
    {
        await _server.PostAsync("/v1/events", Some.Event("Still to come", "2199"));
        await _server.PostAsync("/v1/events", Some.Event("Disputed twice", "2025").With(new() { ["evidence"] = new JsonArray(Some.Supports("d1"), Disputed("No"), Disputed("Not so")) }));
        await _server.PostAsync("/v1/events", Some.Event("Disputed", "2024").With(new()
        {
            ["verification"] = "corroborated",
            ["place"] = new JsonObject { ["country"] = "LV" },
            ["evidence"] = new JsonArray(Some.Supports("d1"), Disputed("No")),
        }));
    }

    private static JsonObject Disputed(string statement) => Some.Supports("d2").With(new() { ["stance"] = "disputes", ["statement"] = statement });

    private async Task<IReadOnlyList<string>> TellAsync(string address, HttpClient? reader = null) => [.. Tell(await _server.GetAsync(address, reader))];

    /// <summary>Title, code and place of each.</summary>
    private static IEnumerable<string> Tell(JsonNode list) => list["items"]!.AsArray().Select(flag => $"{flag!["record"].Text("title")}: {flag.Text("code")} {flag.Text("pointer")}");
}
