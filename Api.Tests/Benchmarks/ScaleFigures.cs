using System.Globalization;
using System.Text.Json;

namespace Events.Benchmarks;

/// <summary>The same questions to 10,000, 100,000 and 1,000,000 events: what grows with the number of events, and what does not.</summary>
internal static class ScaleFigures
{
    private const string Question = "/v1/events?country=UA";
    private const double MostMegabytes = 250;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table, int most)
    {
        var times = new List<Dictionary<string, double>>();
        foreach (var events in Sizes.Where(size => size <= most))
        {
            var filled = await folder.WithEventsAsync(events);
            var database = folder.CopyOf(filled, $"{events}.db");
            var byHand = folder.New($"{events} by hand.db");
            HandWritten.Fill(database, byHand);
            var countries = BenchmarkFolder.CountriesOf(database).Take(195).ToList();
            using (var hand = ServerProcess.ByHand(byHand))
            {
                using (var hot = ServerProcess.Product(database))
                    MeasureHot(table, events, hot, hand, countries);
                using (var cold = ServerProcess.Product(database, mostCached: 0))
                    times.Add(MeasureCold(table, events, cold, hand, countries));
            }
            File.Delete(database);
            File.Delete(byHand);
        }
        foreach (var (name, least) in times[0])
            table.Note($"{name}: median of {times[^1][name]:0.00} ms against {least:0.00} ms with {Sizes[0]:N0} events, ratio", times[^1][name] / least, "");
    }

    private static void MeasureHot(Table table, int events, ServerProcess hot, ServerProcess hand, IReadOnlyList<string> countries)
    {
        var (head, body) = Load.Once(hot.Port, Load.Get(Question));
        var etag = head.Split("\r\n").Single(line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase))[6..];
        using var page = JsonDocument.Parse(body);
        var ids = page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToList();
        var one = Load.Once(hot.Port, Load.Get("/v1/events/" + ids[0])).Body.Length;
        byte[][] rotating = [.. countries.Select(code => Load.Get("/v1/events?country=" + code))];
        byte[][] byHand = [.. countries.Select(code => Load.Get("/events?country=" + code))];
        Rates(hot.Port, 200, Load.Get(Question));
        Compare(table, $"{events:N0}: newest 50 of a country, repeated", Rates(hot.Port, 200, Load.Get(Question)), "ceiling", Rates(hand.Port, 200, Ceiling(body.Length)), 0.8);
        Compare(table, $"{events:N0}: one event by id", Rates(hot.Port, 200, [.. ids.Select(id => Load.Get("/v1/events/" + id))]), "ceiling", Rates(hand.Port, 200, Ceiling(one)), 0.6);
        Compare(table, $"{events:N0}: not modified", Rates(hot.Port, 304, Load.Get(Question, $"If-None-Match: {etag}\r\n")), "ceiling", Rates(hand.Port, 200, Ceiling(body.Length)), 0.8);
        using (new Writer(hot.Port))
            Compare(table, $"{events:N0}: 195 countries rotating, a write each 100 ms", Rates(hot.Port, 200, rotating), "raw", Rates(hand.Port, 200, byHand), 1.2);
        table.Bound($"{events:N0}: private memory under load", hot.PrivateMegabytes, "MB", MostMegabytes);
    }

    private static Dictionary<string, double> MeasureCold(Table table, int events, ServerProcess cold, ServerProcess hand, IReadOnlyList<string> countries)
    {
        using var page = JsonDocument.Parse(Load.Once(cold.Port, Load.Get(Question)).Body);
        var next = new Uri(page.RootElement.GetProperty("next").GetString()!).PathAndQuery;
        byte[][] byHand = [.. countries.Select(code => Load.Get("/events?country=" + code))];
        var raw = Rates(hand.Port, 200, Load.Get("/events?country=UA"));
        Rates(cold.Port, 200, Load.Get(Question));
        Compare(table, $"{events:N0}: newest 50 of a country, each time read", Rates(cold.Port, 200, Load.Get(Question)), "raw", raw, 1);
        Compare(table, $"{events:N0}: page 2, pinned", Rates(cold.Port, 200, Load.Get(next)), "raw", raw, 0.8);
        Compare(table, $"{events:N0}: 195 countries rotating, each time read", Rates(cold.Port, 200, [.. countries.Select(code => Load.Get("/v1/events?country=" + code))]), "raw", Rates(hand.Port, 200, byHand));
        Compare(table, $"{events:N0}: word in 1 of 100 texts, newest 50", Rates(cold.Port, 200, Load.Get("/v1/events?q=" + SampleData.RareWord)), "raw", Rates(hand.Port, 200, Load.Get("/search?q=" + SampleData.RareWord)), 20);
        return new Dictionary<string, double>
        {
            ["newest 50 of a country"] = Median(cold.Port, Question),
            ["country and word"] = Median(cold.Port, "/v1/events?country=US&q=" + SampleData.RareWord),
            ["country and topic"] = Median(cold.Port, "/v1/events?country=US&topic=diplomacy"),
            ["word, by relevance"] = Median(cold.Port, "/v1/events?sort=relevance&q=" + SampleData.RareWord),
            ["most people of a country"] = Median(cold.Port, "/v1/events?country=US&sort=-people"),
            ["one event by id"] = Median(cold.Port, "/v1/events/" + page.RootElement.GetProperty("items")[0].GetProperty("id").GetString()),
        };
    }

    private static void Compare(Table table, string figure, double measured, string reference, double referred, double? least = null) =>
        table.Compare(figure, measured, reference, referred, least);

    private static byte[] Ceiling(int bytes) => Load.Get("/constant?bytes=" + bytes.ToString(CultureInfo.InvariantCulture));

    private static double Rates(int port, int status, params byte[][] requests) => Load.Run(port, Turn, status, Load.Rotating(requests));

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
