using System.Globalization;
using System.Text.Json;

namespace Events.Benchmarks;

/// <summary>The same questions to 10,000, 100,000 and 1,000,000 events: what grows with the number of events, and what does not.</summary>
internal static class ScaleFigures
{
    private const string Question = "/v1/events?country=UA";
    private const double MostMegabytes = 250;
    private const double MostGrowth = 50;
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table, int most)
    {
        var times = new List<Dictionary<string, double>>();
        foreach (var events in Sizes.Where(size => size <= most))
        {
            var filled = await folder.WithEventsAsync(events);
            var (database, byHand) = (folder.CopyOf(filled, $"{events}.db"), folder.New($"{events} by hand.db"));
            HandWritten.Fill(database, byHand);
            var (size, countries) = (events.ToString("N0", CultureInfo.InvariantCulture), BenchmarkFolder.CountriesOf(database).Take(195).ToList());
            using (var hand = ServerProcess.ByHand(byHand))
            {
                using (var hot = ServerProcess.Product(database))
                {
                    MeasureHot(table, size, hot, hand, countries);
                    StatisticsFigures.MeasureHot(table, size, hot, hand);
                }
                using var cold = ServerProcess.Product(database, mostCached: 0);
                times.Add(MeasureCold(table, size, cold, hand, countries));
                StatisticsFigures.MeasureCold(table, size, cold, hand, countries);
                MeasureExport(table, events, cold, hand);
                table.Bound($"{size}: private memory after all", cold.PrivateMegabytes, "MB", MostMegabytes);
            }
            File.Delete(database);
            File.Delete(byHand);
        }
        if (times.Count > 1)
        {
            foreach (var (name, first) in times[0])
                table.Grown($"{name}: from {Sizes[0]:N0} to {Sizes[times.Count - 1]:N0} events", times[^1][name], first, 1.5);
        }
    }

    private static void MeasureHot(Table table, string size, ServerProcess hot, ServerProcess hand, IReadOnlyList<string> countries)
    {
        var (head, body) = Load.Once(hot.Port, Load.Get(Question));
        var etag = head.Split("\r\n").Single(line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase))[6..];
        using var page = JsonDocument.Parse(body);
        var ids = page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToList();
        var one = Load.Once(hot.Port, Load.Get("/v1/events/" + ids[0])).Body.Length;
        table.Compare($"{size}: newest 50 of a country, repeated", (hot, [Load.Get(Question)]), "ceiling", (hand, [Ceiling(body.Length)]), 0.8);
        table.Compare($"{size}: one event by id", (hot, [.. ids.Select(id => Load.Get("/v1/events/" + id))]), "ceiling", (hand, [Ceiling(one)]), 0.6);
        table.Compare($"{size}: not modified", (hot, [Load.Get(Question, $"If-None-Match: {etag}\r\n")]), "ceiling", (hand, [Ceiling(body.Length)]), 0.8, status: 304);
        using (new Writer(hot.Port))
            table.Compare($"{size}: 195 countries rotating, a write each 100 ms", (hot, [.. countries.Select(Of)]), "raw", (hand, [.. countries.Select(ByHand)]), 1.2);
        table.Bound($"{size}: private memory under load", hot.PrivateMegabytes, "MB", MostMegabytes);
    }

    private static Dictionary<string, double> MeasureCold(Table table, string size, ServerProcess cold, ServerProcess hand, IReadOnlyList<string> countries)
    {
        using var page = JsonDocument.Parse(Load.Once(cold.Port, Load.Get(Question)).Body);
        var next = new Uri(page.RootElement.GetProperty("next").GetString()!).PathAndQuery;
        table.Compare($"{size}: newest 50 of a country, each time read", (cold, [Of("UA")]), "raw", (hand, [ByHand("UA")]));
        table.Compare($"{size}: page 2, pinned, each time read", (cold, [Load.Get(next)]), "raw", (hand, [ByHand("UA")]), 0.8);
        table.Compare($"{size}: 195 countries rotating, each time read", (cold, [.. countries.Select(Of)]), "raw", (hand, [.. countries.Select(ByHand)]));
        table.Compare($"{size}: word in 1 of 100 texts, newest 50, each time read", (cold, [Load.Get("/v1/events?q=" + SampleData.RareWord)]), "raw", (hand, [Load.Get("/search?q=" + SampleData.RareWord)]), 20);
        return new Dictionary<string, double>
        {
            ["newest 50 of a country"] = Median(cold.Port, Question),
            ["one event by id"] = Median(cold.Port, "/v1/events/" + page.RootElement.GetProperty("items")[0].GetProperty("id").GetString()),
            ["country and topic"] = Median(cold.Port, "/v1/events?country=US&topic=diplomacy"),
            ["word"] = Median(cold.Port, "/v1/events?q=" + SampleData.RareWord),
            ["country and word"] = Median(cold.Port, "/v1/events?country=US&q=" + SampleData.RareWord),
            ["word, by relevance"] = Median(cold.Port, "/v1/events?sort=relevance&q=" + SampleData.RareWord),
            ["most people of a country"] = Median(cold.Port, "/v1/events?country=US&sort=-people"),
        };
    }

    /// <summary>Everything as CSV, by one caller who takes it as fast as it comes.</summary>
    private static void MeasureExport(Table table, int events, ServerProcess cold, ServerProcess hand)
    {
        var size = events.ToString("N0", CultureInfo.InvariantCulture);
        var (before, most) = (cold.PrivateMegabytes, 0.0);
        using (new Timer(_ => most = Math.Max(most, cold.PrivateMegabytes), null, 0, 50))
        {
            // Megabytes a second would favour the longer rows, which are ours.
            var rates = Load.InTurns(_ => events / Seconds(cold.Port, "/v1/events.csv"), _ => events / Seconds(hand.Port, "/events.csv"));
            table.Compare($"{size}: CSV of everything, events", rates.First, "raw", rates.Second, 0.5);
        }
        table.Bound($"{size}: private memory grows while that is given by", most - before, "MB", MostGrowth);
    }

    private static double Seconds(int port, string address)
    {
        var started = TimeProvider.System.GetTimestamp();
        Load.Download(port, address);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static byte[] Of(string country) => Load.Get("/v1/events?country=" + country);

    private static byte[] ByHand(string country) => Load.Get("/events?country=" + country);

    private static byte[] Ceiling(int bytes) => Load.Get("/constant?bytes=" + bytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Of one caller who asks again and again, in milliseconds.</summary>
    private static double Median(int port, string address) => Load.Median(port, Load.Get(address), 100);

    /// <summary>Posts an event every 100 ms.</summary>
    private sealed class Writer : IDisposable
    {
        private readonly ManualResetEventSlim _stop = new();
        private readonly Thread _thread;

        public Writer(int port)
        {
            var request = Load.Post("/v1/events", """{"type":"statement","title":"A statement while others read.","start":"2026-02-01","workflow":"draft"}"""u8.ToArray());
            _thread = new Thread(() =>
            {
                while (!_stop.Wait(100))
                    Load.Run(port, TimeSpan.FromSeconds(1), 201, One(request), connections: 1);
            });
            _thread.Start();
        }

        public void Dispose()
        {
            _stop.Set();
            _thread.Join();
            _stop.Dispose();
        }

        private static Func<byte[]?> One(byte[] request)
        {
            var left = 1;
            return () => left-- > 0 ? request : null;
        }
    }
}
