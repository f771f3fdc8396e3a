using System.Globalization;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Querying;

public sealed class ListTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string All = "e1 e2 e3 e4 e5 e6 e7 e8 e9 ea";

    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string, string> Filters = new()
    {
        { "", All },
        { "country=UA", "e3 e5" },
        { "country=!UA", "e1 e2 e4 e6 e7 e8 e9 ea" },
        { "country=UA,LT", "e3 e5 e8" },
        { "country=UA&country=LT", "e3" },
        { "country=UA&country=recipient:LT", "" },
        { "country=BY&country=UA", "e3 e5" },
        { "country=actor:US", "e4 e6 e7" },
        { "country=actor:US&country=sanction-target:BY", "e4 e6 e7" },
        { "country=!actor:US,party:US", "e3 e5 e8 e9 ea" },
        { "country=!actor:BY", "e1 e2 e4 e6 e7" },
        { "country=recipient:LT", "e8" },
        { "country=destination:UA", "e3 e5" },
        { "country=destination:LT", "e3 e8" },
        { "country=counted:BY", "e5" },
        { "country=sanction-sender:US", "e4 e6 e7" },
        { "country=citizenship:BY", "e3 e9 ea" },
        { "country=actor:fips:BO", "e3 e5 e8 e9 ea" },
        { "country=place:BY", "" },
        { "country=\"United States\",LT", "e1 e2 e3 e4 e6 e7 e8" },
        { "type=release,transfer", "e3 e5 e8 e9" },
        { "type=!release,transfer", "e1 e2 e4 e6 e7 ea" },
        { "type=release&type=transfer", "" },
        { "group=sanctions", "e4 e6 e7" },
        { "group=!sanctions,custody", "e1 e2" },
        { "group=custody&type=!arrest", "e3 e5 e8 e9" },
        { "from=2025-12-14", "e1 e7" },
        { "from=2025-12-13", "e1 e2 e3 e4 e5 e7 e8" },
        { "to=2025-01-01", "e1 e6" },
        { "to=2024", "e6" },
        { "from=2022&to=2024", "" },
        { "from=2025-09-12&to=2025-09-12", "e1 ea" },
        { "from=2025-09-15&to=2025-09-15", "e1 ea" },
        { "from=ms:1757894400000&to=ms:1757980799999", "e1 ea" },
        { "from=ms:1765584000000", "e1 e2 e3 e4 e5 e7 e8" },
        { "from=2025-09-16&to=2025-09-16", "e1" },
        { "from=2025-09&to=2025-09", "e1 e9 ea" },
        { "from=2025&to=2025", "e1 e2 e3 e4 e5 e7 e8 e9 ea" },
        { "from=2021&to=2021", "e6" },
        { "from=2199", "" },
        { "from=2025~&to=2025?", "e1 e2 e3 e4 e5 e7 e8 e9 ea" },
        { "person=019b1795-0200-7000-8000-0000000000a1", "e3" },
        { "person=!019b1795-0200-7000-8000-0000000000a4", "e1 e2 e3 e4 e5 e6 e7 e8" },
        { "person=019b1795-0200-7000-8000-0000000000a1,019b1795-0200-7000-8000-0000000000a4", "e3 e9 ea" },
        { "person=019B1795-0200-7000-8000-0000000000A3", "e3" },
        { "organization=019b1795-0200-7000-8000-0000000000bb", "e6 e7" },
        { "organization=!019b1795-0200-7000-8000-0000000000b8", "e1 e2 e3 e4 e5 e8 e9 ea" },
        { "sanction=019b1795-0200-7000-8000-000000000051", "e4 e6 e7" },
        { "sanction=!019b1795-0200-7000-8000-000000000051", "e1 e2 e3 e5 e8 e9 ea" },
        { "report=019b1795-0200-7000-8000-0000000000d9", "e4 e7" },
        { "report=!019b1795-0200-7000-8000-0000000000d2", "e6 e7 e8 e9 ea" },
        { "topic=diplomacy", "e1 e2 e3 e4 e5 e8 e9" },
        { "topic=!diplomacy", "e6 e7 ea" },
        { "topic=world-politics", "e1 e2 e3 e4 e5 e8 e9" },
        { "topic=human-rights", "e3 e5 e8 e9 ea" },
        { "topic=human-rights&topic=diplomacy", "e3 e5 e8 e9" },
        { "commodity=potash", "e4 e6 e7" },
        { "commodity=!potash", "e1 e2 e3 e5 e8 e9 ea" },
        { "effect=lifts,eases", "e4 e7" },
        { "effect=!lifts", "e1 e2 e3 e5 e6 e7 e8 e9 ea" },
        { "linked=in-exchange-for", "e3 e4" },
        { "linked=!in-exchange-for", "e1 e2 e5 e6 e7 e8 e9 ea" },
        { "linked=implements", "e2 e3 e4 e7" },
        { "linkedTo=019b1795-0200-7000-8000-0000000000e3", "e2 e4 e5 e8" },
        { "linkedTo=!019b1795-0200-7000-8000-0000000000e3", "e1 e3 e6 e7 e9 ea" },
        { "linked=implements&linkedTo=019b1795-0200-7000-8000-0000000000e4", "e2 e7" },
        { "linked=follows-from&linkedTo=019b1795-0200-7000-8000-0000000000e3", "e5 e8" },
        { "verification=official", "e6 e7" },
        { "verification=!official,reported", "e3 e5" },
        { "occurrence=announced", "e4" },
        { "occurrence=!occurred", "e1 e4" },
        { "workflow=published", All },
        { "minSources=2", "e3 e4 e5 e6 e9" },
        { "minSources=0", All },
        { "minPeople=100", "e3 e5" },
        { "minPeople=9", "e3 e5 e8 e9" },
        { "minPeople=124", "" },
        { "type=release&from=2025-10&country=actor:BY&person=019b1795-0200-7000-8000-0000000000a1&minPeople=123", "e3" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_finds_what_it_means(string filter, string expected)
    {
        var client = filter.Contains("workflow", StringComparison.Ordinal) ? _server.Editor : _server.Public;
        var list = await _server.GetAsync("/v1/events?count=exact&" + filter.Replace("\"", "%22", StringComparison.Ordinal), client);
        Assert.Equal(expected, string.Join(' ', list.Ends().Split(' ', StringSplitOptions.RemoveEmptyEntries).Order()));
        Assert.Equal(list.Ids().Count, list.Number("total"));
        Assert.Null(list["next"]);
        // With an order of its own for every kind of statement: the same events.
        foreach (var sort in (string[])["date", "-people", "-updated"])
            Assert.Equal(list.Ids().Order(), (await _server.GetAsync($"/v1/events?sort={sort}&{filter.Replace("\"", "%22", StringComparison.Ordinal)}", client)).Ids().Order());
        Assert.Equal(list.Ids(), (await _server.GetAsync($"/v1/events?asOf=5&{filter.Replace("\"", "%22", StringComparison.Ordinal)}", client)).Ids());
    }

    [Theory]
    [InlineData("", "e1 e7 e8 e5 e3 e4 e2 ea e9 e6")]
    [InlineData("sort=-date", "e1 e7 e8 e5 e3 e4 e2 ea e9 e6")]
    [InlineData("sort=date", "e6 e9 ea e2 e4 e3 e5 e8 e7 e1")]
    public async Task Dates_sort_by_the_latest_possible_day_and_ties_keep_one_order(string sort, string expected)
    {
        var list = await _server.GetAsync("/v1/events?" + sort);
        var tie = list.Ends().Split(' ').Where(end => end is "e2" or "e3" or "e4" or "e5" or "e8").ToList();
        Assert.Equal(expected.Split(' ').Where(end => !tie.Contains(end)), list.Ends().Split(' ').Where(end => !tie.Contains(end)));
        Assert.Equal(list.Ids(), (await _server.GetAsync("/v1/events?" + sort)).Ids());
        var walked = await WalkAsync($"/v1/events?limit=1&{sort}");
        Assert.Equal(list.Ids(), walked);
    }

    [Fact]
    public async Task Numbers_sort_the_largest_first()
    {
        Assert.StartsWith("e3 e5 e9 e8 ", (await _server.GetAsync("/v1/events?sort=-people")).Ends(), StringComparison.Ordinal);
        var updated = (await _server.GetAsync("/v1/events?sort=-updated"))["items"]!.AsArray().Select(e => e!.Number("seq")).ToList();
        Assert.Equal(updated.OrderDescending(), updated);
        foreach (var sort in (string[])["-people", "-updated"])
            Assert.Equal((await _server.GetAsync($"/v1/events?sort={sort}")).Ids(), await WalkAsync($"/v1/events?limit=3&sort={sort}"));
    }

    [Fact]
    public async Task The_answer_says_how_the_filters_were_understood()
    {
        var list = await _server.GetAsync("/v1/events?country=!actor:fips:BO,%D0%A3%D0%BA%D1%80%D0%B0%D0%B8%D0%BD%D0%B0&from=2025&to=2025-02&type=release&type=!transfer&minPeople=5");
        Assert.Equal(
            ["country ![\"actor:BY\",\"UA\"]", "from [\"2025-01-01\"]", "minPeople [\"5\"]", "to [\"2025-02-28\"]", "type ![\"transfer\"]", "type [\"release\"]"],
            list["applied"]!.AsArray().Select(it => $"{it.Text("parameter")} {(it!["not"]!.GetValue<bool>() ? "!" : "")}{it["values"]!.ToJsonString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Next_is_an_absolute_address_in_body_and_header()
    {
        using var response = await _server.Public.GetAsync(new Uri("/v1/events?country=%22BY%22,US&limit=4&count=exact", UriKind.Relative));
        var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.StartsWith(_server.Address.ToString(), page.Text("next"), StringComparison.Ordinal);
        Assert.Equal($"<{page.Text("next")}>; rel=\"next\"", response.Headers.GetValues("Link").Single());
        var second = await _server.GetAsync(page.Text("next")!);
        Assert.Equal(10, second.Number("total"));
        Assert.Equal(page.Number("seq"), second.Number("seq"));
        Assert.Empty(page.Ids().Intersect(second.Ids()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sort=date")]
    [InlineData("sort=-people")]
    [InlineData("sort=-updated")]
    [InlineData("country=BY,UA")]
    [InlineData("type=!talks")]
    public async Task A_walk_sees_the_state_of_its_first_page_whatever_others_write(string query)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var report = (await server.PostAsync("/v1/reports", Some.Report("A source"))).Text("id")!;
        JsonObject New(int i) => Some.Release($"Event {i}", new DateOnly(2020, 1, 1).AddDays(i % 7).ToString("O", CultureInfo.InvariantCulture)).With(new()
        {
            ["evidence"] = new JsonArray(Some.Supports(report)),
            ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = i % 5 }),
        });
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
            ids.Add((await server.PostAsync("/v1/events", New(i))).Text("id")!);
        var first = await server.GetAsync($"/v1/events?limit=4&{query}");
        var (seen, next) = (first.Ids().ToList(), first.Text("next"));
        for (var i = 0; next is not null; i++)
        {
            await server.PostAsync("/v1/events", New(100 + i));
            await server.DeleteAsync($"/v1/events/{ids[i]}");
            await server.PatchAsync($"/v1/events/{ids[29 - i]}", new JsonObject { ["start"] = $"2020-01-0{1 + ((i + 3) % 7)}", ["title"] = "Changed", ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = 9 - i }) });
            var page = await server.GetAsync(next);
            Assert.All(page["items"]!.AsArray(), e => Assert.NotEqual("Changed", e.Text("title")));
            Assert.Equal(first.Number("seq"), page.Number("seq"));
            seen.AddRange(page.Ids());
            next = page.Text("next");
        }
        Assert.Equal(30, seen.Count);
        Assert.Equal((await server.GetAsync($"/v1/events?limit=1000&asOf={first.Number("seq")}&{query}")).Ids(), seen);
    }

    [Fact]
    public async Task Later_pages_of_today_are_of_today_too()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await using var server = await RunningServer.StartAsync(ExampleSet.All, clock);
        for (var i = 0; i < 3; i++)
            await server.PostAsync("/v1/events", Some.Event($"Still going on {i}", "2026-12").With(new() { ["occurrence"] = "ongoing" }));
        clock.Advance(TimeSpan.FromDays(30));
        var all = await server.GetAsync("/v1/events?from=2027-01-20&sort=date");
        Assert.Equal(4, all.Ids().Count);
        Assert.Equal(all.Ids(), await WalkAsync("/v1/events?from=2027-01-20&sort=date&limit=1", server));
    }

    [Theory]
    [InlineData("from=2199-02", "Begins")]
    [InlineData("from=2199-03-01&sort=date", "Begins")]
    [InlineData("from=2199-03-01&to=2199-03-01&sort=-people", "Begins")]
    [InlineData("from=2199-02&to=2199-02-28", "")]
    [InlineData("from=2199-03-02", "")]
    [InlineData("from=2024-01-01", "Begins, Goes on")]
    public async Task What_goes_on_lasts_to_today_or_begins_later(string bounds, string found)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.Brief);
        await server.PostAsync("/v1/events", Some.Event("Goes on", "2024").With(new() { ["occurrence"] = "ongoing", ["topics"] = new JsonArray("seasons") }));
        var seq = (await server.PostAsync("/v1/events", Some.Event("Begins", "2199-03").With(new() { ["occurrence"] = "ongoing", ["topics"] = new JsonArray("seasons") }))).Number("seq");
        foreach (var asOf in (string[])["", $"&asOf={seq}"])
        {
            var list = await server.GetAsync($"/v1/events?topic=seasons&{bounds}{asOf}&count=exact");
            Assert.Equal(found, string.Join(", ", list["items"]!.AsArray().Select(item => item.Text("title"))));
            Assert.Equal(list.Ids().Count, list.Number("total"));
        }
    }

    private async Task<IReadOnlyList<string>> WalkAsync(string address, RunningServer? server = null)
    {
        var ids = new List<string>();
        for (var next = (string?)address; next is not null;)
        {
            var page = await (server ?? _server).GetAsync(next);
            ids.AddRange(page.Ids());
            next = page.Text("next");
        }
        return ids;
    }
}
