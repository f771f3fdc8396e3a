using System.Globalization;

namespace Events.Benchmarks;

/// <summary>Statistics of many events: each time counted, against an aggregate over the rows that is written by hand, and repeated.</summary>
internal static class StatisticsFigures
{
    private const string World = "/v1/events/series?interval=month&by=type";

    public static void MeasureHot(Table table, string size, ServerProcess hot, ServerProcess hand)
    {
        var bytes = Load.Once(hot.Port, Load.Get(Years("UA"))).Body.Length;
        table.Compare($"{size}: series by year of a country, repeated", (hot, [Load.Get(Years("UA"))]), "ceiling", (hand, [Load.Get($"/constant?bytes={bytes}")]), 0.8);
    }

    public static void MeasureCold(Table table, string size, ServerProcess cold, ServerProcess hand, IReadOnlyList<string> countries)
    {
        foreach (var country in (string[])["US", "UA", "LT"])
            table.Compare($"{size}: series by year of {country}, each time counted", (cold, [Load.Get(Years(country))]), "raw", (hand, [ByHand(country)]), 3);
        table.Compare($"{size}: series by year, 195 countries rotating, each time counted", (cold, [.. countries.Select(country => Load.Get(Years(country)))]), "raw", (hand, [.. countries.Select(ByHand)]), 3);
        table.Bound($"{size}: world by month and type", Median(cold, World), "ms", 25);
        foreach (var address in (string[])[
            "/v1/events/facets?by=country.actor,type", "/v1/events/series?interval=year&by=country", "/v1/events/series?interval=week&country=UA", "/v1/events/series?interval=week",
            "/v1/events/series?interval=year&by=topic&country=UA", "/v1/events/series?interval=year&measure=people&headcountKind=released", "/v1/events/series?interval=year&measure=reports&country=UA"])
            table.Note($"{size}: {address}", Median(cold, address, 3), "ms");
    }

    private static double Median(ServerProcess server, string address, int times = 20) => Load.Median(server.Port, Load.Get(address), times);

    private static string Years(string country) => $"/v1/events/series?interval=year&country={country}";

    private static byte[] ByHand(string country) => Load.Get(string.Create(CultureInfo.InvariantCulture, $"/years?country={country}"));
}
