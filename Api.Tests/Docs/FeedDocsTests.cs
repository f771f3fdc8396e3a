using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about the feed and copies tells to do works as it stands.</summary>
public sealed partial class FeedDocsTests
{
    private static readonly string Page = Repository.Read("docs/feed.md");

    [Fact]
    public async Task Every_request_of_the_page_is_answered_with_something()
    {
        await using var server = await RunningServer.StartAsync();
        var addresses = Request().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        Assert.True(addresses.Count >= 5, string.Join('\n', addresses));
        foreach (var address in addresses)
        {
            if (address.Contains("/stream", StringComparison.Ordinal))
            {
                await using var stream = await EventSource.OpenAsync(server.Public, address);
                Assert.Equal("hello", (await stream.NextAsync())!.Name);
            }
            else
            {
                Assert.NotEmpty((await server.GetAsync(address))["items"]!.AsArray());
            }
        }
    }

    [Fact]
    public async Task A_copy_is_begun_watched_and_compared_by_the_commands_of_the_page()
    {
        using var folder = new TemporaryFolder();
        await using var source = await RunningProgram.ServeAsync(folder.File("events.db"), examples: "all");
        var said = Command().Matches(Page).Select(match => match.Groups[1].Value.Split(' ')).ToDictionary(words => words[0]);
        Assert.Equal(["check", "follow", "keys"], said.Keys.Order());
        var key = (await RunningProgram.RunAsync([.. said["keys"], "--database", folder.File("events.db")])).Output.Trim();

        string[] Words(string verb) => [.. said[verb].Select(word => word switch
        {
            "http://localhost:5080" => source.Address.ToString(),
            "http://localhost:5081" => "http://127.0.0.1:0",
            "copy.db" => folder.File("copy.db"),
            _ => word,
        }), "--key", key];

        await using var copy = await RunningProgram.ListenAsync(null, Words("follow"));
        while (await Stories.SeqAsync(copy.Http) < 5)
            await Task.Delay(20);
        Assert.Contains("\"status\":\"in-step\"", await copy.Http.GetStringAsync(new Uri("health/ready", UriKind.Relative)), StringComparison.Ordinal);
        var same = await RunningProgram.RunAsync(Words("check"));
        Assert.Equal((0, "Equal: both have the same 5 commits."), (same.Code, same.Output.Trim()));
    }

    [GeneratedRegex("^curl (?:-N )?\"http://localhost:5080([^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex("^events (.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
