using System.Text.Json.Nodes;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Http.Formats;

/// <summary>Exports of whole lists, which are longer than what is read at once.</summary>
public sealed class ExportTests
{
    private const int Many = 1_200;

    [Theory]
    [InlineData("")]
    [InlineData("?sort=-people")]
    [InlineData("?sort=-updated")]
    [InlineData("?q=event&sort=relevance")]
    [InlineData("?country=BY,UA&sort=date")]
    public async Task An_export_is_whole_and_of_one_moment_while_others_write(string query)
    {
        await using var server = await StartAsync();
        var pages = $"/v1/events{query}{(query.Length == 0 ? '?' : '&')}limit=1000";
        var expected = await WalkAsync(server, pages);
        Assert.Equal(Many, expected.Count);
        var report = (await server.GetAsync("/v1/reports")).Ids().Single();
        using var writing = new CancellationTokenSource();
        var writes = Task.Run(async () =>
        {
            for (var i = 0; !writing.IsCancellationRequested; i++)
            {
                await server.DeleteAsync($"/v1/events/{expected[^(i + 1)]}");
                await server.PostAsync("/v1/events", Event(Many + i, report));
            }
        });
        var lines = (await server.Public.GetStringAsync(new Uri($"/v1/events.ndjson{query}", UriKind.Relative))).TrimEnd('\n').Split('\n');
        await writing.CancelAsync();
        await writes;
        var end = JsonNode.Parse(lines[^1])!;
        var ids = lines.SkipLast(1).Select(line => JsonNode.Parse(line).Text("id")!).ToList();
        Assert.Equal((true, ids.Count), (end["end"]!.GetValue<bool>(), (int)end.Number("items")));
        var walked = await WalkAsync(server, $"{pages}&asOf={end.Number("seq")}");
        Assert.Equal(walked.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        // How well words fit depends on all texts there are now.
        if (!query.Contains("relevance", StringComparison.Ordinal))
            Assert.Equal(walked, ids);
        Assert.InRange(ids.Count, Many - 1, Many + 1);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("geojson")]
    public async Task A_compressed_export_that_is_cut_never_ends_like_a_whole_one(string suffix)
    {
        await using var server = await StartAsync();
        // The last event of the list cannot be read: that comes to light when most of the export is on its way.
        Damage.Run(server.Database, """
            UPDATE rendering SET from_seq = 1000000 WHERE slot / 4 = (SELECT min(row) FROM record WHERE kind = 'event');
            UPDATE record SET document = CAST('{' AS BLOB) WHERE row = (SELECT min(row) FROM record WHERE kind = 'event')
            """);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events.{suffix}");
        request.Headers.Add("Accept-Encoding", "gzip");
        // What is on its way when the connection is cut can be lost with it, the head of the answer, too.
        var cut = await Record.ExceptionAsync(async () =>
        {
            using var response = await server.Public.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
            using var received = new MemoryStream();
            await response.Content.CopyToAsync(received);
        });
        Assert.True(cut is HttpRequestException or IOException, $"It ended like a whole one: {cut}");
    }

    private static async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(ExampleSet.None);
        var report = new JsonObject { ["kind"] = "report", ["ref"] = "report", ["data"] = Some.Report("A report") };
        var records = new JsonArray([report, .. Enumerable.Range(0, Many).Select(i => (JsonNode)new JsonObject { ["kind"] = "event", ["data"] = Event(i, "#report") })]);
        using var written = await server.AskAsync(HttpMethod.Post, "/v1/commits", new JsonObject { ["records"] = records });
        await written.ReadAsync(System.Net.HttpStatusCode.Created);
        return server;
    }

    private static JsonObject Event(int i, string report) => Stories.Event($"Event {i}", report: report).With(new() { ["start"] = $"2025-12-{1 + (i % 28):00}" });

    private static async Task<IReadOnlyList<string>> WalkAsync(RunningServer server, string address)
    {
        var ids = new List<string>();
        for (var next = (string?)address; next is not null;)
        {
            var page = await server.GetAsync(next);
            ids.AddRange(page.Ids());
            next = page.Text("next");
        }
        return ids;
    }
}
