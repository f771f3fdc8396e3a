using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Events.Domain.Ledger;

namespace Events.Benchmarks;

/// <summary>
/// The import of many events into a server, as a file that is uploaded: how fast against a bare loop, how much memory, and what
/// it does to readers meanwhile.
/// </summary>
internal static class ImportFigures
{
    private const int CommitsInGroup = 1000;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(20);

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table, int events)
    {
        var empty = await folder.WithoutEventsAsync();
        var (imported, bare) = (folder.CopyOf(empty, "imported.db"), folder.CopyOf(empty, "bare-import.db"));
        var (countries, reports) = (BenchmarkFolder.CountriesOf(empty), BenchmarkFolder.ReportsOf(empty));
        var file = folder.New("events.ndjson");
        WriteFile(file, new SampleData(4, countries), reports, events);
        var pages = countries.Select(code => Load.Get($"/v1/events?country={code}")).ToList();
        using (var server = ServerProcess.Product(imported))
        {
            // An empty database is no place to read from: a tenth is there already.
            await ImportAsync(server, folder.New("first.ndjson"), path => WriteFile(path, new SampleData(5, countries), reports, events / 10));
            Reads(server, pages, () => false, Quiet);
            var quiet = Reads(server, pages, () => false, Quiet);
            var (before, most) = (server.ProcessorTime, 0.0);
            var import = Task.Run(() => ImportAsync(server, file, _ => { }));
            var during = Reads(server, pages, () => import.IsCompleted, TimeSpan.MaxValue, () => most = Math.Max(most, server.PrivateMegabytes));
            var (rows, seconds) = await import;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows in {seconds:N1} s; {(server.ProcessorTime - before).TotalSeconds:N0} s of processor"));
            using var loop = new BareWrites(imported, bare);
            var rate = loop.Repeat(CommitsInGroup);
            table.Compare(Name(events, "import"), rows / seconds, "bare loop, the same rows", rate, 0.5);
            table.Bound(Name(events, "private memory while that"), most, "MB", 300);
            table.Grown(Name(events, "readers' p99 meanwhile"), Percentile(during, 0.99), Percentile(quiet, 0.99), 3);
            table.Grown(Name(events, "readers' median meanwhile"), Percentile(during, 0.5), Percentile(quiet, 0.5), 3);
        }
    }

    private static string Name(int events, string what) => string.Create(CultureInfo.InvariantCulture, $"{events:N0}: {what}");

    private static void WriteFile(string path, SampleData data, IReadOnlyList<Domain.Values.RecordId> reports, int events)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        for (var i = 0; i < events; i++)
        {
            var e = JsonNode.Parse(RecordJson.Write(data.NextEvent(reports)))!.AsObject();
            e.Remove("kind");
            e["externalIds"] = new JsonArray(new JsonObject { ["scheme"] = "benchmark", ["value"] = data.NextId().Value });
            file.Write("{\"kind\":\"event\",\"data\":");
            file.Write(e.ToJsonString(RecordJson.Options));
            file.Write("}\n");
        }
    }

    private static async Task<(long Rows, double Seconds)> ImportAsync(ServerProcess server, string path, Action<string> write)
    {
        write(path);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BenchmarkFolder.Key.ToString());
        await using var file = File.OpenRead(path);
        using var content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var sent = await http.PostAsync(new Uri("/v1/imports", UriKind.Relative), content);
        var import = await sent.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>();
        while ((string?)import!["state"] is "waiting" or "running")
            import = await http.GetFromJsonAsync<JsonNode>(new Uri($"/v1/imports/{import["id"]}?wait=30", UriKind.Relative));
        if ((string?)import["state"] != "done" || (long)import["rows"]!["refused"]! > 0)
            throw new InvalidOperationException(import.ToJsonString());
        return ((long)import["rows"]!["read"]!, ((DateTime)import["endedAt"]! - (DateTime)import["startedAt"]!).TotalSeconds);
    }

    /// <summary>What one reader waits for each answer, in milliseconds, when it asks now and then.</summary>
    private static List<double> Reads(ServerProcess server, List<byte[]> pages, Func<bool> isOver, TimeSpan atMost, Action? between = null)
    {
        var waited = new List<double>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; !isOver() && clock.Elapsed < atMost; i++)
        {
            waited.Add(Load.Median(server.Port, pages[i % pages.Count], 1));
            between?.Invoke();
            Thread.Sleep(BetweenReads);
        }
        return waited;
    }

    private static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[(int)Math.Min(values.Count - 1, values.Count * share)];
    }
}
