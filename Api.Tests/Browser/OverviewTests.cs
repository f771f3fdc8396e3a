using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>The first view: what there is, where, when, and what changes now.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class OverviewTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Every_number_leads_to_its_list_and_back_comes_back()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();

        foreach (var (name, listed) in ((string, int)[])[("10 events", 10), ("5 Custody", 5), ("3 Sanctions", 3)])
        {
            await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
            await Expect(page.Locator(".event-row")).ToHaveCountAsync(listed);
            await page.GoBackAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where" })).ToBeVisibleAsync();
        }
        await page.GoForwardAsync();
        await Expect(page).ToHaveURLAsync(Explored());
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task A_country_on_the_map_leads_to_its_events()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();
        await page.Locator(".map a[href*='country=US']").DispatchEventAsync("click");
        await Expect(page).ToHaveURLAsync(OfTheUnitedStates());
        await Expect(page.Locator(".event-row")).ToHaveCountAsync(5);
    }

    [BrowserFact]
    public async Task Nothing_moves_while_the_first_view_comes_in()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/key");
        await page.AddInitScriptAsync("""
            window.moved = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.moved += entry.hadRecentInput ? 0 : entry.value)).observe({ type: 'layout-shift', buffered: true });
            """);
        await page.GotoAsync("/");
        await Expect(page.Locator(".event-row").First).ToBeVisibleAsync();
        await Expect(page.Locator("canvas")).ToBeVisibleAsync();
        await Expect(page.Locator(".lamp")).ToHaveTextAsync("Live");
        Assert.InRange(await page.EvaluateAsync<double>("window.moved"), 0, 0.001);
    }

    [BrowserFact]
    public async Task The_numbers_below_the_chart_lead_on_and_all_totals_follow_what_is_written()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();
        await Expect(page.Locator(".lamp")).ToHaveTextAsync("Live");
        using var written = await desk.Server.Editor.PostAsync(new Uri("/v1/people", UriKind.Relative), new StringContent("""{"name":"Somebody new"}""", System.Text.Encoding.UTF8, "application/json"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "5 people", Exact = true })).ToBeVisibleAsync();

        await page.GetByText("The same as numbers").ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "2025" }).GetByRole(AriaRole.Button).Nth(1).ClickAsync();
        await Expect(page.Locator(".event-row")).ToHaveCountAsync(5);
    }

    [BrowserTheory]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("foo")]
    public async Task A_filter_that_does_not_exist_is_said(string name)
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync($"/explore?{name}=1");
        await Expect(page.GetByText($"There is no parameter \"{name}\" here.").First).ToBeVisibleAsync();
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task A_window_that_nobody_sees_hears_nothing_and_catches_up_when_it_is_seen()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();
        await Expect(page.Locator(".lamp")).ToHaveTextAsync("Live");
        await SeeAsync(page, isSeen: false);
        using var written = await desk.Server.Editor.PostAsync(new Uri("/v1/people", UriKind.Relative), new StringContent("""{"name":"Somebody new"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.True(written.IsSuccessStatusCode);
        await Task.Delay(1000);
        await Expect(page.Locator(".changes")).Not.ToContainTextAsync("Somebody new");

        await SeeAsync(page, isSeen: true);
        await Expect(page.Locator(".changes")).ToContainTextAsync("Somebody new");

        static Task SeeAsync(IPage page, bool isSeen) => page.EvaluateAsync(
            "(isHidden) => { Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }", !isSeen);
    }

    [GeneratedRegex(@"/explore\?group=sanctions$")]
    private static partial Regex Explored();

    [GeneratedRegex(@"/explore\?country=US$")]
    private static partial Regex OfTheUnitedStates();
}
