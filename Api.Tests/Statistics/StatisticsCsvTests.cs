using System.Text.Json.Nodes;
using CsvHelper;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Statistics;

/// <summary>Statistics as CSV have the numbers that they have as JSON.</summary>
public sealed class StatisticsCsvTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("", "bucket,start,events")]
    [InlineData("interval=year&by=country.actor,type", "bucket,start,country.actor,country.actor_name,type,events")]
    [InlineData("interval=year&by=topic&measure=reports", "bucket,start,topic,reports")]
    [InlineData("interval=quarter&by=type&layout=wide&from=2025&type=release,transfer", "bucket,start,release,transfer")]
    [InlineData("interval=year&measure=people&headcountKind=received&by=country.target", "bucket,start,country.target,country.target_name,people_low,people_best,people_high,people_unknown")]
    [InlineData("interval=year&measure=people&headcountKind=released&by=type&layout=wide", "bucket,start,release_low,release_best,release_high,release_unknown")]
    [InlineData("country=AQ&by=type", "bucket,start,type,events")]
    [InlineData("country=AQ&by=type&layout=wide", "bucket,start")]
    public async Task Each_row_is_an_item(string query, string columns)
    {
        var items = (await shared.Http.GetAsync($"/v1/events/series?{query}"))["items"]!.AsArray();
        var csv = await shared.Http.Public.GetStringAsync(new Uri($"/v1/events/series.csv?{query}", UriKind.Relative));
        Assert.Equal(columns, csv.Split("\r\n")[0]);
        Assert.Equal(items.Select(item => string.Join('|', Cells(item!))), Rows(csv));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events/series?{query}");
        request.Headers.Add("Accept", "text/csv");
        // Once more: the answer may be repeated from memory, and is still CSV.
        using var again = await shared.Http.Public.SendAsync(request);
        Assert.Equal((csv, "text/csv"), (await again.Content.ReadAsStringAsync(), again.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("", "type,events")]
    [InlineData("by=country.actor", "country.actor,country.actor_name,events")]
    [InlineData("by=topic,country&country=BY", "topic,country,country_name,events")]
    [InlineData("by=country,type&limit=2", "country,country_name,type,events")]
    [InlineData("by=commodity&country=AQ", "commodity,events")]
    public async Task Each_row_of_facets_is_a_value_or_a_cell(string query, string columns)
    {
        var facets = await shared.Http.GetAsync($"/v1/events/facets?{query}");
        var items = (facets["cross"] ?? facets["items"]![0]!["values"])!.AsArray();
        var csv = await shared.Http.Public.GetStringAsync(new Uri($"/v1/events/facets.csv?{query}", UriKind.Relative));
        Assert.Equal(columns, csv.Split("\r\n")[0]);
        Assert.Equal(items.Select(item => string.Join('|', Cells(item!))), Rows(csv));
    }

    [Fact]
    public async Task A_spreadsheet_gets_its_mark_and_JSON_takes_none()
    {
        Assert.Equal([0xEF, 0xBB, 0xBF], (await shared.Http.Public.GetByteArrayAsync(new Uri("/v1/events/series.csv?bom=true", UriKind.Relative)))[..3]);
        await shared.Http.RefusedAsync("/v1/events/series?bom=true", 400, "invalid-parameter");
        await shared.Http.RefusedAsync("/v1/events/series.csv?interval=weekly", 400, "unknown-code");
    }

    private static IEnumerable<string> Cells(JsonNode item) => item.AsObject().Where(member => member.Key != "time").SelectMany(member => member.Value switch
    {
        JsonObject country when country["code"] is { } code => [code.ToString(), country["name"]!.ToString()],
        JsonObject figure => [.. figure.Select(bound => bound.Value?.ToString() ?? "")],
        var plain => (string[])[plain!.ToString()],
    });

    private static List<string> Rows(string csv)
    {
        using var reader = CsvReader.FromText(csv);
        reader.ReadHeader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', reader.Headers.Select(reader.GetString)));
        return rows;
    }
}
