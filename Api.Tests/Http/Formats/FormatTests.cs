using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsvHelper;
using Events.Api.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http.Formats;

/// <summary>Every format tells the same events as JSON, and no more of them.</summary>
public sealed class FormatTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static readonly TheoryData<string, string> Formats = new()
    {
        { ".ndjson", "application/x-ndjson" },
        { ".csv", "text/csv" },
        { ".geojson", "application/geo+json" },
        { ".atom", "application/atom+xml" },
        { ".ics", "text/calendar" },
    };

    private readonly RunningServer _server = shared.Http;

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_format_has_the_events_of_JSON_in_its_order(string suffix, string type)
    {
        foreach (var list in (string[])["/v1/events", "/v1/countries/BY/events", $"/v1/sanctions/{Id("51")}/events", $"/v1/prisoner-releases/{Id("e3")}/events"])
        {
            foreach (var query in (string[])["", "?type=release&sort=date", "?country=actor:BY&sort=-people", "?q=potash&sort=relevance", "?from=2199", "?limit=3", "?asOf=3&topic=diplomacy"])
            {
                var expected = (await _server.GetAsync(list + query)).Ids();
                using var named = await _server.Public.GetAsync(new Uri(list + suffix + query, UriKind.Relative));
                using var accepted = await AcceptAsync(list + query, type);
                foreach (var response in (HttpResponseMessage[])[named, accepted])
                {
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
                    Assert.Equal(expected, Ids(suffix, await response.Content.ReadAsStringAsync()));
                }
            }
        }
    }

    [Theory]
    [InlineData("/v1/people", "name")]
    [InlineData("/v1/organizations", "name")]
    [InlineData("/v1/reports", "title")]
    [InlineData("/v1/sanctions", "name")]
    [InlineData("/v1/countries", "name")]
    public async Task Other_collections_come_as_lines_and_as_tables(string collection, string name)
    {
        var items = (await _server.GetAsync($"{collection}?limit=1000"))["items"]!.AsArray();
        var lines = (await _server.Public.GetStringAsync(new Uri($"{collection}.ndjson", UriKind.Relative))).TrimEnd('\n').Split('\n');
        Assert.Equal(items.Select(item => item!.ToJsonString()), lines.SkipLast(1).Select(line => JsonNode.Parse(line)!.ToJsonString()));
        var rows = Read(await _server.Public.GetStringAsync(new Uri($"{collection}.csv", UriKind.Relative)));
        Assert.Equal(items.Select(item => item.Text(name)), rows.Select(row => row[name]));
        // A column that is always empty leads nowhere, but for what no example has.
        Assert.Empty(rows[0].Keys.Where(column => rows.All(row => row[column].Length == 0)).Except(["born_on", "died_on", "legal_basis", "sender_organizations", "target_people", "target_organizations", "programme", "description", "url"]));
    }

    [Fact]
    public async Task Lists_within_a_cell_and_the_state_of_a_day_are_told()
    {
        var rows = Read(await _server.Public.GetStringAsync(new Uri("/v1/sanctions.csv?on=2025-12-14", UriKind.Relative)));
        var potash = rows.Single(row => row["id"] == Id("51"));
        Assert.Equal(("US", "in-force"), (potash["sender_countries"], potash["state"]));
        var people = Read(await _server.Public.GetStringAsync(new Uri("/v1/people.csv?tag=nobel-peace-laureate", UriKind.Relative)));
        Assert.Equal(("nobel-peace-laureate human-rights-defender", "BY"), (people[0]["tags"], people[0]["citizenships"]));
        Assert.Contains("; ", people[0]["other_names"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_limit_gives_pages_that_the_header_Link_joins(string suffix, string type)
    {
        var expected = (await _server.GetAsync("/v1/events")).Ids();
        var (seen, next) = (new List<string>(), $"/v1/events{suffix}?limit=4");
        while (next is not null)
        {
            using var page = await _server.Public.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
            Assert.Equal(type, page.Content.Headers.ContentType!.MediaType);
            Assert.NotNull(page.Content.Headers.ContentLength);
            seen.AddRange(Ids(suffix, await page.Content.ReadAsStringAsync()));
            next = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0].TrimStart('<') : null;
        }
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task A_whole_result_goes_over_many_pages_of_one_state()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        await AddAsync(server, 1100);
        var expected = new List<string>();
        for (var next = "/v1/events?limit=1000&country=BY"; next is not null;)
        {
            var page = await server.GetAsync(next);
            expected.AddRange(page.Ids());
            next = page.Text("next");
        }
        Assert.Equal(1100, expected.Count);
        foreach (var suffix in (string[])[".ndjson", ".csv", ".geojson"])
        {
            using var response = await server.Public.GetAsync(new Uri($"/v1/events{suffix}?country=BY", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            // What is written while it is on its way belongs to a later state.
            await server.PostAsync("/v1/events", Some.Release("Later", "2026-01-01").With(new() { ["evidence"] = new JsonArray(), ["workflow"] = "draft" }));
            await server.PatchAsync($"/v1/events/{expected[^1]}", new JsonObject { ["title"] = $"Later {suffix}" });
            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal(expected, Ids(suffix, text));
            Assert.DoesNotContain($"Later {suffix}", text, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Link"));
        }
    }

    [Theory]
    [InlineData("/v1/events.csv", "10")]
    [InlineData("/v1/events.csv?layout=long", null)]
    [InlineData("/v1/events.csv?limit=3", "")]
    public async Task The_trailer_of_csv_has_the_number_of_its_rows(string address, string? expected)
    {
        await using var app = Server.Build(new ServerSettings { Database = _server.Database, Examples = ExampleSet.None }, [], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        });
        await app.StartAsync();
        using var client = new HttpClient
        {
            BaseAddress = new Uri(app.Urls.First()),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        var rows = Read(await response.Content.ReadAsStringAsync()).Count.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(expected ?? rows, response.TrailingHeaders.TryGetValues("Events-Rows", out var said) ? said.Single() : "");
    }

    [Theory]
    [InlineData(".ndjson", "\"end\":true")]
    [InlineData(".csv", null)]
    [InlineData(".geojson", "numberReturned")]
    public async Task What_fails_in_the_middle_is_cut_off_and_has_no_end(string suffix, string? end)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        await AddAsync(server, 1500);
        // The answer to an event far behind is spoilt on the disk.
        Damage.Run(server.Database, "UPDATE rendering SET item = CAST('{' AS BLOB) WHERE slot = (SELECT slot FROM rendering JOIN record ON slot / 4 = row WHERE kind = 'event' ORDER BY slot LIMIT 1)");
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /v1/events{suffix} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var said = new MemoryStream();
        try
        {
            await stream.CopyToAsync(said);
        }
        catch (IOException)
        {
            // Cut off in the middle of a packet.
        }
        var text = Encoding.UTF8.GetString(said.ToArray());
        Assert.StartsWith("HTTP/1.1 200", text, StringComparison.Ordinal);
        Assert.Contains("Freed 1499", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Events-Rows: 1", text, StringComparison.Ordinal);
        if (end is not null)
            Assert.DoesNotContain(end, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_whole_result_says_how_much_it_was()
    {
        var seq = (await _server.GetAsync("/v1/events?limit=1")).Number("seq");
        var lines = (await _server.Public.GetStringAsync(new Uri("/v1/events.ndjson", UriKind.Relative))).Split('\n');
        Assert.Equal($"{{\"end\":true,\"items\":10,\"seq\":{seq}}}", lines[^2]);
        Assert.Equal((await _server.GetAsync("/v1/events"))["items"]![0]!.ToJsonString(), JsonNode.Parse(lines[0])!.ToJsonString());
        var map = await _server.GetAsync("/v1/events.geojson");
        Assert.Equal((10, seq), (map.Number("numberReturned"), map.Number("seq")));
    }

    [Fact]
    public async Task Cells_that_would_run_as_formulas_begin_with_an_apostrophe_and_numbers_do_not()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        foreach (var sign in (string[])["=", "+", "-", "@", "\t", "\r"])
        {
            await server.PostAsync("/v1/events", Some.Event(sign + "1+1, \"or\"\nmore").With(new()
            {
                ["topics"] = new JsonArray("formulas"),
                ["place"] = new JsonObject { ["lat"] = -33.5, ["lon"] = -70.25, ["name"] = sign + "HERE()" },
            }));
        }
        var rows = Read(await server.Public.GetStringAsync(new Uri("/v1/events.csv?topic=formulas", UriKind.Relative)));
        Assert.Equal(6, rows.Count);
        foreach (var row in rows)
        {
            Assert.Equal('\'', row["title"][0]);
            Assert.EndsWith("1+1, \"or\"\nmore", row["title"], StringComparison.Ordinal);
            Assert.Equal('\'', row["place_name"][0]);
            Assert.Equal(("-33.5", "-70.25"), (row["lat"], row["lon"]));
        }
    }

    [Fact]
    public async Task The_columns_of_csv_are_these()
    {
        var text = await _server.Public.GetStringAsync(new Uri("/v1/events.csv?type=transfer&sort=-people&limit=1", UriKind.Relative));
        Assert.StartsWith(
            "id,version,type,group,title,summary,occurrence,start,start_earliest,start_latest,end,place_name,place_country,lat,lon,"
            + "countries,actors,targets,people_kind,people_low,people_best,people_high,topics,reports,verification,url,updated_at\r\n",
            text, StringComparison.Ordinal);
        var row = Assert.Single(Read(text));
        Assert.Equal(
            (Id("e5"), "transfer", "2025-12-13", "2025-12-13", "received", "114", $"{_server.Address}v1/events/{Id("e5")}"),
            (row["id"], row["type"], row["start"], row["start_latest"], row["people_kind"], row["people_best"], row["url"]));
        Assert.Equal(["BY", "UA"], row["countries"].Split(' ').Intersect(["BY", "UA"]));
    }

    [Fact]
    public async Task The_long_layout_has_a_row_for_each_country_and_role()
    {
        var rows = Read(await _server.Public.GetStringAsync(new Uri("/v1/events.csv?layout=long", UriKind.Relative)));
        Assert.Equal((await _server.GetAsync("/v1/events")).Ids(), rows.Select(row => row["id"]).Distinct());
        Assert.Contains(rows, row => (row["id"], row["role"], row["country"]) == (Id("e3"), "actor", "BY"));
        Assert.Contains(rows, row => (row["id"], row["role"], row["country"]) == (Id("e5"), "recipient", "UA"));
    }

    [Fact]
    public async Task A_byte_order_mark_comes_when_it_is_asked_for()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        var with = await _server.Public.GetByteArrayAsync(new Uri("/v1/events.csv?bom=true", UriKind.Relative));
        var without = await _server.Public.GetByteArrayAsync(new Uri("/v1/events.csv?bom=false", UriKind.Relative));
        Assert.Equal(mark, with[..3]);
        Assert.Equal(with[3..], without);
    }

    [Fact]
    public async Task A_calendar_has_whole_days_and_ends_on_the_day_after()
    {
        var text = await _server.Public.GetStringAsync(new Uri("/v1/events.ics?type=release&from=2025-12", UriKind.Relative));
        Assert.Contains("DTSTART;VALUE=DATE:20251213\r\n", text, StringComparison.Ordinal);
        Assert.Contains("DTEND;VALUE=DATE:20251214\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verification", "retracted", "CANCELLED")]
    [InlineData("occurrence", "denied", "CANCELLED")]
    [InlineData("occurrence", "announced", "TENTATIVE")]
    [InlineData("verification", "disputed", "CONFIRMED")]
    public async Task A_calendar_says_what_did_not_happen(string member, string value, string status)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        await server.PostAsync("/v1/events", Some.Event("Zyzzyva", "2024-05-06").With(new() { [member] = value }));
        Assert.Contains($"STATUS:{status}\r\n", await server.Public.GetStringAsync(new Uri("/v1/events.ics?q=zyzzyva", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_withheld_and_what_cannot_be_written_does_not_show(string suffix, string type)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        var hidden = (await server.PostAsync("/v1/people", Some.Person("Secretiva Hiddenova").With(new() { ["visibility"] = "restricted" }))).Text("id")!;
        await server.PostAsync("/v1/events", Some.Release("Let\u0001go", "2026-02", hidden).With(new()
        {
            ["topics"] = new JsonArray("hidden"),
            ["place"] = new JsonObject { ["name"] = "Hidden Valley", ["country"] = "LT", ["lat"] = 54.321, ["lon"] = 25.123, ["visibility"] = "restricted" },
        }));
        using var response = await server.Public.GetAsync(new Uri($"/v1/events{suffix}?topic=hidden", UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Single(Ids(suffix, text));
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        foreach (var secret in (string[])[hidden, "Hiddenova", "Hidden Valley", "54.321", "25.123"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        using var read = await server.Editor.GetAsync(new Uri($"/v1/events{suffix}?topic=hidden", UriKind.Relative));
        Assert.Contains(suffix is ".atom" ? "urn:uuid" : "54.321", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv, application/json;q=0.9, */*;q=0.1", "text/csv")]
    [InlineData("text/html, */*;q=0.8", "application/json")]
    [InlineData("application/*;q=0.4, application/geo+json", "application/geo+json")]
    [InlineData("application/json;q=0, */*", "application/x-ndjson")]
    [InlineData("text/*", "text/csv")]
    [InlineData("text/csv, */*", "text/csv")]
    [InlineData("text/calendar, application/*, application/json", "application/json")]
    public async Task The_most_welcome_format_is_given(string accept, string given)
    {
        using var response = await AcceptAsync("/v1/events", accept);
        Assert.Equal(given, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Theory]
    [InlineData("/v1/events", "text/html")]
    [InlineData("/v1/events", "text/csv;q=0")]
    [InlineData("/v1/people", "text/calendar")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3", "text/calendar")]
    public async Task A_format_that_is_not_there_is_refused(string address, string accept)
    {
        using var response = await AcceptAsync(address, accept);
        await response.RefusedAsync(406, "not-acceptable");
    }

    [Theory]
    [InlineData("/v1/events.xlsx", 404, "not-found")]
    [InlineData("/v1/people.ics", 404, "not-found")]
    [InlineData("/v1/people.csv?layout=long", 400, "unknown-parameter")]
    [InlineData("/v1/prisoner-releases.csv", 404, "not-found")]
    [InlineData("/v1/countries/BY/events.xml", 404, "not-found")]
    [InlineData("/v1/countries/Atlantis/events.csv", 404, "not-found")]
    [InlineData("/v1/events.csv?layout=wide", 400, "unknown-code")]
    [InlineData("/v1/events.csv?count=exact", 400, "unknown-parameter")]
    [InlineData("/v1/events.ics?layout=long", 400, "unknown-parameter")]
    [InlineData("/v1/events?layout=long", 400, "invalid-parameter")]
    [InlineData("/v1/events.csv?contry=BY", 400, "unknown-parameter")]
    [InlineData("/v1/events.ndjson?workflow=draft", 401, "unauthorized")]
    public async Task What_a_format_does_not_know_is_refused(string address, int status, string slug) => await _server.RefusedAsync(address, status, slug);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_same_again_is_not_sent_and_formats_have_their_own_ETags(string suffix, string type)
    {
        using var json = await _server.Public.GetAsync(new Uri("/v1/events", UriKind.Relative));
        using var first = await AcceptAsync("/v1/events", type);
        Assert.NotEqual(json.Headers.ETag, first.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Add("Accept", type);
        request.Headers.Add("If-None-Match", first.Headers.ETag!.ToString());
        using var again = await _server.Public.SendAsync(request);
        Assert.True(again.StatusCode is HttpStatusCode.NotModified, suffix);
    }

    private static async Task AddAsync(RunningServer server, int number)
    {
        var report = (await server.PostAsync("/v1/reports", Some.Report("A source"))).Text("id")!;
        var events = Enumerable.Range(0, number).Select(i => new JsonObject
        {
            ["kind"] = "event",
            ["data"] = Some.Release($"Freed {i}", new DateOnly(2020, 1, 1).AddDays(i).ToString("O", CultureInfo.InvariantCulture)).With(new() { ["evidence"] = new JsonArray(Some.Supports(report)) }),
        });
        await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. events]) });
    }

    private async Task<HttpResponseMessage> AcceptAsync(string address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _server.Public.SendAsync(request);
    }

    private static IReadOnlyList<string> Ids(string suffix, string text) => suffix switch
    {
        ".ndjson" => [.. text.TrimEnd('\n').Split('\n').SkipLast(1).Select(line => JsonNode.Parse(line).Text("id")!)],
        ".csv" => [.. Read(text).Select(row => row["id"])],
        ".geojson" => [.. JsonNode.Parse(text)!["features"]!.AsArray().Select(feature => feature.Text("id")!)],
        ".atom" => [.. XDocument.Parse(text).Descendants(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value["urn:uuid:".Length..])],
        _ => [.. Ical.Net.Calendar.Load(text)!.Events.Select(e => e.Uid!)],
    };

    private static List<Dictionary<string, string>> Read(string csv)
    {
        using var reader = CsvReader.FromText(csv);
        reader.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(reader.Headers.ToDictionary(name => name, reader.GetString));
        return rows;
    }
}
