using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Statistics;

public sealed class SeriesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Series = "/v1/events/series";

    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string, string, long> Numbers = new()
    {
        { "interval=year", "2021 1 | 2022 0 | 2023 0 | 2024 0 | 2025 8", 1 },
        { "interval=month&from=2025", "2025-01 0 | 2025-02 0 | 2025-03 0 | 2025-04 0 | 2025-05 0 | 2025-06 0 | 2025-07 0 | 2025-08 0 | 2025-09 2 | 2025-10 0 | 2025-11 0 | 2025-12 5", 2 },
        { "interval=week&type=arrest,release", "2025-W37 1 | 2025-W38 0 | 2025-W39 0 | 2025-W40 0 | 2025-W41 0 | 2025-W42 0 | 2025-W43 0 | 2025-W44 0 | 2025-W45 0 | 2025-W46 0 | 2025-W47 0 | 2025-W48 0 | 2025-W49 0 | 2025-W50 1", 1 },
        { "interval=day&from=2025-12-12&to=2025-12-16&country=BY", "2025-12-12 0 | 2025-12-13 4 | 2025-12-14 0 | 2025-12-15 1 | 2025-12-16 0", 2 },
        { "interval=quarter&by=type&group=custody", "2025-Q3 arrest 1 | 2025-Q3 release 1 | 2025-Q3 transfer 0 | 2025-Q4 arrest 0 | 2025-Q4 release 1 | 2025-Q4 transfer 2", 0 },
        { "interval=year&by=group,verification&from=2025", "2025 custody/corroborated 2 | 2025 custody/reported 3 | 2025 diplomacy/reported 1 | 2025 sanctions/official 1 | 2025 sanctions/reported 1", 1 },
        { "interval=year&by=country.actor&type=release,sanction-lifted", "2025 BY 2 | 2025 US 1", 0 },
        { "interval=year&by=commodity", "2021 potash 1 | 2022 potash 0 | 2023 potash 0 | 2024 potash 0 | 2025 potash 2", 1 },
        { "interval=year&by=country.target&by=type&from=2025&type=sanction-lifted", "", 0 },
        { "interval=year&measure=people&headcountKind=released&from=2025", "2025 175,175,175,0", 1 },
        { "interval=year&measure=people&headcountKind=received&from=2025", "2025 122,123,123,0", 1 },
        { "interval=year&measure=people&headcountKind=arrested&from=2025", "2025 0,0,0,0", 1 },
        { "interval=year&measure=reports&from=2025", "2025 12", 1 },
        { "interval=year&measure=people&headcountKind=released&from=2024&to=2026", "2024 0,0,0,0 | 2025 175,175,175,0 | 2026 0,0,0,0", 1 },
        { "interval=year&type=election", "", 0 },
        { "interval=year&type=election&from=2024&to=2025", "2024 0 | 2025 0", 0 },
        { "interval=year&country=BY&asOf=3", "2025 4", 1 },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_series_counts_what_lists_show(string query, string expected, long undated)
    {
        var series = await _server.GetAsync($"{Series}?{query}");
        Assert.Equal(expected, string.Join(" | ", series["items"]!.AsArray().Select(item => Told(item!.AsObject()))));
        Assert.Equal(undated, series.Number("undated"));
    }

    [Fact]
    public async Task A_bucket_says_when_it_begins_and_the_wide_layout_has_a_member_for_each_value()
    {
        var series = await _server.GetAsync($"{Series}?interval=quarter&by=country.actor,type&layout=wide&type=release,sanction-imposed&from=2021&to=2021");
        Assert.Equal("""[{"bucket":"2021-Q1","start":"2021-01-01","time":1609459200000,"US/sanction-imposed":0},{"bucket":"2021-Q2","start":"2021-04-01","time":1617235200000,"US/sanction-imposed":0},{"bucket":"2021-Q3","start":"2021-07-01","time":1625097600000,"US/sanction-imposed":1},{"bucket":"2021-Q4","start":"2021-10-01","time":1633046400000,"US/sanction-imposed":0}]""", series["items"]!.ToJsonString());
        Assert.Equal("type", series["applied"]![0].Text("parameter"));
        var people = await _server.GetAsync($"{Series}?interval=year&measure=people&headcountKind=released&layout=wide&by=country.actor&from=2025");
        Assert.Equal("""{"low":175,"best":175,"high":175,"unknown":0}""", people["items"]![0]!["BY"]!.ToJsonString());
        var names = await _server.GetAsync($"{Series}?interval=year&by=country.actor&type=release");
        Assert.Equal("""{"code":"BY","name":"Belarus"}""", names["items"]![0]!["country.actor"]!.ToJsonString());
    }

    [Fact]
    public async Task Events_in_buckets_undated_and_earlier_ones_are_those_of_the_list()
    {
        foreach (var filter in (string[])["", "from=2025-12", "from=2025-12-14&country=BY", "from=2025-06&to=2025-10", "country=!US", "q=prisoners", "bbox=-180,-90,180,90"])
        {
            foreach (var interval in (string[])["day", "week", "month", "quarter", "year"])
            {
                var series = await _server.GetAsync($"{Series}?interval={interval}&{filter}");
                var total = (await _server.GetAsync($"/v1/events?count=exact&{filter}")).Number("total");
                Assert.Equal(total, series["items"]!.AsArray().Sum(item => item!.Number("events")) + series.Number("undated") + series.Number("earlier"));
            }
        }
    }

    [Theory]
    [InlineData("interval=weekly", "unknown-code", "interval", "did you mean \"week\"?")]
    [InlineData("by=contry", "unknown-code", "by", "did you mean \"country\"?")]
    [InlineData("by=type,topic,country", "invalid-parameter", "by", "at most 2")]
    [InlineData("by=type&by=type", "invalid-parameter", "by", "the same twice")]
    [InlineData("by=!type", "invalid-parameter", "by", "negated")]
    [InlineData("by=", "invalid-parameter", "by", "empty at position 1")]
    [InlineData("measure=people", "invalid-parameter", "headcountKind", "released, received")]
    [InlineData("headcountKind=released", "invalid-parameter", "headcountKind", "measure=people")]
    [InlineData("layout=width", "unknown-code", "layout", "Known: long, wide")]
    [InlineData("sort=date", "unknown-parameter", "sort", "There is no parameter")]
    [InlineData("limit=5", "unknown-parameter", "limit", "There is no parameter")]
    [InlineData("interval=day&from=0001&to=9999", "invalid-parameter", "interval", "3,652,059 buckets; at most are 10,000")]
    [InlineData("interval=day&from=2013&to=2025&by=country,type", "invalid-parameter", "by", "more than 50,000 numbers")]
    [InlineData("from=2025&to=2024", "invalid-parameter", "to", "lies before")]
    [InlineData("topic=unheard-of", "unknown-code", "topic", "is no value")]
    public async Task What_cannot_be_counted_is_refused(string query, string slug, string parameter, string said)
    {
        var problem = await _server.RefusedAsync($"{Series}?{query}", 400, slug);
        Assert.Equal(parameter, problem["errors"]![0].Text("pointer"));
        Assert.Contains(said, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_drafts_may_not_count_them()
    {
        await _server.RefusedAsync($"{Series}?workflow=draft", 401, "unauthorized");
        await _server.RefusedAsync("/v1/events/facets?workflow=draft", 403, "forbidden", _server.Reader);
        _ = await _server.GetAsync($"{Series}?workflow=draft", _server.Editor);
    }

    [Theory]
    [InlineData("/v1/events/series?country=BY")]
    [InlineData("/v1/events/facets?country=BY")]
    public async Task An_answer_is_repeated_until_something_is_committed(string address)
    {
        await using var server = await RunningServer.StartAsync();
        using var first = await server.AskAsync(HttpMethod.Get, address, client: server.Public);
        using var second = await server.AskAsync(HttpMethod.Get, address, client: server.Public);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(server, address, first.Headers.ETag!.ToString()));
        await server.PostAsync("/v1/events", Some.Release("Another release", "2025-12-20"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, address, first.Headers.ETag.ToString()));
        var then = JsonNode.Parse(await first.Content.ReadAsStringAsync())!;
        Assert.Equal(then["items"]!.ToJsonString(), (await server.GetAsync($"{address}&asOf={then.Number("seq")}"))["items"]!.ToJsonString());
        Assert.NotEqual(then["items"]!.ToJsonString(), (await server.GetAsync(address))["items"]!.ToJsonString());
    }

    private static async Task<HttpStatusCode> AskAsync(RunningServer server, string address, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        using var response = await server.Public.SendAsync(request);
        return response.StatusCode;
    }

    private static string Told(JsonObject item)
    {
        var values = item.Where(member => member.Key is not ("bucket" or "start" or "time" or "events" or "people" or "reports"))
            .Select(member => member.Value is JsonObject country ? country.Text("code") : (string?)member.Value).ToList();
        var figure = item["people"] is { } people ? string.Join(',', people.AsObject().Select(member => member.Value?.ToJsonString() ?? "null")) : (item["events"] ?? item["reports"])!.ToJsonString();
        return string.Join(' ', [item.Text("bucket"), .. values.Count > 0 ? [string.Join('/', values)] : Array.Empty<string>(), figure]);
    }
}
