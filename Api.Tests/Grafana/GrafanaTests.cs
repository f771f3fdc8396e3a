using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Grafana;

/// <summary>Grafana's JSON data source gets from <c>/v1/grafana</c> what the addresses of events answer, in the shapes that it reads.</summary>
public sealed partial class GrafanaTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Of2025 = """{"from":"2025-01-01T00:00:00.000Z","to":"2025-12-31T23:59:59.999Z","raw":{"from":"now-1y","to":"now"}}""";

    [Theory]
    [InlineData("/v1/grafana")]
    [InlineData("/v1/grafana/")]
    public async Task The_data_source_says_that_it_is_there(string address) => Assert.Equal("ok", (await shared.Http.GetAsync(address)).Text("status"));

    [Fact]
    public async Task Each_metric_answers_and_takes_each_of_its_options()
    {
        var metrics = (await AskAsync("metrics", "{}")).AsArray();
        Assert.Equal(["series", "facets", "events"], metrics.Select(metric => metric.Text("value")));
        foreach (var metric in metrics)
        {
            var parameters = metric!["payloads"]!.AsArray();
            Assert.All(parameters, parameter => Assert.Equal(parameter!["options"] is null, parameter.Text("type") == "input"));
            foreach (var parameter in parameters.Where(parameter => parameter.Text("name") is not ("workflow" or "sort" or "measure" or "headcountKind")))
            {
                foreach (var value in parameter!["options"]?.AsArray().Select(option => option.Text("value")!) ?? [parameter.Text("placeholder")!])
                {
                    var payload = new JsonObject { [parameter.Text("name")!] = parameter.Text("type") == "multi-select" ? new JsonArray(value) : value };
                    Assert.NotNull(await QueryAsync(metric.Text("value")!, payload.ToJsonString()));
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"by":"type","interval":"month"}""", "by=type&interval=month")]
    [InlineData("""{"by":["type","verification"],"country":["BY","UA"],"interval":"quarter"}""", "by=type,verification&country=BY,UA&interval=quarter")]
    [InlineData("""{"country":"(BY|UA)","type":"release","measure":"reports","minPeople":100}""", "country=BY,UA&type=release&measure=reports&minPeople=100")]
    [InlineData("""{"country":"Congo \\(Kinshasa\\)","q":"","topic":[],"type":null}""", "country=CD")]
    [InlineData("", "")]
    public async Task A_line_has_the_numbers_of_the_series(string payload, string query)
    {
        var series = await shared.Http.GetAsync($"/v1/events/series?layout=wide&from=2025&to=2025&{query}");
        var frames = await QueryAsync("series", payload, Of2025);
        var expected = series["items"]!.AsArray().SelectMany(item => item!.AsObject().Where(member => member.Key is not ("bucket" or "start" or "time"))
            .Select(member => (member.Key.Replace("/", " / ", StringComparison.Ordinal), $"[{member.Value},{item["time"]}]"))).ToLookup(pair => pair.Item1, pair => pair.Item2);
        Assert.Equal(expected.Select(line => $"{line.Key}: {string.Join(' ', line)}"),
            frames.AsArray().Select(frame => $"{frame.Text("target")}: {string.Join(' ', frame!["datapoints"]!.AsArray().Select(point => point!.ToJsonString()))}"));
        Assert.All(frames.AsArray(), frame => Assert.Equal("A", frame.Text("refId")));
    }

    [Fact]
    public async Task People_come_with_their_bounds()
    {
        var frames = (await QueryAsync("series", """{"measure":"people","headcountKind":"received","by":"country.target","interval":"year"}""", Of2025)).AsArray();
        var series = await shared.Http.GetAsync("/v1/events/series?measure=people&headcountKind=received&by=country.target&interval=year&from=2025&to=2025&layout=long");
        foreach (var item in series["items"]!.AsArray())
        {
            foreach (var (bound, suffix) in ((string, string)[])[("best", ""), ("low", " (low)"), ("high", " (high)")])
                Assert.Equal(item!["people"]![bound]?.ToJsonString(), frames.Single(frame => frame.Text("target") == item["country.target"].Text("name") + suffix)!["datapoints"]![0]![0]?.ToJsonString());
        }
        Assert.Equal(3 * series["items"]!.AsArray().Count, frames.Count);
    }

    [Fact]
    public async Task A_table_has_the_rows_of_the_list_and_is_read_as_annotations()
    {
        var list = await shared.Http.GetAsync("/v1/events?country=BY&from=2025&to=2025&limit=3");
        var table = (await QueryAsync("events", """{"country":"BY","limit":3}""", Of2025))[0]!;
        var columns = table["columns"]!.AsArray().Select(column => column.Text("text")).ToList();
        Assert.Equal(["time", "timeEnd", "title", "text", "tags"], columns.Take(5));
        Assert.Equal(list.Ids(), table["rows"]!.AsArray().Select(row => row![columns.IndexOf("id")]!.GetValue<string>()));
        var marks = await AskAsync("annotations", $$"""{"annotation":{"name":"Releases","enable":true,"query":"country=BY&type=release"},"range":{{Of2025}} }""");
        var releases = await shared.Http.GetAsync("/v1/events?country=BY&type=release&from=2025&to=2025");
        Assert.Equal(releases["items"]!.AsArray().Select(item => item.Text("title")), marks.AsArray().Select(mark => mark.Text("title")));
        Assert.All(marks.AsArray(), mark => Assert.Equal("release", mark!["tags"]![0]!.GetValue<string>()));
        Assert.Equal(Milliseconds(2025, 12, 13), marks[0]!.Number("time"));
    }

    [Fact]
    public async Task What_goes_on_is_marked_to_this_day()
    {
        var day = DateTimeOffset.UtcNow.Date;
        var marks = await AskAsync("annotations", $$"""{"range":{"from":"{{day.AddDays(-1):yyyy-MM-dd}}T00:00:00Z","to":"{{day:yyyy-MM-dd}}T23:00:00Z"},"annotation":{"query":"occurrence=ongoing"} }""");
        Assert.Equal(Milliseconds(day.Year, day.Month, day.Day), marks[0]!.Number("timeEnd"));
        Assert.Equal(Milliseconds(2025, 1, 1), marks[0]!.Number("time"));
    }

    [Fact]
    public async Task A_table_of_facets_has_a_row_for_each_cell()
    {
        var facets = await shared.Http.GetAsync("/v1/events/facets?by=country.actor,type");
        var table = (await QueryAsync("facets", """{"by":"country.actor,type"}"""))[0]!;
        Assert.Equal(
            facets["cross"]!.AsArray().Select(cell => $"[\"{cell!["country.actor"].Text("name")}\",\"{cell["country.actor"].Text("code")}\",\"{cell.Text("type")}\",{cell["events"]}]"),
            table["rows"]!.AsArray().Select(row => row!.ToJsonString()));
        Assert.Equal(4, table["columns"]!.AsArray().Count);
    }

    [Fact]
    public async Task Variables_and_filters_have_the_values_that_occur()
    {
        var values = await AskAsync("variable", """{"payload":{"target":"country","type":"release"},"range":{}}""");
        Assert.Equal(["Belarus BY", "Lithuania LT", "Ukraine UA"], values.AsArray().Select(value => $"{value.Text("__text")} {value.Text("__value")}"));
        foreach (var key in (await AskAsync("tag-keys", "{}")).AsArray().Select(key => key.Text("text")!))
        {
            foreach (var value in (await AskAsync("tag-values", $$"""{"key":"{{key}}"}""")).AsArray().Select(value => value.Text("text")!))
            {
                foreach (var (sign, not) in ((string, string)[])[("=", ""), ("!=", "!")])
                {
                    var table = (await AskAsync("query", $$"""{"targets":[{"target":"events","refId":"A"}],"adhocFilters":[{"key":"{{key}}","operator":"{{sign}}","value":"{{value}}"}]}"""))[0]!;
                    Assert.Equal((await shared.Http.GetAsync($"/v1/events?{key}={not}{value}")).Ids(), table["rows"]!.AsArray().Select(row => row![9]!.GetValue<string>()));
                }
            }
        }
    }

    [Fact]
    public async Task What_is_hidden_is_not_asked() =>
        Assert.Empty((await AskAsync("query", """{"targets":[{"target":"series","hide":true}],"scopedVars":{},"timezone":"browser"}""")).AsArray());

    [Theory]
    [InlineData("query", """{"targets":[{"target":"serie"}]}""", 400, "/targets/0/target")]
    [InlineData("query", """{"targets":[{"target":"series"},{"target":"series","payload":{"contry":"BY"}}]}""", 400, "/targets/1/payload/contry")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":"Belrus"}}]}""", 400, "/targets/0/payload/country")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"topic":"potatoes"}}]}""", 400, "/targets/0/payload/topic")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":{"code":"BY"}}}]}""", 400, "/targets/0/payload/country")]
    [InlineData("query", """{"targets":[{"target":"events","payload":"country=BY"}]}""", 400, "/targets/0/payload")]
    [InlineData("query", """{"range":{"from":"2025-01-01T00:00:00Z","to":"2024-01-01T00:00:00Z"},"targets":[{"target":"events"}]}""", 400, "/targets/0/payload/to")]
    [InlineData("query", """{"range":{"from":"yesterday","to":"now"},"targets":[]}""", 400, "/range/from")]
    [InlineData("query", """{"targets":{}}""", 400, "/targets")]
    [InlineData("query", """{"targets":[],"adhocFilters":[{"key":"type","operator":"=~","value":"x"}]}""", 400, "/adhocFilters/0/operator")]
    [InlineData("query", """{"targets":[],"adhocFilters":[{"key":"limit","operator":"=","value":"1"}]}""", 400, "/adhocFilters/0/key")]
    [InlineData("variable", """{"payload":{"target":"countri"}}""", 400, "/payload/target")]
    [InlineData("variable", """{"payload":{"target":"country","typ":"release"}}""", 400, "/payload/typ")]
    [InlineData("variable", "{}", 400, "/payload/target")]
    [InlineData("variable", """{"payload":{"target":"\ud800"}}""", 400, "")]
    [InlineData("variable", """{"payload":{"target":"country","type":"\udc00"}}""", 400, "")]
    [InlineData("query", """{"targets":[null]}""", 400, "/targets/0/target")]
    [InlineData("query", """{"targets":[],"adhocFilters":[null]}""", 400, "/adhocFilters/0/key")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":"\ud800"}}]}""", 400, "")]
    [InlineData("query", """{"targets":[{"target":"events","payload":"\ud800"}]}""", 400, "")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":[["BY"]]}}]}""", 400, "/targets/0/payload/country")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":[[[[[[[[[[[[[[[[[[[[[[[["\"a,b\""]]]]]]]]]]]]]]]]]]]]]]]]}}]}""", 400, "/targets/0/payload/country")]
    [InlineData("query", """{"targets":[{"target":"events","payload":{"country":"()"}}]}""", 400, "/targets/0/payload/country")]
    [InlineData("query", """{"targets":[{"target":"events","refId":3}]}""", 400, "/targets/0/refId")]
    [InlineData("query", """{"range":{},"targets":[{"target":"events"}]}""", 400, "/range/from")]
    [InlineData("query", """{"range":{"from":"2025-01-01T00:00:00Z"},"targets":[{"target":"events"}]}""", 400, "/range/to")]
    [InlineData("annotations", """{"annotation":{"query":"type=relaese"}}""", 400, "/annotation/query/type")]
    [InlineData("tag-values", """{"key":"colour"}""", 400, "/key/target")]
    public async Task What_is_wrong_is_named_where_it_stands(string route, string body, int status, string pointer)
    {
        using var response = await PostAsync(route, body);
        var problem = await response.ReadAsync((HttpStatusCode)status);
        Assert.Equal(pointer, problem["errors"]![0].Text("pointer"));
    }

    [Fact]
    public async Task A_panel_has_a_bound_and_shows_what_is_published()
    {
        using var many = await PostAsync("query", $$"""{"targets":[{{string.Join(',', Enumerable.Repeat("""{"target":"events"}""", 21))}}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        foreach (var target in (string[])["series", "facets", "events"])
        {
            using var drafts = await PostAsync("query", $$"""{"targets":[{"target":"{{target}}","payload":{"workflow":"draft"} } ]}""");
            Assert.Equal(HttpStatusCode.Unauthorized, drafts.StatusCode);
        }
        using var text = await shared.Http.Public.PostAsync(new Uri("/v1/grafana/query", UriKind.Relative), new StringContent("{", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
    }

    /// <summary>The settings of the page about dashboards, as they stand there.</summary>
    [Fact]
    public async Task The_settings_of_the_page_are_answered_with_rows()
    {
        var payloads = Payload().Matches(Repository.Read("docs/dashboards.md"));
        Assert.True(payloads.Count >= 4);
        foreach (var match in payloads.Select(match => match.Groups))
        {
            var answer = match[1].Value switch
            {
                "variable" => await AskAsync("variable", $$"""{"payload":{{match[2].Value}}}"""),
                "annotations" => await AskAsync("annotations", $$$"""{"range":{{{Of2025}}},"annotation":{"query":"{{{match[2].Value}}}"}}"""),
                var metric => await QueryAsync(metric, match[2].Value, Of2025),
            };
            Assert.NotEmpty(answer.AsArray());
        }
    }

    private static long Milliseconds(int year, int month, int day) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private Task<JsonNode> QueryAsync(string metric, string payload, string range = "null") => AskAsync("query",
        $$"""{"panelId":1,"range":{{range}},"intervalMs":30000,"maxDataPoints":550,"targets":[{"target":"{{metric}}","payload":{{(payload.Length > 0 ? payload : "\"\"")}},"refId":"A"}]}""");

    private async Task<JsonNode> AskAsync(string route, string body)
    {
        using var response = await PostAsync(route, body);
        return await response.ReadAsync(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> PostAsync(string route, string body) =>
        shared.Http.Public.PostAsync(new Uri($"/v1/grafana/{route}", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    [GeneratedRegex(@"^\| `(series|facets|events|variable|annotations)` \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Payload();
}
