using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.OpenApi;

/// <summary>The requests that people are shown do what they say.</summary>
public sealed partial class RequestsTests
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_request_of_the_file_is_answered_as_it_says()
    {
        await using var server = await RunningServer.StartAsync();
        var requests = Requests().ToList();
        _values["host"] = server.Address.ToString().TrimEnd('/');
        _values["key"] = server.Editor.DefaultRequestHeaders.Authorization!.Parameter!;

        Assert.True(requests.Count > 20);
        foreach (var request in requests)
            await SendAsync(request, server.Public);
    }

    /// <summary>The parts of the file behind ###; what stands before the first are variables.</summary>
    private IEnumerable<HttpFileRequest> Requests()
    {
        var parts = File.ReadAllText(ContractFile.PathOf("openapi", "requests.http")).ReplaceLineEndings("\n").Split("\n###");
        foreach (Match variable in Variable().Matches(parts[0]))
            _values[variable.Groups[1].Value] = variable.Groups[2].Value;
        return parts.Skip(1).Select(HttpFileRequest.Parse);
    }

    private async Task SendAsync(HttpFileRequest request, HttpClient client)
    {
        using var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), new Uri(Fill(request.Address)));
        if (request.Body is { Length: > 0 } body)
        {
            message.Content = new StringContent(Fill(body));
            message.Content.Headers.Clear();
        }
        foreach (var (name, value) in request.Headers)
            Assert.True(message.Headers.TryAddWithoutValidation(name, Fill(value)) || message.Content!.Headers.TryAddWithoutValidation(name, Fill(value)));
        using var response = await client.SendAsync(message);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == request.Expected, $"{request.Title}: {(int)response.StatusCode} {answer}");
        if (request.Name is { } named)
        {
            _values[$"{named}.response.body.$.id"] = (string)JsonNode.Parse(answer)!["id"]!;
            _values[$"{named}.response.headers.ETag"] = response.Headers.ETag!.ToString();
        }
    }

    private string Fill(string text) => Placeholder().Replace(text, match => _values[match.Groups[1].Value]);

    [GeneratedRegex("^@(\\w+) = (.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex("{{([^}]+)}}")]
    private static partial Regex Placeholder();

    /// <summary>One request as the file has it: comments, the request line, headers, an empty line, a body.</summary>
    private sealed record HttpFileRequest(string Title, string? Name, int Expected, string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string Body)
    {
        public static HttpFileRequest Parse(string part)
        {
            var head = part.Split("\n\n", 2);
            var lines = head[0].Split('\n');
            var said = lines.Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
            var sent = lines.Skip(1).Where(line => line.Length > 0 && line[0] != '#').ToList();
            var (method, address) = (sent[0].Split(' ')[0], sent[0].Split(' ')[1]);
            return new HttpFileRequest(
                lines[0].Trim(),
                said.FirstOrDefault(line => line.StartsWith("@name ", StringComparison.Ordinal))?[6..],
                int.Parse(said.Single(line => line.StartsWith("expect ", StringComparison.Ordinal))[7..], CultureInfo.InvariantCulture),
                method, address,
                [.. sent.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1]))],
                head.ElementAtOrDefault(1)?.Trim() ?? "");
        }
    }
}
