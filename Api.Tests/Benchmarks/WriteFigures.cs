using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Benchmarks;

/// <summary>Durable writes of single events by 64 writers, against a transaction for each request and against a bare loop.</summary>
internal static class WriteFigures
{
    private const int Writers = 64;
    private const int Rounds = 5;
    private const int MostRequests = 40_000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table)
    {
        var empty = await folder.WithoutEventsAsync();
        var paths = (Grouped: folder.CopyOf(empty, "grouped.db"), Single: folder.CopyOf(empty, "single.db"), Bare: folder.CopyOf(empty, "bare.db"));
        var data = new SampleData(2, BenchmarkFolder.CountriesOf(empty));
        var reports = BenchmarkFolder.ReportsOf(empty);
        using var grouped = ServerProcess.Product(paths.Grouped);
        using var single = ServerProcess.Product(paths.Single, mostInGroup: 1);
        using var bare = new BareWrites(paths.Grouped, paths.Bare);
        var rates = (Grouped: new List<double>(), Single: new List<double>(), Bare: new List<double>());
        var (groupSizes, processorTimes) = (new List<double>(), new List<double>());
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var bodies = Bodies(data, reports, MostRequests);
            var (before, worked) = (Groups(grouped), grouped.ProcessorTime);
            var fast = Load.Run(grouped.Port, Turn, 201, Once(bodies), Writers);
            var after = Groups(grouped);
            var processor = (grouped.ProcessorTime - worked).TotalMicroseconds / (after.Commits - before.Commits);
            var slow = Load.Run(single.Port, Turn, 201, Once(bodies), Writers);
            var size = (int)Math.Round((after.Commits - before.Commits) / (double)(after.Groups - before.Groups));
            var loop = bare.Repeat(size);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {fast:N0}/s grouped by {size}, {slow:N0}/s one by one, {loop:N0}/s bare; {processor:N0} us of processor a request"));
            if (round == 0)
                continue;
            rates.Grouped.Add(fast);
            rates.Single.Add(slow);
            rates.Bare.Add(loop);
            groupSizes.Add(size);
            processorTimes.Add(processor);
        }
        table.Compare("POST /v1/events, 64 writers", Table.Median(rates.Grouped), "one transaction each", Table.Median(rates.Single), 3);
        table.Compare("the same", Table.Median(rates.Grouped), "bare loop, the same rows", Table.Median(rates.Bare), 0.6);
        table.Note("requests in a transaction", Table.Median(groupSizes), "");
        table.Note("processor time of the server for each", Table.Median(processorTimes), "us");
        table.Bound("private memory after the writes", grouped.PrivateMegabytes, "MB", 150);
    }

    private static List<byte[]> Bodies(SampleData data, IReadOnlyList<RecordId> reports, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Load.Post("/v1/events", Body(data.NextEvent(reports))))];

    private static byte[] Body(Event e)
    {
        var body = JsonNode.Parse(RecordJson.Write(e))!.AsObject();
        // The address tells the kind.
        body.Remove("kind");
        return Encoding.UTF8.GetBytes(body.ToJsonString(RecordJson.Options));
    }

    private static Func<byte[]?> Once(List<byte[]> requests)
    {
        var n = -1;
        return () => Interlocked.Increment(ref n) is var i && i < requests.Count ? requests[i] : null;
    }

    private static (long Groups, long Commits) Groups(ServerProcess server)
    {
        var counts = Encoding.UTF8.GetString(Load.Once(server.Port, Load.Get("/benchmark/groups")).Body).Split(' ');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }
}
