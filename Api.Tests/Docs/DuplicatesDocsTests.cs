using System.Net;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;
using Events.Domain.Duplicates;
using Events.Domain.Values;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about duplicates says is so.</summary>
public sealed partial class DuplicatesDocsTests
{
    [Fact]
    public async Task Its_requests_answer_as_they_stand()
    {
        await using var server = await RunningServer.StartAsync();
        var goes = (await server.PostAsync("/v1/people", Some.Person("Aleś Bialacki"))).Text("id")!;
        var asked = Request().Matches(Repository.Read("docs/duplicates.md"));
        Assert.Equal(3, asked.Count);
        foreach (Match match in asked)
        {
            var (address, body) = (match.Groups["address"].Value.Replace("$GOES", goes, StringComparison.Ordinal), match.Groups["body"]);
            using var response = await server.AskAsync(body.Success ? HttpMethod.Post : HttpMethod.Get, address, body.Success ? body.Value : null, match.Groups["version"] is { Success: true } version ? version.Value : null);
            Assert.Equal((HttpStatusCode.OK, address), (response.StatusCode, address));
        }
    }

    [Fact]
    public void Every_reason_stands_in_its_table()
    {
        var page = Repository.Read("docs/duplicates.md");
        Assert.All(Code.All<TwinCode>(), code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^curl \"http://localhost:5080(?<address>[^\"]*)\"(?:[^\\n]*-H 'If-Match: (?<version>[^']*)')?(?:[^\\n]*-d '(?<body>[^']*)')?$", RegexOptions.Multiline)]
    private static partial Regex Request();
}
