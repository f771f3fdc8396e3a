using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about dashboards tells tools to ask is answered as these tools need it.</summary>
public sealed partial class DashboardTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string Page = Repository.Read("docs/dashboards.md");

    [Fact]
    public async Task Every_address_of_the_page_is_answered_with_rows()
    {
        var addresses = Address().Matches(Page).Select(match => match.Groups[1].Value).Where(address => address.StartsWith("/v1/events", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(addresses.Count >= 12, string.Join('\n', addresses));
        foreach (var address in addresses)
        {
            using var response = await shared.Http.Public.GetAsync(new Uri(Fill(address), UriKind.Relative));
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{address}: {body}");
            Assert.True(Rows(address, body) > 0, $"{address}: {body}");
        }
    }

    [Fact]
    public async Task A_panel_of_Grafana_gets_times_and_a_column_for_each_type()
    {
        var items = (await shared.Http.GetAsync(Fill(Address().Matches(Page).First(match => match.Value.Contains("layout=wide", StringComparison.Ordinal)).Groups[1].Value)))["items"]!.AsArray();
        Assert.All(items, item => Assert.Equal(
            DateTimeOffset.Parse(item.Text("start")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(), item!.Number("time")));
        Assert.Equal(items.Select(item => item!.Number("time")).Order(), items.Select(item => item!.Number("time")));
        Assert.Equal(2, items.Sum(item => item!.Number("release")));
    }

    /// <summary>Infinity takes what stands in the body and sends it as a parameter of the address that it asked for first.</summary>
    [Fact]
    public async Task A_table_of_Grafana_is_walked_to_its_end_by_the_cursor_in_the_body()
    {
        var row = Page.Split('\n').Single(line => line.StartsWith("| Pagination |", StringComparison.Ordinal));
        Assert.Contains("field name `cursor`, field type *Query param*, extraction path `next`", row, StringComparison.Ordinal);
        const string Table = "/v1/events?country=BY&fields=id,title,start,type&limit=3";
        var (page, ids) = (await shared.Http.GetAsync(Table), new List<string>());
        ids.AddRange(page.Ids());
        while (page.Text("next") is { } next)
        {
            page = await shared.Http.GetAsync($"{Table}&cursor={Uri.EscapeDataString(next)}");
            ids.AddRange(page.Ids());
        }
        Assert.Equal((await shared.Http.GetAsync("/v1/events?country=BY")).Ids(), ids);
        Assert.True(page.AsObject().TryGetPropertyValue("next", out var none) && none is null);
        Assert.Equal(["id", "start", "title", "type"], page["items"]![0]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        await shared.Http.RefusedAsync($"{Table}&cursor={Uri.EscapeDataString("http://localhost/v1/events?cursor=nonsense")}", 400, "invalid-cursor");
    }

    [Fact]
    public async Task A_spreadsheet_sends_the_key_as_the_password()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events.csv?country=BY&bom=true");
        var key = shared.Http.Editor.DefaultRequestHeaders.Authorization!.Parameter;
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{key}")));
        using var response = await shared.Http.Public.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await response.Content.ReadAsByteArrayAsync())[..3]);
    }

    private static int Rows(string address, string body) => address switch
    {
        _ when address.Contains(".csv", StringComparison.Ordinal) => body.Split('\n').Length - 2,
        _ when address.Contains(".ndjson", StringComparison.Ordinal) => body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1,
        _ when address.Contains(".geojson", StringComparison.Ordinal) => JsonNode.Parse(body)!["features"]!.AsArray().Count,
        _ when address.Contains(".ics", StringComparison.Ordinal) => body.Split("BEGIN:VEVENT").Length - 1,
        _ when address.Contains(".atom", StringComparison.Ordinal) => body.Split("<entry").Length - 1,
        _ => JsonNode.Parse(body)!["items"]!.AsArray().Count,
    };

    /// <summary>Puts in what Grafana puts in: the instants that bound what is shown.</summary>
    private static string Fill(string address) => address
        .Replace("${__from}", Milliseconds(2025), StringComparison.Ordinal).Replace("${__to}", Milliseconds(2026), StringComparison.Ordinal);

    private static string Milliseconds(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("http://localhost:5080(/[^`\"]*)")]
    private static partial Regex Address();
}
