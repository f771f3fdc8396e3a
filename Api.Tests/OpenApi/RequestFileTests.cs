using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.OpenApi;

/// <summary>The requests that come with the contract do what they say.</summary>
public sealed partial class RequestFileTests
{
    [Fact]
    public async Task Every_request_of_the_file_answers_as_it_says()
    {
        await using var server = await RunningServer.StartAsync();
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = server.Address.ToString().TrimEnd('/'),
            ["key"] = server.Editor.DefaultRequestHeaders.Authorization!.Parameter!,
        };
        var blocks = Separator().Split(Repository.Read("openapi/requests.http").ReplaceLineEndings("\n"));
        Assert.Equal(values.Keys, Variable().Matches(blocks[0]).Select(match => match.Groups[1].Value));
        Assert.True(blocks.Length > 20);
        foreach (var block in blocks.Skip(1))
        {
            var said = Request().Match(Placeholder().Replace(block, match => values[match.Groups[1].Value]));
            Assert.True(said.Success, block);
            using var request = Read(said);
            using var response = await server.Public.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var body = await ReadAsync(response);
            var title = said.Groups["title"].Value;
            Assert.True(said.Groups["status"].Value == $"{(int)response.StatusCode}", $"{title}: {(int)response.StatusCode} {body}");
            Assert.False(body.StartsWith("{\"items\":[]", StringComparison.Ordinal), $"{title}: nothing is found.");
            if (said.Groups["name"] is { Success: true, Value: var name })
            {
                values[$"{name}.response.body.$.id"] = JsonNode.Parse(body).Text("id")!;
                values[$"{name}.response.headers.ETag"] = response.Headers.ETag?.ToString() ?? "";
            }
        }
    }

    /// <summary>Of a stream its first line: it has no end.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            return await response.Content.ReadAsStringAsync();
        using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        return (await stream.ReadLineAsync())!;
    }

    private static HttpRequestMessage Read(Match said)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(said.Groups["method"].ValueSpan), said.Groups["address"].Value);
        var headers = said.Groups["headers"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToLookup(header => header[0] == "Content-Type");
        if (said.Groups["body"].Value.Trim() is { Length: > 0 } body)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(headers[true].Single()[1]));
        foreach (var header in headers[false])
            Assert.True(request.Headers.TryAddWithoutValidation(header[0], header[1]));
        return request;
    }

    /// <summary>What stands before the first one declares the variables.</summary>
    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex("^@(\\w+) = .+$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("{{([^}]+)}}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^(?<title>[^\n]*)\n(?:# @name (?<name>\w+)\n)?# expect (?<status>\d+)\n(?<method>[A-Z]+) (?<address>\S+)\n(?<headers>(?:[A-Za-z-]+: [^\n]*\n)*)(?:\n(?<body>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Request();
}
