using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>What every page owes its readers: by day and by night, wide and narrow, by keyboard, in another language.</summary>
[Collection(BrowserTests.Name)]
public sealed class CareTests(Chromium chromium)
{
    private const string Id = "019b1795-0200-7000-8000-0000000000";

    public static readonly TheoryData<string> Pages =
    [
        "/", "/explore", "/explore?country=BY&view=map", "/explore?view=time", "/explore?view=table", "/explore?kind=sanctions", $"/events/{Id}e3", $"/events/{Id}e2", $"/events/{Id}e8", $"/events/{Id}ea",
        "/countries/BY", $"/people/{Id}a1", $"/organizations/{Id}b1", $"/sanctions/{Id}51", $"/reports/{Id}d2", "/write", "/write/release", "/write/event", $"/write/person/{Id}a1", "/review", "/key",
    ];

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task A_page_breaks_no_rule_of_accessibility_and_fits_every_screen(string address)
    {
        await using var desk = await Desk.OpenAsync(chromium);
        foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1280), (ColorScheme.Dark, 375)])
        {
            var page = await desk.WindowAsync(address, isSignedIn: true, options => (options.ColorScheme, options.ViewportSize) = (scheme, new ViewportSize { Width = width, Height = 900 }));
            await ReadAsync(page);
            var found = await page.RunAxe();
            Assert.Empty(found.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html).Take(3))}"));
            Assert.Equal(1, await page.Locator("h1").CountAsync());
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than {width}.");
        }
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task Who_has_no_mouse_reaches_the_content_the_search_and_what_it_finds()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();
        await ReadAsync(page);

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Колесникова");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Maria Kalesnikava");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Another_language_says_everything_and_is_kept()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync(adjust: options => options.Locale = "de-DE");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await page.GotoAsync($"/events/{Id}e3");
        await Expect(page.GetByText("13. Dezember 2025").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Litauen").First).ToBeVisibleAsync();

        await page.GetByLabel("Sprache").SelectOptionAsync("en");
        await Expect(page.GetByText("December 13, 2025").First).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        Assert.Empty(desk.Complaints);
    }

    /// <summary>Until nothing is being read any more.</summary>
    private static async Task ReadAsync(IPage page)
    {
        await Expect(page.Locator("h1")).ToHaveCountAsync(1);
        await Expect(page.Locator(".busy")).ToHaveCountAsync(0);
    }
}
