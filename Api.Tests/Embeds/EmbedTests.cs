using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Embeds;

public sealed partial class EmbedTests : IAsyncLifetime
{
    private const string Hostile = "</title><script>alert(1)</script><img src=//evil.example/x> \"'&amp; \u202Eesrever\u0001 اسم 題";

    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_chart_shows_its_title_its_sum_its_picture_its_numbers_and_where_they_come_from()
    {
        await KeepAsync("a", "chart", "country=actor:BY&measure=people&headcountKind=released&interval=quarter", "Prisoners released by Belarus");
        var page = Parse(await ReadAsync("/embed/a"));
        Assert.Equal("en", (string)page.Attribute("lang")!);
        Assert.Equal("Prisoners released by Belarus", page.Descendants("title").Single().Value);
        Assert.Equal("Prisoners released by Belarus", page.Descendants("h1").Single().Value);
        Assert.Equal("175 people released, 2025-Q3 to 2025-Q4", page.Descendants("p").First().Value);
        Assert.Equal([["Quarter", "People released"], ["2025-Q3", "52"], ["2025-Q4", "123"]], Rows(page));
        Assert.Equal("The numbers as a table", page.Descendants("details").Single().Element("summary")!.Value);
        var pictures = page.Descendants("figure").Single().Elements().Where(element => element.Name.LocalName == "svg").ToList();
        Assert.Equal(["wide", "narrow"], pictures.Select(picture => (string)picture.Attribute("class")!));
        Assert.All(pictures, picture => Assert.Equal(("img", "Prisoners released by Belarus: 175 people released, 2025-Q3 to 2025-Q4"), ((string)picture.Attribute("role")!, (string)picture.Attribute("aria-label")!)));
        var source = page.Descendants("footer").Single();
        Assert.Equal($"{_server.Address}v1/events/series?country=actor%3ABY&measure=people&headcountKind=released&interval=quarter", (string)source.Element("a")!.Attribute("href")!);
        Assert.Contains(_server.Address.Authority, source.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_numbers_of_a_chart_are_those_of_its_data()
    {
        await KeepAsync("a", "chart", "by=type&interval=year&from=2021");
        var rows = Rows(Parse(await ReadAsync("/embed/a")));
        var series = (await _server.GetAsync("/v1/events/series?by=type&interval=year&from=2021"))["items"]!.AsArray();
        var labels = (await _server.GetAsync("/v1/vocabularies/event-types"))["terms"]!.AsArray().ToDictionary(term => term.Text("code")!, term => term.Text("label")!);
        Assert.Equal(series.Select(item => item.Text("type")).Distinct().Count() + 2, rows[0].Count);
        foreach (var item in series)
        {
            var column = rows[0].IndexOf(labels[item.Text("type")!]);
            Assert.Equal(item!.Number("events").ToString(CultureInfo.InvariantCulture), rows.Single(row => row[0] == item.Text("bucket"))[column]);
        }
        Assert.Equal(["8", "0", "0", "0", "1"], rows.Skip(1).Reverse().Select(row => row[1]));
    }

    [Fact]
    public async Task What_a_chart_does_not_show_is_told()
    {
        await KeepAsync("undated", "chart", "interval=month&country=BY");
        Assert.Contains("2 events without a date that is exact enough are not shown.", await ReadAsync("/embed/undated"), StringComparison.Ordinal);
        await KeepAsync("earlier", "chart", "from=2025-12-14&country=BY&type=talks,sanction-eased");
        Assert.Contains("1 event without a date", await ReadAsync("/embed/earlier"), StringComparison.Ordinal);
        await KeepAsync("long", "chart", "interval=week&from=1990&to=2025");
        var page = await ReadAsync("/embed/long");
        Assert.Contains("Shown by quarter, since by week there would be too many bars.", page, StringComparison.Ordinal);
        Assert.Equal(36 * 4, Rows(Parse(page)).Count - 1);
        foreach (var country in (string[])["FR", "DE", "PL", "IT", "ES", "PT", "SE", "NO", "FI", "DK", "CZ"])
            await _server.PostAsync("/v1/events", By(country, "2025-01-01"));
        await KeepAsync("many", "chart", "by=country.actor&from=2025&interval=year");
        Assert.Contains("Shown are the 9 with the most; 4 more stand in the data.", await ReadAsync("/embed/many"), StringComparison.Ordinal);
        foreach (var type in (string[])["protest", "election", "disaster", "violence", "pledge", "demand", "refusal", "relations-cut"])
            await _server.PostAsync("/v1/events", By("FR", "2025-01-01").With(new() { ["type"] = type }));
        await KeepAsync("stacked", "chart", "by=type&from=2025&interval=year");
        var stacked = Rows(Parse(await ReadAsync("/embed/stacked")));
        Assert.StartsWith("Other (", stacked[0][^1], StringComparison.Ordinal);
        Assert.Equal(int.Parse(stacked[1][1], CultureInfo.InvariantCulture), stacked[1].Skip(2).Sum(number => int.Parse(number, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task An_event_of_a_far_year_does_not_take_the_others_from_sight()
    {
        await KeepAsync("a", "chart", "by=type&interval=day");
        await _server.PostAsync("/v1/events", By("FR", "0001-01-01"));
        await _server.PostAsync("/v1/events", By("FR", "9999-12-31").With(new() { ["occurrence"] = "announced" }));
        var page = await ReadAsync("/embed/a");
        Assert.Contains("Shown by year, since by day there would be too many bars.", page, StringComparison.Ordinal);
        Assert.Contains("Shown are 100 years; there are events before or after them.", page, StringComparison.Ordinal);
        Assert.Equal(100, Rows(Parse(page)).Count - 1);
        Assert.Equal("8", Rows(Parse(page)).Single(row => row[0] == "2025")[1]);
        Assert.Equal(9999, (await _server.GetAsync("/v1/events/series?interval=year"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_table_tells_what_is_no_plain_fact()
    {
        foreach (var (member, value) in ((string, string)[])[("occurrence", "denied"), ("occurrence", "cancelled"), ("verification", "retracted"), ("verification", "disputed"), ("occurrence", "ongoing")])
            await _server.PostAsync("/v1/events", By("FR", "2025-01-01").With(new() { ["title"] = value, [member] = value }));
        await KeepAsync("a", "table", "country=FR");
        var rows = Rows(Parse(await ReadAsync("/embed/a"))).Skip(1).ToDictionary(row => row[1], row => row[2]);
        Assert.Equal("Statement, denied", rows["denied"]);
        Assert.Equal("Statement, cancelled", rows["cancelled"]);
        Assert.Equal("Statement, retracted", rows["retracted"]);
        Assert.Equal("Statement, disputed", rows["disputed"]);
        Assert.Equal("Statement", rows["ongoing"]);
    }

    [Fact]
    public async Task A_chart_of_people_does_not_number_events_that_count_nobody()
    {
        await KeepAsync("a", "chart", "interval=month&country=BY&measure=people&headcountKind=released");
        var page = await ReadAsync("/embed/a");
        Assert.Contains("Events without a date that is exact enough, or that began earlier, are not counted.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not shown", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_shades_countries_and_loses_none()
    {
        foreach (var (country, events) in ((string, int)[])[("MT", 1), ("SUHH", 2), ("XK", 3)])
        {
            for (var i = 0; i < events; i++)
                await _server.PostAsync("/v1/events", By(country, "2025-01-01"));
        }
        await KeepAsync("a", "map", "from=2025");
        var page = Parse(await ReadAsync("/embed/a"));
        var facets = (await _server.GetAsync("/v1/events/facets?by=country&limit=1000&from=2025"))["items"]![0]!["values"]!.AsArray();
        Assert.True(facets.Count >= 7);
        Assert.Equal(facets.Select(value => (value!["country"].Text("name")!, value!["events"]!.ToString())), Rows(page).Skip(1).Select(row => (row[0], row[1])));
        var hints = page.Descendants().Where(element => element.Name.LocalName is "path" or "circle" && element.HasElements).ToDictionary(shape => shape.Value, shape => shape.Name.LocalName);
        Assert.Equal(("path", "path", "circle"), (hints["Belarus: 9 events"], hints["Kosovo: 3 events"], hints["Malta: 1 event"]));
        Assert.Contains("Not on the map: Soviet Union (2).", page.Value, StringComparison.Ordinal);
        Assert.Equal(facets.Count, hints.Count + 1);
        // The darker, the more: the shades of the legend are those of the map.
        var most = page.Descendants().Single(element => element.Value == "Belarus: 9 events" && element.Name.LocalName == "path");
        Assert.Equal("land s4", (string)most.Attribute("class")!);
        Assert.EndsWith("–9", page.Descendants("li").Last().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_can_show_who_acts()
    {
        await KeepAsync("a", "map", "by=country.actor&type=release");
        var page = Parse(await ReadAsync("/embed/a"));
        Assert.Equal("2 events; 1 country acts, most often Belarus (2)", page.Descendants("p").First().Value);
        Assert.Equal([["Country", "Events"], ["Belarus", "2"]], Rows(page));
    }

    [Fact]
    public async Task A_table_shows_events_in_words()
    {
        await KeepAsync("a", "table", "country=BY&type=release,arrest&sort=date&limit=2");
        var page = Parse(await ReadAsync("/embed/a"));
        Assert.Equal("2 of 3 events", page.Descendants("p").First().Value);
        var rows = Rows(page);
        Assert.Equal(["Date", "Event", "Type", "Countries", "Reports"], rows[0]);
        Assert.Equal("2025-09-11", rows[1][0]);
        Assert.Equal(["2025-09-11 to 2025-09-15", "Arrest", "Belarus"], [rows[2][0], rows[2][2], rows[2][3]]);
        Assert.Equal($"{_server.Address}v1/events/{Id("e9")}", (string)page.Descendants("td").Descendants("a").First().Attribute("href")!);
        Assert.DoesNotContain("<svg", page.ToString(), StringComparison.Ordinal);
        await _server.RefusedAsync("/embed/a.svg", 404, "not-found");
    }

    [Theory]
    [InlineData("chart")]
    [InlineData("map")]
    [InlineData("table")]
    public async Task Where_nothing_matches_the_page_says_so(string show)
    {
        await KeepAsync("a", show, "type=election&country=VA");
        var page = await ReadAsync("/embed/a");
        Assert.Contains("Nothing matches yet.", page, StringComparison.Ordinal);
        Assert.Contains("0 events", page, StringComparison.Ordinal);
        if (show != "table")
            Assert.Contains("Nothing matches yet.", await ReadAsync("/embed/a.svg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/embed/nothing")]
    [InlineData("/embed/Nothing%20%3Cb%3E")]
    [InlineData("/embed/a%01b")]
    public async Task Where_nothing_is_kept_stands_a_calm_page(string address)
    {
        using var response = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Contains("There is nothing with this name here.", body, StringComparison.Ordinal);
        AssertStrict(response, body);
        await _server.RefusedAsync("/embed/nothing.svg", 404, "not-found");
    }

    [Theory]
    [InlineData("chart", "by=type")]
    [InlineData("map", "")]
    [InlineData("table", "")]
    public async Task A_page_loads_nothing_and_frames_everywhere(string show, string query)
    {
        await KeepAsync("a", show, query);
        using var response = await _server.Public.GetAsync(new Uri("/embed/a", UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        AssertStrict(response, body);
        Assert.False(response.Headers.Contains("X-Frame-Options"));
        foreach (var element in Parse(body).DescendantsAndSelf())
        {
            Assert.DoesNotContain(element.Name.LocalName, (string[])["script", "img", "iframe", "object", "embed", "use", "image", "base", "form"]);
            Assert.DoesNotContain(element.Attributes(), attribute => attribute.Name.LocalName is "src" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            if (element.Attribute("href") is { } href)
                Assert.StartsWith(element.Name.LocalName == "link" ? $"{_server.Address}" : "http", href.Value, StringComparison.Ordinal);
            if (element.Name == "link")
                Assert.Equal("alternate", (string)element.Attribute("rel")!);
        }
        Assert.DoesNotContain("url(", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", body, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("chart", "by=type&interval=year")]
    [InlineData("chart", "by=topic&interval=year")]
    [InlineData("map", "by=country.actor")]
    public async Task A_picture_stands_alone(string show, string query)
    {
        await KeepAsync("a", show, query, "Title & more");
        using var response = await _server.Public.GetAsync(new Uri("/embed/a.svg", UriKind.Relative));
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; ", Policy(response), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var picture = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal((svg + "svg", "img", "title desc"), (picture.Name, (string)picture.Attribute("role")!, (string)picture.Attribute("aria-labelledby")!));
        Assert.Equal(("Title & more", "title"), (picture.Element(svg + "title")!.Value, (string)picture.Element(svg + "title")!.Attribute("id")!));
        Assert.Contains("events", picture.Element(svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", picture.Element(svg + "style")!.Value, StringComparison.Ordinal);
        Assert.All(picture.DescendantsAndSelf(), element => Assert.Equal(svg, element.Name.Namespace));
        Assert.DoesNotContain(picture.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "href" or "src");
        Assert.Contains(picture.Descendants(svg + "text"), text => text.Value == $"Data: Events, {_server.Address.Authority} · as of {DateTime.UtcNow:yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("chart", "by=country")]
    [InlineData("map", "")]
    [InlineData("table", "")]
    public async Task Hostile_texts_are_texts(string show, string query)
    {
        await _server.PostAsync("/v1/events", Some.Event(Hostile + new string('x', 900)).With(new() { ["topics"] = new JsonArray("a-topic") }));
        var kept = await KeepAsync("a", show, query, Hostile);
        var shown = Hostile.Replace('\u0001', '\uFFFD');
        var body = await ReadAsync("/embed/a");
        var page = Parse(body);
        Assert.Equal(shown, page.Descendants("h1").Single().Element("bdi")!.Value);
        Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", body, StringComparison.OrdinalIgnoreCase);
        if (show == "table")
            Assert.Contains(page.Descendants("bdi"), text => text.Value == shown + new string('x', 900));
        else
            Assert.Equal(shown, XDocument.Parse(await ReadAsync("/embed/a.svg")).Root!.Elements().First().Value);
        Assert.Equal(shown, (string)XElement.Parse(kept.Text("iframe")!).Attribute("title")!);
        var oembed = await _server.GetAsync($"/oembed?url={_server.Address}embed/a");
        Assert.Equal(shown, (string)XElement.Parse(oembed.Text("html")!).Attribute("title")!);
    }

    [Theory]
    [InlineData("chart", "by=topic&interval=year")]
    [InlineData("map", "")]
    [InlineData("table", "")]
    public async Task What_not_everyone_may_see_is_in_no_embed_whoever_asks(string show, string query)
    {
        await KeepAsync("a", show, query);
        var before = await NumbersAsync();
        JsonObject Secret(string title) => By("EE", "2025-12-24").With(new() { ["title"] = title, ["topics"] = new JsonArray("zyzzyva-topic"), ["type"] = "protest" });
        await _server.PostAsync("/v1/events", Secret("Zyzzyva draft").With(new() { ["workflow"] = "draft" }));
        await _server.PostAsync("/v1/events", Secret("Zyzzyva in review").With(new() { ["workflow"] = "in-review" }));
        await _server.PostAsync("/v1/events", Secret("Zyzzyva under embargo").With(new() { ["embargoUntil"] = "2199-01-01T00:00:00Z" }));
        await _server.PostAsync("/v1/events", Secret("Zyzzyva of the archive").With(new() { ["workflow"] = "archived" }));
        Assert.Contains("Zyzzyva", (await _server.GetAsync("/v1/events?workflow=!published", _server.Editor)).ToJsonString(), StringComparison.Ordinal);
        foreach (var client in (HttpClient[])[_server.Editor, _server.Reader, _server.Public])
        {
            foreach (var address in (string[])["/embed/a", "/embed/a.svg"])
            {
                var body = await client.GetStringOrRefusalAsync(address);
                Assert.DoesNotContain("zyzzyva", body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("Estonia", body, StringComparison.Ordinal);
            }
        }
        Assert.Equal(before, await NumbersAsync());
        // Were they open, they would show.
        await _server.PostAsync("/v1/events", Secret("Zyzzyva in the open"));
        Assert.NotEqual(before, await NumbersAsync());

        async Task<string> NumbersAsync() => string.Join('\n', Rows(Parse(await ReadAsync("/embed/a", _server.Editor))).Select(row => string.Join('|', row)));
    }

    [Fact]
    public async Task What_is_withheld_later_is_gone_from_an_embed_and_so_is_one_that_names_it()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva"))).Text("id")!;
        var e = (await _server.PostAsync("/v1/events", Some.Release("Zyzzyva is free", "2025-12-20", person))).Text("id")!;
        await KeepAsync("all", "table", "");
        await KeepAsync("one", "table", $"person={person}");
        Assert.Contains("Zyzzyva is free", await ReadAsync("/embed/all"), StringComparison.Ordinal);
        Assert.Contains("Zyzzyva is free", await ReadAsync("/embed/one"), StringComparison.Ordinal);
        await _server.PatchAsync($"/v1/people/{person}", new JsonObject { ["visibility"] = "restricted" });
        using var gone = await _server.Editor.GetAsync(new Uri("/embed/one", UriKind.Relative));
        var body = await gone.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("has no public answer any more", body, StringComparison.Ordinal);
        Assert.DoesNotContain(person, body, StringComparison.Ordinal);
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["workflow"] = "draft" });
        Assert.DoesNotContain("Zyzzyva", await ReadAsync("/embed/all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_reads_need_a_key_nothing_is_embedded()
    {
        await using var closed = await RunningServer.StartAsync(adjust: settings => settings with { ReadsNeedKey = true });
        await closed.PostAsync("/v1/queries", Query("a", "chart", "", "A title"));
        foreach (var client in (HttpClient[])[closed.Public, closed.Reader, closed.Editor])
        {
            using var page = await client.GetAsync(new Uri("/embed/a", UriKind.Relative));
            var body = await page.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            Assert.Contains("Nothing on this server is public.", body, StringComparison.Ordinal);
            Assert.DoesNotContain("A title", body, StringComparison.Ordinal);
            await closed.RefusedAsync("/embed/a.svg", 404, "not-found", client);
            await closed.RefusedAsync($"/oembed?url={closed.Address}embed/a", 404, "not-found", client);
        }
        await closed.RefusedAsync("/v1/queries/a", 401, "unauthorized");
    }

    [Theory]
    [InlineData("/embed/a")]
    [InlineData("/embed/a.svg")]
    public async Task A_repeated_embed_comes_from_memory_until_something_is_written(string address)
    {
        await KeepAsync("a", "chart", "by=type", "Before");
        using var first = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
        var before = await first.Content.ReadAsStringAsync();
        // Behind the server's back: only who looks into the file sees it.
        Damage.Run(_server.Database, "UPDATE saved_query SET title = 'Behind'");
        using (var second = await _server.AskAsync(HttpMethod.Get, address + "?utm_source=newsletter", client: _server.Editor))
        {
            Assert.Equal(before, await second.Content.ReadAsStringAsync());
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Equal("public, max-age=60", second.Headers.CacheControl!.ToString());
            Assert.Equal(["Accept-Encoding"], second.Headers.Vary);
        }
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync(address, first));
        await _server.PostAsync("/v1/events", By("BY", "2025-12-20"));
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync(address, first));
        Assert.Contains("Behind", await ReadAsync(address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/embed/a")]
    [InlineData("/embed/a.svg")]
    public async Task A_changed_and_a_deleted_query_take_effect_at_once(string address)
    {
        var kept = await KeepAsync("a", "chart", "by=type", "Before");
        using var first = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Contains("Before", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        kept["title"] = "After";
        await _server.PutAsync("/v1/queries/a", kept);
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync(address, first));
        Assert.Contains("After", await ReadAsync(address), StringComparison.Ordinal);
        await _server.DeleteAsync("/v1/queries/a");
        Assert.Equal(HttpStatusCode.NotFound, await AskAgainAsync(address, first));
        await KeepAsync("a", "map", "", "Anew");
        Assert.Contains("Anew", await ReadAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embed_is_answered_compressed_and_to_HEAD_without_a_body()
    {
        await KeepAsync("a", "map", "");
        foreach (var address in (string[])["/embed/a", "/embed/a.svg", "/embed/nothing"])
        {
            using var get = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
            using var head = await _server.AskAsync(HttpMethod.Head, address, client: _server.Public);
            Assert.Equal((get.StatusCode, get.Content.Headers.ContentLength, get.Headers.ETag), (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, "/embed/a");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var compressed = await _server.Public.SendAsync(request);
        Assert.Equal("br", compressed.Content.Headers.ContentEncoding.Single());
        Assert.InRange(compressed.Content.Headers.ContentLength!.Value, 1, 40_000);
    }

    [Fact]
    public async Task Any_page_may_read_an_embed()
    {
        await KeepAsync("a", "chart", "");
        foreach (var address in (string[])["/embed/a", "/embed/a.svg", $"/oembed?url={_server.Address}embed/a"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Origin", "https://newspaper.example");
            using var response = await _server.Public.SendAsync(request);
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }
    }

    [Fact]
    public async Task Every_country_of_the_map_is_a_country_here()
    {
        var numbers = (await _server.GetAsync("/v1/countries?limit=1000"))["items"]!.AsArray().SelectMany(country => (string?[])[country.Text("numeric"), country.Text("code")]).ToHashSet();
        var shapes = Api.Embeds.WorldMap.Instance.Shapes;
        Assert.Equal(176, shapes.Count);
        Assert.All(shapes.Keys, shape => Assert.Contains(shape, numbers));
        // No outline jumps over the map, as it would where the date line is crossed.
        Assert.All(shapes.Values, shape => Assert.All(Step().Matches(shape), step => Assert.InRange(Math.Abs(int.Parse(step.Groups[1].Value, CultureInfo.InvariantCulture)), 0, 800)));
    }

    private async Task<JsonNode> KeepAsync(string name, string show, string query, string title = "A title") => await _server.PostAsync("/v1/queries", Query(name, show, query, title));

    private static JsonObject Query(string name, string show, string query, string title) => new() { ["name"] = name, ["title"] = title, ["show"] = show, ["query"] = query };

    private static JsonObject By(string country, string start) => Some.Event("An event", start).With(new() { ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = country }) });

    private async Task<string> ReadAsync(string address, HttpClient? client = null)
    {
        using var response = await (client ?? _server.Public).GetAsync(new Uri(address, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {(int)response.StatusCode} {body}");
        return body;
    }

    private async Task<HttpStatusCode> AskAgainAsync(string address, HttpResponseMessage before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", before.Headers.ETag!.ToString());
        using var response = await _server.Public.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Pages are written so that they are XML, too, but for the elements without an end.</summary>
    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf('\n', StringComparison.Ordinal)..]);

    private static List<List<string>> Rows(XElement page) => [.. page.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToList())];

    private static string Policy(HttpResponseMessage response) => response.Headers.GetValues("Content-Security-Policy").Single();

    private static void AssertStrict(HttpResponseMessage response, string body)
    {
        var style = Style().Match(body).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors *", Policy(response));
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("prefers-color-scheme:dark", style, StringComparison.Ordinal);
    }

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("l(-?\\d+) ")]
    private static partial Regex Step();
}

internal static class Bodies
{
    /// <summary>Whatever is answered, without the address that a refusal repeats.</summary>
    public static async Task<string> GetStringOrRefusalAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        return await response.Content.ReadAsStringAsync();
    }
}
