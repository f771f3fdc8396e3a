namespace Events.Benchmarks;

/// <summary>How long a server takes from the start of its process to its first answer.</summary>
internal static class StartFigures
{
    private const int Rounds = 5;

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table)
    {
        var database = folder.CopyOf(await folder.WithEventsAsync(), "start.db");
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            using var server = ServerProcess.Product(database);
            var asked = TimeProvider.System.GetTimestamp();
            _ = Load.Once(server.Port, Load.Get("/v1/events?country=BY"));
            times.Add((server.Start + TimeProvider.System.GetElapsedTime(asked)).TotalMilliseconds);
        }
        table.Bound("first answer after the start of the process", Table.Median(times), "ms", 1000);
        File.Delete(database);
    }
}
