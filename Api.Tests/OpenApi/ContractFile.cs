using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.OpenApi;

/// <summary>The committed contract, its examples, and how both are renewed.</summary>
internal static partial class ContractFile
{
    /// <summary>The command that writes the contract and the answers in its examples anew.</summary>
    public const string Renewal = "EVENTS_RENEW_CONTRACT=1 dotnet test Api.Tests --filter ContractFileTests";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsRenewing => Environment.GetEnvironmentVariable("EVENTS_RENEW_CONTRACT") == "1";

    public static string Document => PathOf("openapi", "events.v1.json");

    public static string Examples => PathOf("Api", "Http", "OpenApi", "examples.json");

    public static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    public static void Write(string path, JsonNode content) => File.WriteAllText(path, content.ToJsonString(Written) + "\n");

    private static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Events.sln")))
            folder = folder.Parent!;
        return Path.Combine([folder.FullName, .. parts]);
    }

    /// <summary>All operations with their path template and method.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject contract) =>
        from path in contract["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select (path.Key, method.Key, method.Value!.AsObject());

    /// <summary>Makes the calls of the examples in their order, on one server, and returns them with what came back.</summary>
    public static async Task<JsonObject> ExchangeAsync(RunningServer server)
    {
        var exchanges = Read(Examples);
        var made = new Dictionary<string, string>();
        foreach (var (operation, exchange) in exchanges)
        {
            // What stands only for a moment cannot be asked for at the right one: its answer is written by hand.
            if (exchange!["call"] is null)
                continue;
            var (method, address) = (exchange["call"]!.GetValue<string>().Split(' ') is [var verb, var asked]) ? (verb, asked) : throw new FormatException(operation);
            // What an earlier call has made is named by its operation.
            foreach (var (operationBefore, id) in made)
                address = address.Replace($"{{{operationBefore}}}", id, StringComparison.Ordinal);
            var (path, action) = address.Split('?')[0].Split('/') is [.. var parts, "restore" or "merge" or "duplicates" or "undo"] ? (string.Join('/', parts), address.Split('?')[0].Split('/')[^1]) : (address.Split('?')[0], null);
            var version = action is "restore" or "merge" || method is "PUT" or "PATCH" ? (await server.GetAsync(path, server.Editor))["version"] : null;
            using var response = exchange["file"] is { } file
                ? await server.Editor.SendFileAsync(new StringContent(file.GetValue<string>()), address["/v1/imports".Length..])
                : await RunningServer.SendAsync(
                    server.Editor, HttpMethod.Parse(method), address, exchange["request"]?.ToJsonString(), version is null ? null : $"\"{version}\"");
            var body = await response.Content.ReadAsStringAsync();
            var expected = exchange["file"] is not null ? System.Net.HttpStatusCode.Accepted
                : method == "POST" && action is null ? System.Net.HttpStatusCode.Created
                : System.Net.HttpStatusCode.OK;
            Assert.True(response.StatusCode == expected, $"{operation}: {response.StatusCode} {body}");
            if (method == "POST" && action is null && JsonNode.Parse(body)!["id"] is { } given)
                made[operation] = (string)given!;
            var answer = JsonNode.Parse(Settle(body, server))!;
            if (exchange["shows"] is { } most)
                answer["items"] = new JsonArray([.. answer["items"]!.AsArray().Take((int)most).Select(item => item!.DeepClone())]);
            exchange["response"] = answer;
        }
        return exchanges;
    }

    /// <summary>Replaces what differs from run to run: the port, when records were written, ids given by the server, and the history that a cursor is of.</summary>
    private static string Settle(string body, RunningServer server)
    {
        var text = body.Replace(server.Address.ToString(), "http://localhost:5080/", StringComparison.Ordinal);
        text = Instants().Replace(text, "$1\"2025-12-14T09:00:00Z\"");
        text = Hashes().Replace(text, "$1\"47dec4290a7cf0749a996fb825ee4224ae7079a46d4d934a4d25ba1d786129d5\"");
        text = Cursors().Replace(text, "$1AAAAAAAAAAA");
        var ids = new List<string>();
        return Ids().Replace(text, match =>
        {
            if (!ids.Contains(match.Value))
                ids.Add(match.Value);
            return $"019b1c4f-0000-7000-8000-{ids.IndexOf(match.Value) + 1:x12}";
        });
    }

    [GeneratedRegex("(\"(?:createdAt|updatedAt|startedAt|endedAt|at)\":)\"[^\"]*\"")]
    private static partial Regex Instants();

    [GeneratedRegex("(\"(?:digest|hash)\":)\"[0-9a-f]{64}\"")]
    private static partial Regex Hashes();

    /// <summary>The place, and the mark behind it.</summary>
    [GeneratedRegex("(cursor=[A-Za-z0-9_-]{32})[A-Za-z0-9_-]{11}(?![A-Za-z0-9_-])")]
    private static partial Regex Cursors();

    [GeneratedRegex("(?!019b1795-0200)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
