using System.Net.Http.Headers;
using System.Text;
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
        var requests = Read(Repository.Read("openapi/requests.http"));
        Assert.True(requests.Count > 20);
        foreach (var (title, expected, request) in requests)
        {
            request.RequestUri = new Uri(server.Address, request.RequestUri!.OriginalString.Replace("{{host}}", "", StringComparison.Ordinal));
            if (request.Headers.Authorization is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Editor.DefaultRequestHeaders.Authorization!.Parameter);
            using var response = await server.Public.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(expected == (int)response.StatusCode, $"{title}: {(int)response.StatusCode} {body}");
            Assert.False(body.StartsWith("{\"items\":[]", StringComparison.Ordinal), $"{title}: nothing is found.");
            request.Dispose();
        }
    }

    private static List<(string Title, int Expected, HttpRequestMessage Request)> Read(string file)
    {
        var requests = new List<(string, int, HttpRequestMessage)>();
        foreach (var block in Separator().Split(file.Replace("\r", "", StringComparison.Ordinal)).Skip(1))
        {
            var match = Request().Match(block);
            Assert.True(match.Success, block);
            var request = new HttpRequestMessage(new HttpMethod(match.Groups["method"].Value), match.Groups["address"].Value);
            var headers = match.Groups["headers"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToList();
            if (match.Groups["body"].Value.Trim() is { Length: > 0 } body)
            {
                request.Content = new StringContent(body, Encoding.UTF8);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(headers.Single(header => header[0] == "Content-Type")[1]);
            }
            foreach (var header in headers.Where(header => header[0] != "Content-Type"))
                request.Headers.TryAddWithoutValidation(header[0], header[1]);
            requests.Add((match.Groups["title"].Value, int.Parse(match.Groups["status"].ValueSpan, null), request));
        }
        return requests;
    }

    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?<title>[^\n]*)\n# expect (?<status>\d+)\n(?<method>[A-Z]+) (?<address>\S+)\n(?<headers>(?:[A-Za-z-]+: [^\n]*\n)*)(?:\n(?<body>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Request();
}
