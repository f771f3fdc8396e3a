using System.Globalization;

namespace Events.Benchmarks;

/// <summary>Statistics of many events: each time counted, against an aggregate over the rows that is written by hand, and repeated.</summary>
internal static class StatisticsFigures
{
    private const string World = "/v1/events/series?interval=month&by=type";
    private const int Rounds = 5;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table, int events)
    {
        var filled = await folder.WithEventsAsync(events);
        var (database, byHand) = (folder.CopyOf(filled, "statistics.db"), folder.New("by-hand.db"));
        HandWritten.Fill(database, byHand);
        var countries = BenchmarkFolder.CountriesOf(database).Take(195).ToList();
        using (var hand = ServerProcess.ByHand(byHand))
        {
            using (var cold = ServerProcess.Product(database, mostCached: 0))
                MeasureCold(table, events, cold, hand, countries);
            using var hot = ServerProcess.Product(database);
            var bytes = Load.Once(hot.Port, Load.Get(Years("UA"))).Body.Length;
            Compare(table, $"{events:N0}: series by year of a country, repeated", hot.Port, [Load.Get(Years("UA"))], "ceiling", hand.Port, [Load.Get($"/constant?bytes={bytes}")], 0.8);
        }
        File.Delete(database);
        File.Delete(byHand);
    }

    private static void MeasureCold(Table table, int events, ServerProcess cold, ServerProcess hand, IReadOnlyList<string> countries)
    {
        foreach (var country in (string[])["US", "UA", "LT"])
            Compare(table, $"{events:N0}: series by year of {country}, each time counted", cold.Port, [Load.Get(Years(country))], "raw", hand.Port, [ByHand(country)], 3);
        Compare(table, $"{events:N0}: 195 countries rotating", cold.Port, [.. countries.Select(country => Load.Get(Years(country)))], "raw", hand.Port, [.. countries.Select(ByHand)]);
        table.Bound($"{events:N0}: world by month and type", Median(cold.Port, World), "ms", 25);
        foreach (var address in (string[])[
            "/v1/events/facets?by=country.actor,type", "/v1/events/series?interval=year&by=country", "/v1/events/series?interval=week&country=UA", "/v1/events/series?interval=week",
            "/v1/events/series?interval=year&by=topic&country=UA", "/v1/events/series?interval=year&measure=people&headcountKind=released", "/v1/events/series?interval=year&measure=reports&country=UA"])
            table.Note($"{events:N0}: {address}", Median(cold.Port, address, 5), "ms");
    }

    /// <summary>In turns, after both have warmed up.</summary>
    private static void Compare(Table table, string figure, int port, byte[][] requests, string reference, int referredPort, byte[][] referred, double? least = null)
    {
        var (measured, compared) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var rates = (Load.Run(port, Turn, 200, Load.Rotating(requests)), Load.Run(referredPort, Turn, 200, Load.Rotating(referred)));
            if (round == 0)
                continue;
            measured.Add(rates.Item1);
            compared.Add(rates.Item2);
        }
        table.Compare(figure, Table.Median(measured), reference, Table.Median(compared), least);
    }

    private static double Median(int port, string address, int times = 20) => Load.Median(port, Load.Get(address), times);

    private static string Years(string country) => $"/v1/events/series?interval=year&country={country}";

    private static byte[] ByHand(string country) => Load.Get(string.Create(CultureInfo.InvariantCulture, $"/years?country={country}"));
}
