using System.Text;
using System.Text.Json.Nodes;

namespace Events.Api.Tests.Support;

/// <summary>Small made-up commits: a report, and the events that it supports.</summary>
internal static class Stories
{
    /// <summary>A commit of one report and some events, as a body of POST /v1/commits or a line of an import.</summary>
    public static string Commit(string name, int events = 2) => new JsonObject
    {
        ["reason"] = $"Story {name}",
        ["records"] = new JsonArray(
        [
            Record("report", "report", new JsonObject { ["title"] = $"Report {name}", ["externalIds"] = ExternalId($"report-{name}") }),
            .. Enumerable.Range(1, events).Select(i => Record("event", $"event{i}", Event($"Event {i} of {name}", $"event-{name}-{i}", "#report"))),
        ]),
    }.ToJsonString();

    /// <summary>A published event; without a report a draft.</summary>
    public static JsonObject Event(string title, string? externalId = null, string? report = null)
    {
        var body = new JsonObject { ["type"] = "other", ["title"] = title, ["start"] = "2025-12-13", ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }) };
        if (externalId is not null)
            body["externalIds"] = ExternalId(externalId);
        if (report is null)
            body["workflow"] = "draft";
        else
            body["evidence"] = new JsonArray(new JsonObject { ["report"] = report, ["aspect"] = "event", ["basis"] = "stated" });
        return body;
    }

    public static Task<HttpResponseMessage> PostAsync(HttpClient http, string address, string body) =>
        http.PostAsync(new Uri(address, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>The last commit of a server that is ready; 0 of one that is not.</summary>
    public static async Task<long> SeqAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.Number("seq") : 0;
    }

    private static JsonArray ExternalId(string value) => [new JsonObject { ["scheme"] = "test", ["value"] = value }];

    private static JsonObject Record(string kind, string name, JsonObject data) => new() { ["kind"] = kind, ["ref"] = name, ["data"] = data };
}
