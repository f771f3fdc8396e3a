using System.Text.Json.Nodes;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Statistics;

public sealed class FacetsTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Facets = "/v1/events/facets";

    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("", "release 2, transfer 2, agreement 1, arrest 1, sanction-eased 1, sanction-imposed 1, sanction-lifted 1, talks 1")]
    [InlineData("by=group", "custody 5, sanctions 3, diplomacy 2")]
    [InlineData("by=country.actor", "BY 5, US 3")]
    [InlineData("by=country.actor&type=!arrest", "BY 4, US 3")]
    [InlineData("by=commodity&country=BY&from=2025", "potash 2")]
    [InlineData("by=verification&group=custody", "reported 3, corroborated 2")]
    [InlineData("by=topic&asOf=3&type=release", "diplomacy 1, human-rights 1, international-affairs 1, political-prisoners 1, world-politics 1")]
    public async Task Values_are_counted_the_most_frequent_first(string query, string expected)
    {
        var facets = await _server.GetAsync($"{Facets}?{query}");
        Assert.Equal(expected, string.Join(", ", Values(facets["items"]![0]!["values"]!)));
        Assert.Null(facets["cross"]);
    }

    [Fact]
    public async Task Two_dimensions_have_a_cross_table_of_what_is_shown()
    {
        var facets = await _server.GetAsync($"{Facets}?by=country.actor,type&limit=2");
        Assert.Equal(["BY 5, US 3", "release 2, transfer 2"], facets["items"]!.AsArray().Select(list => string.Join(", ", Values(list!["values"]!))));
        Assert.Equal((0, 6), (facets["items"]![0]!.Number("more"), facets["items"]![1]!.Number("more")));
        Assert.Equal("BY release 2, BY transfer 2", string.Join(", ", Values(facets["cross"]!)));
        Assert.Equal(10, facets.Number("events"));
    }

    [Fact]
    public async Task A_value_is_counted_as_its_filter_finds_it()
    {
        foreach (var dimension in (string[])["type", "group", "country", "topic", "commodity", "verification"])
        {
            var facets = await _server.GetAsync($"{Facets}?by={dimension}&from=2025");
            foreach (var value in Values(facets["items"]![0]!["values"]!).Select(value => value.Split(' ')))
                Assert.Equal(value[1], (await _server.GetAsync($"/v1/events?count=exact&from=2025&{dimension}={value[0]}"))["total"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("by=type&limit=0", "invalid-parameter")]
    [InlineData("by=type&limit=1001", "invalid-parameter")]
    [InlineData("by=actor", "unknown-code")]
    [InlineData("interval=year", "unknown-parameter")]
    public Task What_cannot_be_counted_is_refused(string query, string slug) => _server.RefusedAsync($"{Facets}?{query}", 400, slug);

    private static IEnumerable<string> Values(JsonNode list) => list.AsArray().Select(item => string.Join(' ', item!.AsObject().Select(member =>
        member.Value is JsonObject country ? country.Text("code")! : member.Value!.ToString())));
}
