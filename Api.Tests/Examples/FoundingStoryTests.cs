using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Examples;

/// <summary>The questions that the founding example has to answer, each with one GET: from the brief alone, with the later evidence, and as of the commit before it.</summary>
public sealed class FoundingStoryTests(FoundingStoryTests.Servers servers) : IClassFixture<FoundingStoryTests.Servers>
{
    private const string Brief = "brief";
    private const string Later = "later";
    private const string AsOf = "as of the brief";

    public sealed class Servers : IAsyncLifetime
    {
        internal RunningServer Brief { get; private set; } = null!;

        internal RunningServer All { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Brief = await RunningServer.StartAsync(ExampleSet.Brief);
            All = await RunningServer.StartAsync(ExampleSet.All);
        }

        public async Task DisposeAsync()
        {
            await Brief.DisposeAsync();
            await All.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Brief, "e3:123")]
    [InlineData(Later, "e3:123 e9:52")]
    [InlineData(AsOf, "e3:123")]
    public async Task One_releases_by_Belarus_since_2025_with_counts(string when, string expected)
    {
        var list = await AskAsync(when, "/v1/events?type=release&country=actor:BY&from=2025");
        Assert.Equal(expected, string.Join(' ', list["items"]!.AsArray().Select(e => $"{e.Text("id")![^2..]}:{e!["headcounts"]![0]!["best"]}")));
    }

    [Theory]
    [InlineData(Brief, "occurred")]
    [InlineData(Later, "announced")]
    [InlineData(AsOf, "occurred")]
    public async Task Two_what_was_given_in_exchange_for_the_release(string when, string occurrence)
    {
        var list = await AskAsync(when, $"/v1/events?linked=in-exchange-for&linkedTo={Id("e3")}");
        Assert.Equal("e4", list.Ends());
        Assert.Equal(occurrence, list["items"]![0].Text("occurrence"));
        var links = await AskAsync(when, $"/v1/events/{Id("e3")}/links?type=in-exchange-for");
        Assert.Equal((Id("e4"), occurrence), (links["items"]![0]!["event"].Text("id"), links["items"]![0]!["event"].Text("occurrence")));
    }

    [Theory]
    [InlineData(Brief, "e5 e3 e4 e2 e1")]
    [InlineData(Later, "e7 e8 e5 e3 e4 e2 ea e9 e6 e1")]
    [InlineData(AsOf, "e5 e3 e4 e2 e1")]
    public async Task Four_everything_that_touches_Belarus_in_any_role(string when, string expected)
    {
        var list = await AskAsync(when, "/v1/countries/BY/events");
        Assert.Equal(expected.Split(' ').Order(), list.Ends().Split(' ').Order());
        Assert.Equal(list.Ids(), (await AskAsync(when, "/v1/events?country=BY")).Ids());
    }

    [Theory]
    [InlineData(Brief, "2025-12-12", "in-force", true)]
    [InlineData(Brief, "2025-12-13", "lifted", false)]
    [InlineData(Brief, "2025-12-14", "lifted", false)]
    [InlineData(Later, "2021-08-08", "unknown", false)]
    [InlineData(Later, "2025-12-14", "in-force", true)]
    [InlineData(Later, "2025-12-16", "eased", true)]
    [InlineData(AsOf, "2025-12-14", "lifted", false)]
    public async Task Five_the_state_of_the_potash_sanction_on_a_date_and_what_was_in_force_then(string when, string on, string state, bool inForce)
    {
        Assert.Equal(state, (await AskAsync(when, $"/v1/sanctions/{Id("51")}?on={on}")).Text("state"));
        Assert.Equal(inForce ? "51" : "", (await AskAsync(when, $"/v1/sanctions?inForceOn={on}")).Ends());
    }

    [Theory]
    [InlineData(Brief, "e3", "d2:123 d1:123")]
    [InlineData(Later, "e3", "d2:123 d1:123 d3:123 d4:123")]
    [InlineData(AsOf, "e3", "d2:123 d1:123")]
    [InlineData(Brief, "e5", "d2:114")]
    [InlineData(Later, "e5", "d2:114 d6:114 d5:114")]
    [InlineData(Later, "e8", "d5:9 d8:8")]
    public async Task Six_who_says_which_number(string when, string id, string expected)
    {
        var e = await AskAsync(when, $"/v1/events/{Id(id)}");
        var said = e["evidence"]!.AsArray().Where(it => it.Text("aspect") == "headcount" && it!["value"] is not null);
        Assert.Equal(expected, string.Join(' ', said.Select(it => $"{it!["report"].Text("id")![^2..]}:{it["value"]!["best"]}")));
        Assert.All(said, it => Assert.NotNull(it!["report"].Text("title")));
    }

    [Theory]
    [InlineData(Brief, 2, 1)]
    [InlineData(Later, 6, 5)]
    [InlineData(AsOf, 2, 1)]
    public async Task Seven_how_well_the_release_is_supported(string when, long reports, long independent)
    {
        var support = (await AskAsync(when, $"/v1/events/{Id("e3")}"))["support"]!;
        Assert.Equal((reports, independent), (support.Number("reports"), support.Number("independent")));
    }

