using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Search;

public sealed class SearchTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("kolesnikova", "a2")]
    [InlineData("Kalesnikava", "a2")]
    [InlineData("Калеснікава", "a2")]
    [InlineData("колесникова мария", "a2")]
    [InlineData("maria kolesnik", "a2")]
    [InlineData("kol", "a2")]
    [InlineData("Беляцкий", "a1")]
    [InlineData("bialacki", "a1")]
    [InlineData("Białacki", "a1")]
    [InlineData("BIALACKI", "a1")]
    [InlineData("Бяляцкі", "a1")]
    [InlineData("bial", "a1")]
    [InlineData("Lukashenka", "a3")]
    [InlineData("łukašenka", "a3")]
    [InlineData("Лукаш", "a3")]
    [InlineData("Статкевіч", "a4")]
    [InlineData("statkev", "a4")]
    public async Task A_person_is_found_in_any_spelling_and_while_it_is_typed(string typed, string person)
    {
        // A few letters begin many names of other kinds, too.
        var found = await _server.GetAsync($"/v1/search?q={Uri.EscapeDataString(typed)}{(typed.Length > 4 ? "" : "&kind=person")}");
        Assert.Equal(("person", Id(person)), (found["items"]![0].Text("kind"), found["items"]![0].Text("id")));
    }

    [Theory]
    [InlineData("qqqqqqqq")]
    [InlineData("qq")]
    [InlineData("zzzz")]
    [InlineData("ooooo")]
    [InlineData("bbbbaaaa")]
    [InlineData("maria qqqqqqqq")]
    public async Task Letters_that_are_no_name_find_nothing(string typed) =>
        Assert.Empty((await _server.GetAsync($"/v1/search?q={Uri.EscapeDataString(typed)}")).Ids());

    [Theory]
    [InlineData("Anna Li", "Ли")]
    [InlineData("Анна Шмидт", "ann schm")]
    public async Task A_short_name_is_found_in_another_script(string name, string typed)
    {
        var person = await _server.PostAsync("/v1/people", Some.Person(name));
        Assert.Contains(person.Text("id")!, (await _server.GetAsync($"/v1/search?kind=person&q={Uri.EscapeDataString(typed)}")).Ids());
    }

    [Theory]
    [InlineData("Belaruskali", "organization", "bb")]
    [InlineData("Беларуськалий", "organization", "bb")]
    [InlineData("belaruskalij", "organization", "bb")]
    [InlineData("OFAC", "organization", "b8")]
    [InlineData("belarusian potash", "sanction", "51")]
    [InlineData("Nasha Niva", "organization", "ba")]
    [InlineData("Наша ніва", "organization", "ba")]
    public async Task Organizations_and_sanctions_are_found_by_name(string typed, string kind, string id)
    {
        var found = await _server.GetAsync($"/v1/search?q={Uri.EscapeDataString(typed)}");
        Assert.Contains((kind, Id(id)), found["items"]!.AsArray().Select(hit => (hit.Text("kind"), hit.Text("id"))));
    }

    [Fact]
    public async Task Names_come_before_words_and_a_name_brings_the_newest_events()
    {
        var found = (await _server.GetAsync("/v1/search?q=statkevich"))["items"]!.AsArray();
        Assert.Equal("a4", found[0].Text("id")![^2..]);
        Assert.Equal(["ea", "e9"], found[0]!["events"]!.AsArray().Select(e => e.Text("id")![^2..]));
        Assert.Contains(found, hit => hit.Text("id") == Id("ea") && hit.Text("kind") == "event");
        var scores = found.Select(hit => hit!["score"]!.GetValue<double>()).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public async Task The_kind_narrows_what_is_found()
    {
        Assert.All((await _server.GetAsync("/v1/search?q=belarus&kind=event"))["items"]!.AsArray(), hit => Assert.Equal("event", hit.Text("kind")));
        Assert.Equal(["BY"], (await _server.GetAsync("/v1/search?q=belarus&kind=country")).Ids());
        var both = (await _server.GetAsync("/v1/search?q=belarus&kind=country,report"))["items"]!.AsArray().Select(hit => hit.Text("kind")).Distinct().Order();
        Assert.Equal(["country", "report"], both);
        Assert.Empty((await _server.GetAsync("/v1/search?q=kolesnikova&kind=organization"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_kind_narrows_before_the_limit_cuts()
    {
        for (var i = 0; i < 12; i++)
            await _server.PostAsync("/v1/organizations", Some.Organization($"Zubr {i}"));
        var person = await _server.PostAsync("/v1/people", Some.Person("Zubr with a long name that comes last"));
        Assert.Equal([person.Text("id")!], (await _server.GetAsync("/v1/search?q=zubr&kind=person&limit=1")).Ids());
    }

    [Fact]
    public async Task The_limit_bounds_what_is_found()
    {
        Assert.Equal(2, (await _server.GetAsync("/v1/search?q=b&limit=2"))["items"]!.AsArray().Count);
        Assert.Empty((await _server.GetAsync("/v1/search?q=xyzzyplugh"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_name_is_found_as_soon_as_it_is_written_and_no_more_when_it_is_gone()
    {
        var person = await _server.PostAsync("/v1/people", Some.Person("Zyta Żółć"));
        Assert.Equal([person.Text("id")!], (await _server.GetAsync("/v1/search?q=zyta%20zolc")).Ids());
        var address = $"/v1/people/{person.Text("id")}";
        var renamed = await _server.PatchAsync(address, new JsonObject { ["name"] = "Ядвіга" });
        Assert.Empty((await _server.GetAsync("/v1/search?q=zyta%20zolc")).Ids());
        Assert.Equal([person.Text("id")!], (await _server.GetAsync("/v1/search?q=jadviga")).Ids());
        Assert.Equal([person.Text("id")!], (await _server.GetAsync($"/v1/search?q=zyta%20zolc&asOf={person.Number("seq")}")).Ids());
        await _server.DeleteAsync(address);
        Assert.Empty((await _server.GetAsync("/v1/search?q=jadviga")).Ids());
        Assert.Equal([person.Text("id")!], (await _server.GetAsync($"/v1/search?q=jadviga&asOf={renamed.Number("seq")}")).Ids());
    }
}
