using System.Globalization;
using Events.Api.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>
/// How fast the first view of a large database is, with nothing kept by the browser. Run by hand:
/// <c>EVENTS_FIGURES_DATABASE=FILE dotnet test Api.Tests/Browser --filter FirstViewFigures --logger "console;verbosity=detailed"</c>, with a file that
/// the benchmarks have filled.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class FirstViewFigures(Chromium chromium, ITestOutputHelper output)
{
    private const int Rounds = 5;

    private const string Watch = """
        window.at = {};
        window.moved = 0;
        window.slowest = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.moved += entry.hadRecentInput ? 0 : entry.value)).observe({ type: 'layout-shift', buffered: true });
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.slowest = Math.max(window.slowest, entry.duration))).observe({ type: 'event', durationThreshold: 16, buffered: true });
        const seen = {
          first: () => [...document.querySelectorAll('.figure')].some((figure) => figure.textContent !== '…'),
          numbers: () => [...document.querySelectorAll('.figure')].every((figure) => figure.textContent !== '…') && document.querySelector('.figure'),
          all: () => document.querySelector('.event-row') && document.querySelector('canvas') && document.querySelector('.map a'),
        };
        (function look() {
          for (const [name, is] of Object.entries(seen))
            if (!(name in window.at) && is()) {
              window.at[name] = performance.now();
              window.at[name + 'Bytes'] = performance.getEntriesByType('resource').reduce((sum, entry) => sum + (entry.responseEnd ? entry.encodedBodySize : 0), 0);
            }
          requestAnimationFrame(look);
        })();
        """;

    [FiguresFact]
    public async Task The_first_view()
    {
        await using var desk = await Desk.OpenAsync(chromium, await RunningServer.StartOnAsync(FiguresFactAttribute.Database!));
        for (var round = 1; round <= Rounds; round++)
        {
            // Each context has a cache of its own.
            await using var cold = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = desk.Server.Address.ToString() });
            await cold.AddInitScriptAsync(Watch);
            var first = await cold.NewPageAsync();
            await first.GotoAsync("/");
            foreach (var part in (string[])["canvas", ".map a", ".event-row", ".changes a"])
                await Expect(first.Locator(part).First).ToBeVisibleAsync(new() { Timeout = 20_000 });
            await first.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).FillAsync("Ukr");
            await Expect(first.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
            await first.GetByRole(AriaRole.Link, new() { Name = "Explore", Exact = true }).ClickAsync();
            await Expect(first.Locator(".event-row").First).ToBeVisibleAsync();
            var at = await first.EvaluateAsync<Dictionary<string, double>>("({ ...window.at, moved: window.moved, slowest: window.slowest })");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: first number {at["first"]:0} ms with {at["firstBytes"] / 1000:0} kB, all numbers {at["numbers"]:0} ms, everything {at["all"]:0} ms with {at["allBytes"] / 1000:0} kB, moved {at["moved"]:0.0000}, slowest interaction {at["slowest"]:0} ms"));
        }
    }
}

/// <summary>Figures that are taken by hand, on a database that somebody has filled.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FiguresFactAttribute : FactAttribute
{
    public static readonly string? Database = Environment.GetEnvironmentVariable("EVENTS_FIGURES_DATABASE");

    public FiguresFactAttribute() => Skip = new BrowserFactAttribute().Skip ?? (Database is null ? "Figures are taken by hand: EVENTS_FIGURES_DATABASE names a large database." : null);
}
