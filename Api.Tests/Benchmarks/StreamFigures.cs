using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Events.Domain.Ledger;

namespace Events.Benchmarks;

/// <summary>How long it takes until a thousand listeners have heard of a commit, while 500 are written each second.</summary>
internal static class StreamFigures
{
    private const int Listeners = 1000;
    private const int Rate = 500;
    private const int Writers = 16;
    private const int OneIn = 100;
    private const string Topic = "one-in-a-hundred";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table)
    {
        var database = folder.CopyOf(await folder.WithoutEventsAsync(), "stream.db");
        var data = new SampleData(3, BenchmarkFolder.CountriesOf(database));
        var reports = BenchmarkFolder.ReportsOf(database);
        using var server = ServerProcess.Product(database);
        List<byte[]> Bodies() => [.. Enumerable.Range(0, (int)(Rate * Duration.TotalSeconds)).Select(i =>
        {
            var body = JsonNode.Parse(RecordJson.Write(data.NextEvent(reports)))!.AsObject();
            if (i % OneIn == 0)
                body["topics"] = new JsonArray(Topic);
            return Load.Post("/v1/events", Encoding.UTF8.GetBytes(body.ToJsonString(RecordJson.Options)));
        })];
        // The topic has to be known before it can be a filter; this also warms up.
        Write(server.Port, [.. Bodies().Take(Rate)]);
        foreach (var (name, query, share) in ((string, string, int)[])[("nobody", "", 0), ("all of them", "", 1), ($"with a filter that fits 1 of {OneIn}", $"?topic={Topic}", OneIn)])
            await MeasureAsync(server, Bodies(), name, query, share, table);
    }

    private static async Task MeasureAsync(ServerProcess server, List<byte[]> bodies, string name, string query, int share, Table table)
    {
        using var listeners = share == 0 ? null : Start(server.Port, query);
        var (before, started) = (server.ProcessorTime, Stopwatch.GetTimestamp());
        var rate = Write(server.Port, bodies);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var processor = (server.ProcessorTime - before).TotalSeconds / seconds;
        table.Note($"commits a second while {name} listen", rate, "/s");
        table.Note($"processor of the server while {name} listen", processor, "of a core");
        if (listeners is null)
            return;
        var expected = (long)Listeners * bodies.Count / share;
        for (var tries = 0; tries < 100 && Heard(listeners) < expected; tries++)
            await Task.Delay(100);
        listeners.StandardInput.Close();
        var said = (await listeners.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
        table.Bound($"{Listeners:N0} listeners, {name}: median age of a change", said[1], "ms", 100);
        table.Note($"{Listeners:N0} listeners, {name}: 99th percentile", said[2], "ms");
        table.Note($"{Listeners:N0} listeners, {name}: heard of {expected:N0}", said[0], "changes");
        table.Note($"{Listeners:N0} listeners, {name}: processor of the listeners", said[3] / seconds, "of a core");
        table.Note($"{Listeners:N0} listeners, {name}: private memory of the server", server.PrivateMegabytes, "MB");
    }

    private static long Heard(Process listeners)
    {
        listeners.StandardInput.WriteLine();
        return long.Parse(listeners.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    private static Process Start(int port, string query)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "Events.Benchmarks.dll"), "listen", port.ToString(CultureInfo.InvariantCulture), Listeners.ToString(CultureInfo.InvariantCulture), query])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return process.StandardOutput.ReadLine() == StreamListeners.Ready ? process : throw new InvalidOperationException("Not all could listen.");
    }

    /// <summary>Writes at a steady rate, as far as the server keeps up; returns the rate that it was.</summary>
    private static double Write(int port, List<byte[]> requests)
    {
        var n = -1;
        var clock = Stopwatch.StartNew();
        return Load.Run(port, TimeSpan.FromMinutes(5), 201, () =>
        {
            var i = Interlocked.Increment(ref n);
            if (i >= requests.Count)
                return null;
            var due = TimeSpan.FromSeconds((double)i / Rate) - clock.Elapsed;
            if (due > TimeSpan.Zero)
                Thread.Sleep(due);
            return requests[i];
        }, Writers);
    }
}
