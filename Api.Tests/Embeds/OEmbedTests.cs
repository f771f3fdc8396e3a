using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Embeds;

public sealed partial class OEmbedTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    private string Page => $"{_server.Address}embed/a";

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await _server.PostAsync("/v1/queries", new JsonObject { ["name"] = "a", ["title"] = "A title", ["show"] = "chart", ["query"] = "by=type" });
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_page_says_where_it_is_described_in_itself_and_in_a_header()
    {
        using var response = await _server.Public.GetAsync(new Uri(Page));
        var link = Alternate().Match(await response.Content.ReadAsStringAsync());
        var described = System.Net.WebUtility.HtmlDecode(link.Groups[1].Value);
        Assert.Equal("A title", link.Groups[2].Value);
        Assert.Equal($"<{described}>; rel=\"alternate\"; type=\"application/json+oembed\"", response.Headers.GetValues("Link").Single());
        var answer = await _server.GetAsync(described);
        Assert.Equal(("rich", "1.0", "A title", "Events", _server.Address.ToString()), (answer.Text("type"), answer.Text("version"), answer.Text("title"), answer.Text("provider_name"), answer.Text("provider_url")));
        Assert.True(answer.Number("cache_age") > 0);
        Assert.Equal(["cache_age", "height", "html", "provider_name", "provider_url", "title", "type", "version", "width"], answer.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        var frame = XElement.Parse(answer.Text("html")!);
        Assert.Equal(("iframe", Page, "A title"), (frame.Name.LocalName, (string)frame.Attribute("src")!, (string)frame.Attribute("title")!));
        Assert.Equal((answer.Number("width"), answer.Number("height")), ((long)frame.Attribute("width")!, (long)frame.Attribute("height")!));
        Assert.DoesNotContain("allow-scripts", (string)frame.Attribute("sandbox")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 720, 520)]
    [InlineData("&maxwidth=400", 400, 520)]
    [InlineData("&maxheight=300", 720, 300)]
    [InlineData("&maxwidth=1&maxheight=1", 1, 1)]
    [InlineData("&maxwidth=99999&maxheight=99999", 720, 520)]
    [InlineData("&format=json&dnt=1&_=7", 720, 520)]
    public async Task Sizes_are_kept_within_bounds_and_what_else_is_sent_is_passed_over(string parameters, int width, int height)
    {
        var answer = await _server.GetAsync($"/oembed?url={Uri.EscapeDataString(Page)}{parameters}");
        Assert.Equal((width, height), (answer.Number("width"), answer.Number("height")));
    }

    [Theory]
    [InlineData("PAGE?utm_source=newsletter#chart", 200)]
    [InlineData("HTTPS", 200)]
    [InlineData("PAGE.svg", 404)]
    [InlineData("PAGE/b", 404)]
    [InlineData("PAGEb", 404)]
    [InlineData("ROOTembed/", 404)]
    [InlineData("ROOTv1/queries/a", 404)]
    [InlineData("https://elsewhere.example/embed/a", 404)]
    [InlineData("http://127.0.0.1:1/embed/a", 404)]
    [InlineData("http://user@HOST/embed/a", 404)]
    [InlineData("ftp://HOST/embed/a", 404)]
    [InlineData("/embed/a", 404)]
    [InlineData("no address", 404)]
    [InlineData("", 400)]
    public async Task Only_addresses_of_pages_of_this_server_are_described(string url, int status)
    {
        var given = url.Replace("HTTPS", $"https://{_server.Address.Authority}/embed/a", StringComparison.Ordinal).Replace("PAGE", Page, StringComparison.Ordinal)
            .Replace("ROOT", _server.Address.ToString(), StringComparison.Ordinal).Replace("HOST", _server.Address.Authority, StringComparison.Ordinal);
        using var response = await _server.Public.GetAsync(new Uri($"/oembed?url={Uri.EscapeDataString(given)}", UriKind.Relative));
        if (status == 200)
            Assert.Equal(200, (int)response.StatusCode);
        else
            await response.RefusedAsync(status, status == 404 ? "not-found" : "invalid-parameter");
    }

    [Theory]
    [InlineData("format=xml", 501, "format-not-implemented")]
    [InlineData("maxwidth=wide", 400, "invalid-parameter")]
    [InlineData("maxheight=0", 400, "invalid-parameter")]
    public async Task What_it_cannot_do_it_says(string parameter, int status, string slug) =>
        await _server.RefusedAsync($"/oembed?url={Uri.EscapeDataString(Page)}&{parameter}", status, slug);

    [GeneratedRegex("<link rel=\"alternate\" type=\"application/json\\+oembed\" href=\"([^\"]+)\" title=\"([^\"]+)\"")]
    private static partial Regex Alternate();
}
