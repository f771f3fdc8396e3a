using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Countries;

public sealed class CountryTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string> Spellings =
        ["BY", "BLR", "112", "fips:BO", "Q184", "Belarus", "belarus", "Беларусь", "Biélorussie", "Bielorrusia", "بيلاروس", "白俄罗斯"];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Every_spelling_resolves_to_Belarus(string spelling)
    {
        var country = await _server.GetAsync($"/v1/countries/resolve?q={Uri.EscapeDataString(spelling)}");
        Assert.Equal("""{"code":"BY","name":"Belarus"}""", country.ToJsonString());
    }

    [Theory]
    [InlineData("US", "États-Unis", "Etats-Unis", "États‑Unis", "les États-Unis", "États-Unis (les)", "États-Unis d’Amérique", "the USA", "U. S. A.")]
    [InlineData("US", "Vereinigte Staaten", "EE. UU.", "EE.UU.", "EEUU", "Estados Unidos", "los Estados Unidos", "Stati Uniti", "США", "Сша", "Соединенные Штаты")]
    [InlineData("GB", "UK", "the U.K.", "Great Britain", "Великобритания")]
    [InlineData("CI", "Côte d'Ivoire", "Côte d’Ivoire", "Cote d Ivoire", "Cote dIvoire", "la Côte d’Ivoire", "Ivory Coast")]
    [InlineData("CD", "DR Congo", "DRC", "Congo-Kinshasa", "the Democratic Republic of the Congo")]
    [InlineData("IR", "Iran", "Iran (Islamic Republic of)", "Иран (Исламская Республика)")]
    [InlineData("GM", "the Gambia", "The Gambia", "Gambia (the)", "Gambia, The")]
    [InlineData("UA", "Ukraine", "the Ukraine", "l'Ukraine", "Ukraine (l’)")]
    [InlineData("AE", "the United Arab Emirates", "los Emiratos Árabes Unidos", "VAE")]
    [InlineData("SV", "El Salvador", "Salvador")]
    [InlineData("SD", "the Sudan", "Sudan (the)")]
    [InlineData("BN", "Brunei")]
    [InlineData("BO", "Bolivia")]
    [InlineData("CV", "Cape Verde")]
    [InlineData("CZ", "Czech Republic", "the Czech Republic")]
    [InlineData("KP", "North Korea")]
    [InlineData("KR", "South Korea")]
    [InlineData("LA", "Laos")]
    [InlineData("MD", "Moldova")]
    [InlineData("MK", "Macedonia")]
    [InlineData("MM", "Burma")]
    [InlineData("NL", "Holland", "the Netherlands")]
    [InlineData("PS", "Palestine")]
    [InlineData("RU", "Russia", "la Russie")]
    [InlineData("SY", "Syria")]
    [InlineData("SZ", "Swaziland")]
    [InlineData("TL", "East Timor")]
    [InlineData("TR", "Turkey", "Türkiye", "Turkiye")]
    [InlineData("TW", "Taiwan")]
    [InlineData("TZ", "Tanzania")]
    [InlineData("VA", "Vatican", "the Vatican")]
    [InlineData("VE", "Venezuela")]
    [InlineData("VN", "Vietnam", "Viet Nam")]
    [InlineData("XK", "Kosovo")]
    public async Task The_usual_names_of_a_country_resolve_to_it(string code, params string[] names)
    {
        foreach (var name in names)
            Assert.Equal(code, (await _server.GetAsync($"/v1/countries/resolve?q={Uri.EscapeDataString(name)}")).Text("code"));
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Every_spelling_is_a_filter_and_a_path_and_is_echoed_as_the_code(string spelling)
    {
        var escaped = Uri.EscapeDataString(spelling);
        var expected = await _server.GetAsync("/v1/events?country=actor:BY");
        var list = await _server.GetAsync($"/v1/events?country=actor:{escaped}");
        Assert.Equal(expected.Ids(), list.Ids());
        Assert.NotEmpty(list.Ids());
        Assert.Equal("""[{"parameter":"country","values":["actor:BY"],"not":false}]""", list["applied"]!.ToJsonString());
        Assert.Equal("BY", (await _server.GetAsync($"/v1/countries/{escaped}")).Text("id"));
        Assert.Equal((await _server.GetAsync("/v1/events?country=BY")).Ids(), (await _server.GetAsync($"/v1/countries/{escaped}/events")).Ids());
        Assert.Equal("51", (await _server.GetAsync($"/v1/sanctions?target={escaped}")).Ends());
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Every_spelling_is_understood_in_a_body(string spelling)
    {
        var person = await _server.PostAsync("/v1/people", Some.Person("A person of " + spelling).With(new() { ["citizenships"] = new JsonArray(spelling) }));
        Assert.Equal("""[{"code":"BY","name":"Belarus"}]""", person["citizenships"]!.ToJsonString());
    }

    [Fact]
    public async Task Countries_of_an_answer_are_understood_in_a_body()
    {
        var sanction = await _server.PostAsync("/v1/sanctions", Some.Sanction("Travel bans").With(new()
        {
            ["senders"] = new JsonArray("United States of America"),
            ["targets"] = new JsonArray(new JsonObject { ["country"] = new JsonObject { ["code"] = "BLR", ["name"] = "whatever" } }),
        }));
        Assert.Equal("""{"code":"US","name":"United States"}""", sanction["senders"]![0]!["country"]!.ToJsonString());
        Assert.Equal("""{"code":"BY","name":"Belarus"}""", sanction["targets"]![0]!["country"]!.ToJsonString());
    }

    [Fact]
    public async Task A_name_of_two_countries_is_refused_with_both()
    {
        foreach (var address in (string[])["/v1/countries/resolve?q=Congo", "/v1/events?country=Congo", "/v1/events?country=target:congo"])
        {
            var problem = await _server.RefusedAsync(address, 400, "ambiguous-country");
            Assert.Contains("(CD)", problem.Text("detail"), StringComparison.Ordinal);
            Assert.Contains("(CG)", problem.Text("detail"), StringComparison.Ordinal);
        }
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/people", Some.Person("From Congo").With(new() { ["citizenships"] = new JsonArray("BY", "Congo") }));
        var refused = await response.RefusedAsync(400, "ambiguous-country");
        Assert.Equal("/citizenships/1", refused["errors"]![0].Text("pointer"));
    }

    [Fact]
    public async Task An_unknown_name_is_refused_with_what_was_meant()
    {
        foreach (var address in (string[])["/v1/countries/resolve?q=Belarsu", "/v1/events?country=Belarsu"])
            Assert.Contains("Belarus (BY)", (await _server.RefusedAsync(address, 400, "unknown-country")).Text("detail"), StringComparison.Ordinal);
        await _server.RefusedAsync("/v1/countries/Atlantis", 404, "not-found");
        await _server.RefusedAsync("/v1/countries/Congo", 404, "not-found");
        await _server.RefusedAsync("/v1/countries/Atlantis/events", 404, "not-found");
        await _server.RefusedAsync("/v1/countries/resolve", 400, "invalid-parameter");
        await _server.RefusedAsync("/v1/countries/resolve?q=", 400, "unknown-country");
    }

    [Fact]
    public async Task A_name_is_resolved_as_it_was_known_then()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        await server.Services.GetRequiredService<Ledger>().CommitAsync(
            new CommitRequest("countries", world => [Change.Put(new("TR"), world.Find<Country>(new("TR"))!.Record with { Name = "Anatolia" })]), CancellationToken.None);
        Assert.Equal("""{"code":"TR","name":"Anatolia"}""", (await server.GetAsync("/v1/countries/resolve?q=Anatolia")).ToJsonString());
        using var then = await server.Public.GetAsync(new Uri("/v1/countries/resolve?q=TUR&asOf=1", UriKind.Relative));
        Assert.Equal(("""{"code":"TR","name":"T\u00FCrkiye"}""", "1"), ((await then.ReadAsync(HttpStatusCode.OK)).ToJsonString(), then.Headers.GetValues("Events-As-Of").Single()));
        await server.RefusedAsync("/v1/countries/resolve?q=Anatolia&asOf=1", 400, "unknown-country");
        await server.RefusedAsync("/v1/countries/resolve?q=TUR&asOf=9", 400, "invalid-parameter");
    }

    [Fact]
    public async Task A_name_with_a_comma_stands_in_quotes()
    {
        var named = await _server.GetAsync("/v1/events?country=" + Uri.EscapeDataString("\"Congo, Democratic Republic of the\",BY"));
        Assert.Equal("""["CD","BY"]""", named["applied"]![0]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task The_list_has_every_assigned_country_and_the_others_apart()
    {
        Assert.Equal(249, (await _server.GetAsync("/v1/countries?status=assigned&count=exact&limit=1")).Number("total"));
        var all = (await _server.GetAsync("/v1/countries?limit=1000")).Ids();
        Assert.Equal(all.Distinct().Count(), all.Count);
        Assert.Equal(["XK"], (await _server.GetAsync("/v1/countries?status=user-assigned")).Ids());
        var withdrawn = (await _server.GetAsync("/v1/countries?status=withdrawn")).Ids();
        Assert.Subset(withdrawn.ToHashSet(), new HashSet<string> { "SUHH", "YUCS", "CSHH", "DDDE" });
        var local = await _server.GetAsync("/v1/countries?status=local");
        Assert.Contains("GE-AB", local.Ids());
        Assert.All(local["items"]!.AsArray(), country => Assert.NotNull(country.Text("parent")));
        Assert.Equal(all.Count, 249 + 1 + withdrawn.Count + local.Ids().Count);
    }

    [Fact]
    public async Task Withdrawn_states_and_contested_areas_are_found_by_code_and_by_name()
    {
        Assert.Equal("SUHH", (await _server.GetAsync("/v1/countries/Soviet%20Union")).Text("code"));
        var area = await _server.GetAsync("/v1/countries/ge-ab");
        Assert.Equal(("GE-AB", "GE"), (area.Text("code"), area.Text("parent")));
    }

    [Fact]
    public async Task The_region_is_a_filter_and_a_wrong_one_is_told()
    {
        var europe = (await _server.GetAsync("/v1/countries?region=Europe&limit=1000"))["items"]!.AsArray();
        Assert.True(europe.Count > 30);
        Assert.All(europe, country => Assert.Equal("Europe", country.Text("region")));
        var eastern = (await _server.GetAsync("/v1/countries?region=Eastern%20Europe")).Ids();
        Assert.Contains("BY", eastern);
        Assert.True(eastern.Count < europe.Count);
        Assert.DoesNotContain("BY", (await _server.GetAsync("/v1/countries?region=!Europe&limit=1000")).Ids());
        Assert.Contains("Europe", (await _server.RefusedAsync("/v1/countries?region=Eurpe", 400, "unknown-code")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Countries_cannot_be_written()
    {
        using var post = await _server.AskAsync(HttpMethod.Post, "/v1/countries", new JsonObject());
        await post.RefusedAsync(405, "method-not-allowed");
        using var put = await _server.AskAsync(HttpMethod.Put, "/v1/countries/BY", new JsonObject(), "\"1\"");
        await put.RefusedAsync(405, "method-not-allowed");
    }
}
