using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Events.Api.Tests.Support;

/// <summary>What tests say to a server, and what they expect to hear.</summary>
internal static partial class Talk
{
    /// <summary>A record of the founding example by the two characters at the end of its id.</summary>
    public static string Id(string end) => "019b1795-0200-7000-8000-0000000000" + end;

    /// <summary>An id that nothing has.</summary>
    public const string Nobody = "019b1795-0200-7000-8000-0000000000ff";

    public static string? Text(this JsonNode? node, string member) => node?[member]?.GetValue<string>();

    public static long Number(this JsonNode node, string member) => long.Parse(node[member]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ids of the items of a list, in its order.</summary>
    public static IReadOnlyList<string> Ids(this JsonNode list) => [.. list["items"]!.AsArray().Select(item => item.Text("id")!)];

    /// <summary>The last two characters of the ids, which tell records of the founding example apart.</summary>
    public static string Ends(this JsonNode list) => string.Join(' ', list.Ids().Select(id => id[^2..]));

    public static Task<HttpResponseMessage> AskAsync(this RunningServer server, HttpMethod method, string address, object? body = null, string? ifMatch = null, HttpClient? client = null) =>
        RunningServer.SendAsync(client ?? server.Editor, method, address, body, ifMatch);

    public static async Task<JsonNode> PostAsync(this RunningServer server, string address, JsonNode body)
    {
        using var response = await server.AskAsync(HttpMethod.Post, address, body);
        return await response.ReadAsync(HttpStatusCode.Created);
    }

    public static async Task<JsonNode> PutAsync(this RunningServer server, string address, JsonNode body)
    {
        using var response = await server.AskAsync(HttpMethod.Put, address, body, $"\"{body.Number("version")}\"");
        return await response.ReadAsync(HttpStatusCode.OK);
    }

    public static async Task<JsonNode> PatchAsync(this RunningServer server, string address, JsonNode patch)
    {
        var version = (await server.GetAsync(address, server.Editor)).Number("version");
        using var response = await server.AskAsync(HttpMethod.Patch, address, patch, $"\"{version}\"");
        return await response.ReadAsync(HttpStatusCode.OK);
    }

    public static async Task DeleteAsync(this RunningServer server, string address)
    {
        var version = (await server.GetAsync(address, server.Editor)).Number("version");
        using var response = await server.AskAsync(HttpMethod.Delete, address, null, $"\"{version}\"");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    public static async Task<JsonNode> ReadAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    public static async Task<JsonNode> RefusedAsync(this RunningServer server, string address, int status, string slug, HttpClient? client = null)
    {
        using var response = await (client ?? server.Public).GetAsync(new Uri(address, UriKind.Relative));
        return await response.RefusedAsync(status, slug);
    }

    /// <summary>Reads a problem document, and checks all that every one of them has to be.</summary>
    public static async Task<JsonNode> RefusedAsync(this HttpResponseMessage response, int status, string slug)
    {
        var body = await response.Content.ReadAsStringAsync();
        var told = $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {(int)response.StatusCode} {body}";
        Assert.True(status == (int)response.StatusCode, told);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        var problem = JsonNode.Parse(body)!.AsObject();
        Assert.True($"/problems/{slug}" == problem.Text("type"), told);
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.False(string.IsNullOrWhiteSpace(problem.Text("title")), told);
        Assert.False(string.IsNullOrWhiteSpace(problem.Text("detail")), told);
        Assert.Equal(Uri.UnescapeDataString(response.RequestMessage.RequestUri!.AbsolutePath), problem.Text("instance"));
        Assert.Empty(problem.Select(member => member.Key).Except(["type", "title", "status", "detail", "instance", "errors"]));
        foreach (var error in problem["errors"]?.AsArray() ?? [])
        {
            Assert.NotNull(error.Text("pointer"));
            Assert.False(string.IsNullOrWhiteSpace(error.Text("code")), told);
            Assert.False(string.IsNullOrWhiteSpace(error.Text("message")), told);
        }
        Assert.False(Insides().IsMatch(body), $"The inside of the program shows: {told}");
        return problem;
    }

    /// <summary>Traces of stack, of types and of SQL.</summary>
    [GeneratedRegex(@"System\.|Events\.(Api|Domain)|Exception|\bat [A-Z]\w+\.|SQLite|SqliteError|SELECT |INSERT |FROM posting|posting|JsonElement|Int32|Int64|Utf8|`\d|\.cs\b", RegexOptions.IgnoreCase)]
    private static partial Regex Insides();
}