    [Theory]
    [InlineData(Brief, "kolesnikova", "a2", "e3")]
    [InlineData(Brief, "Беляцкий", "a1", "e3")]
    [InlineData(Later, "bialacki", "a1", "e3")]
    [InlineData(Later, "statkevich", "a4", "ea e9")]
    [InlineData(AsOf, "kolesnikova", "a2", "e3")]
    [InlineData(AsOf, "Беляцкий", "a1", "e3")]
    public async Task Eight_a_person_in_any_spelling_with_the_events_that_name_her_or_him(string when, string spelling, string person, string events)
    {
        var found = (await AskAsync(when, $"/v1/search?q={Uri.EscapeDataString(spelling)}&kind=person"))["items"]!.AsArray();
        Assert.Equal(Id(person), Assert.Single(found).Text("id"));
        Assert.Equal(events, string.Join(' ', found[0]!["events"]!.AsArray().Select(e => e.Text("id")![^2..])));
        Assert.Equal(events, (await AskAsync(when, $"/v1/events?person={Id(person)}")).Ends());
    }

    [Theory]
    [InlineData(Brief, "e1 e2 e3 e4 e5", "e2-follows-from-e1 e3-implements-e2 e3-in-exchange-for-e4 e4-implements-e2 e5-follows-from-e3")]
    [InlineData(Later, "e1 e2 e3 e4 e5 e7 e8", "e2-follows-from-e1 e3-implements-e2 e3-in-exchange-for-e4 e4-implements-e2 e5-follows-from-e3 e7-implements-e4 e8-follows-from-e3")]
    [InlineData(AsOf, "e1 e2 e3 e4 e5", "e2-follows-from-e1 e3-implements-e2 e3-in-exchange-for-e4 e4-implements-e2 e5-follows-from-e3")]
    public async Task Nine_the_deal_as_a_graph_around_the_agreement(string when, string nodes, string edges)
    {
        var graph = await AskAsync(when, $"/v1/events/{Id("e2")}/graph");
        Assert.Equal(nodes, string.Join(' ', graph["nodes"]!.AsArray().Select(node => node.Text("id")![^2..]).Order()));
        Assert.Equal(edges, string.Join(' ', graph["edges"]!.AsArray().Select(edge => $"{edge.Text("from")![^2..]}-{edge.Text("type")}-{edge.Text("to")![^2..]}").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(Brief, 1)]
    [InlineData(Later, 2)]
    [InlineData(AsOf, 1)]
    public async Task Ten_it_was_the_largest_release_between_the_start_of_the_talks_and_its_own_date(string when, long releases)
    {
        var list = await AskAsync(when, "/v1/events?type=release&country=actor:BY&from=2025&to=2025-12-13&sort=-people&count=exact&limit=1");
        Assert.Equal("e3", list.Ends());
        Assert.Equal(releases, list.Number("total"));
    }

    [Theory]
    [InlineData("/v1/events?type=release&country=actor:BY&from=2025")]
    [InlineData("/v1/events?linked=in-exchange-for&linkedTo=019b1795-0200-7000-8000-0000000000e3")]
    [InlineData("/v1/events?country=BY")]
    [InlineData("/v1/countries/BY/events")]
    [InlineData("/v1/sanctions/019b1795-0200-7000-8000-000000000051?on=2025-12-14")]
    [InlineData("/v1/sanctions?on=2025-12-14")]
    [InlineData("/v1/sanctions?inForceOn=2025-12-12&on=2025-12-12")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e4")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e5")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3/links")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e2/graph")]
    [InlineData("/v1/people/019b1795-0200-7000-8000-0000000000a1")]
    [InlineData("/v1/people?citizenship=BY")]
    [InlineData("/v1/reports?count=exact")]
    [InlineData("/v1/search?q=kolesnikova")]
    [InlineData("/v1/events?sort=-people&from=2025&to=2025-12-13&type=release")]
    public async Task Eleven_as_of_the_commit_before_the_later_evidence_the_answers_are_the_earlier_ones(string address)
    {
        var before = await servers.Brief.GetAsync(address);
        var asOf = await AskAsync(AsOf, address);
        // The two databases were filled one after the other, so that the instants of their commits differ.
        Assert.Equal(Timeless(before), Timeless(asOf));
    }

    private static string Timeless(JsonNode answer)
    {
        foreach (var record in answer["items"]?.AsArray().Append(answer) ?? [answer])
        {
            record!.AsObject().Remove("createdAt");
            record.AsObject().Remove("updatedAt");
        }
        return answer.ToJsonString();
    }

    private Task<JsonNode> AskAsync(string when, string address) => when switch
    {
        Brief => servers.Brief.GetAsync(address),
        Later => servers.All.GetAsync(address),
        _ => servers.All.GetAsync(address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "asOf=3"),
    };
}
