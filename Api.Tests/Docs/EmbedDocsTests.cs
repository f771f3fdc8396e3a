using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about embeds tells a newsroom to do is done as it stands.</summary>
public sealed partial class EmbedDocsTests
{
    [Fact]
    public async Task The_query_of_the_page_is_kept_and_every_address_of_the_page_answers()
    {
        var page = Repository.Read("docs/embeds.md");
        await using var server = await RunningServer.StartAsync();
        var kept = await server.PostAsync("/v1/queries", JsonNode.Parse(Body().Match(page).Groups[1].Value)!);
        var addresses = Address().Matches(page).Select(match => match.Groups[1].Value).Where(address => address.Length > 0).Distinct().ToList();
        Assert.True(addresses.Count >= 4, string.Join('\n', addresses));
        foreach (var address in addresses)
        {
            using var response = await server.Public.GetAsync(new Uri(address.Replace("http://localhost:5080/", server.Address.ToString(), StringComparison.Ordinal), UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {await response.Content.ReadAsStringAsync()}");
        }
        var frame = kept.Text("iframe")!.Replace(server.Address.ToString(), "http://localhost:5080/", StringComparison.Ordinal);
        Assert.Contains(frame, page, StringComparison.Ordinal);
    }

    [GeneratedRegex("-d '([^']*)'")]
    private static partial Regex Body();

    [GeneratedRegex("(?<!url=)http://localhost:5080(/[^\"`\\s]*)?")]
    private static partial Regex Address();
}
