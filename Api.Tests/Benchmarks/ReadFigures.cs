using System.Globalization;
using System.Text.Json;

namespace Events.Benchmarks;

/// <summary>Reads of a database of 100,000 events, and the memory that the server takes for them.</summary>
internal static class ReadFigures
{
    private const string Question = "/v1/events?country=BY";
    private const double MostMegabytes = 150;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table, bool onlyMemory)
    {
        var filled = await folder.WithEventsAsync();
        var (database, byHand) = (folder.CopyOf(filled, "reads.db"), folder.New("by-hand.db"));
        HandWritten.Fill(database, byHand);
        // One that keeps ready answers, and one that reads each.
        using var server = ServerProcess.Product(database);
        using var cold = ServerProcess.Product(folder.CopyOf(filled, "cold.db"), mostCached: 0);
        using var hand = ServerProcess.ByHand(byHand);
        var cases = Cases(server.Port, cold.Port, hand.Port, BenchmarkFolder.CountriesOf(database));
        var rates = cases.ToDictionary(one => one.Name, _ => new List<double>());
        foreach (var one in cases)
            _ = Load.Run(one.Port, onlyMemory ? TimeSpan.FromSeconds(1) : Warm / 2, one.Status, Load.Rotating(one.Requests));
        for (var round = 0; round < (onlyMemory ? 0 : 5); round++)
        {
            foreach (var one in cases)
            {
                var seconds = one.Name is ByCountry or Reference ? Turn : Turn / 2;
                rates[one.Name].Add(Load.Run(one.Port, seconds, one.Status, Load.Rotating(one.Requests)));
            }
        }
        if (!onlyMemory)
        {
            var reference = Table.Median(rates[Reference]);
            table.Compare($"GET {Question} (50 of {BenchmarkFolder.Events:N0})", Table.Median(rates[ByCountry]), "written by hand", reference, 1);
            foreach (var one in cases.Where(one => one.Name is not (ByCountry or Reference)))
                table.Compare(one.Name, Table.Median(rates[one.Name]), "written by hand", reference);
            table.Note("bytes of that page", Load.Once(server.Port, Load.Get(Question)).Body.Length / 1000.0, "kB");
            table.Note("bytes of the page written by hand", Load.Once(hand.Port, Load.Get("/events?country=BY")).Body.Length / 1000.0, "kB");
        }
        table.Bound("private memory after the reads", server.PrivateMegabytes, "MB", MostMegabytes);
    }

    private const string ByCountry = "by country";
    private const string Reference = "by hand";

    private static List<(string Name, int Port, int Status, IReadOnlyList<byte[]> Requests)> Cases(int product, int cold, int hand, IReadOnlyCollection<string> countries)
    {
        var (head, body) = Load.Once(product, Load.Get(Question));
        var etag = head.Split("\r\n").Single(line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase))[6..];
        using var page = JsonDocument.Parse(body);
        var ids = page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToList();
        var next = new Uri(page.RootElement.GetProperty("next").GetString()!).PathAndQuery;
        var bytes = body.Length.ToString(CultureInfo.InvariantCulture);
        return
        [
            (ByCountry, cold, 200, [Load.Get(Question)]),
            (Reference, hand, 200, [Load.Get("/events?country=BY")]),
            ("a constant body of the same length", hand, 200, [Load.Get("/constant?bytes=" + bytes)]),
            ("the same from memory", product, 200, [Load.Get(Question)]),
            ("the same with If-None-Match: 304", product, 304, [Load.Get(Question, $"If-None-Match: {etag}\r\n")]),
            ("one event by id", product, 200, [.. ids.Select(id => Load.Get("/v1/events/" + id))]),
            ("page 2 by its cursor", cold, 200, [Load.Get(next)]),
            ("all countries in turn", cold, 200, [.. countries.Select(code => Load.Get("/v1/events?country=" + code))]),
            ("all countries in turn, by hand", hand, 200, [.. countries.Select(code => Load.Get("/events?country=" + code))]),
            ("country=US and topic=diplomacy", cold, 200, [Load.Get("/v1/events?country=US&topic=diplomacy")]),
            ("country=US,RU", cold, 200, [Load.Get("/v1/events?country=US,RU")]),
            ("country=BY&sort=-people", cold, 200, [Load.Get("/v1/events?country=BY&sort=-people")]),
            ("country=US&sort=-people", cold, 200, [Load.Get("/v1/events?country=US&sort=-people")]),
        ];
    }
}
