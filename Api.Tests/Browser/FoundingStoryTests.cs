using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>The story that the product began with, as a reader finds it.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class FoundingStoryTests(Chromium chromium)
{
    [BrowserFact]
    public async Task From_the_name_of_a_country_to_the_release_the_deal_and_the_sanction_and_back_in_time()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();

        // A country, in the spelling of its own people.
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });
        await search.FillAsync("Беларусь");
        await page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Country" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Belarus");
        await page.GetByRole(AriaRole.Link, new() { Name = "Belarus releases 123 prisoners" }).First.ClickAsync();

        // How many were released, and where they went.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Belarus releases 123 prisoners");
        await ExpectFlowAsync(page, "Released 123", "Ukraine 114", "Lithuania 8–9, most likely 9", "Not accounted for 0–1");
        await Expect(page.Locator(".people")).ToContainTextAsync("Ales Bialiatski");
        await Expect(page.Locator(".people")).ToContainTextAsync("forced into exile");

        // What it was given for.
        var deal = page.GetByRole(AriaRole.Region, new() { Name = "What was given for what" });
        await Expect(deal.Locator(".deal-side").First).ToContainTextAsync("Given by Belarus");
        await Expect(deal.Locator(".deal-side").Last).ToContainTextAsync("United States announces the end of sanctions on Belarusian potash");
        await Expect(deal.Locator(".deal-trade")).ToHaveTextAsync("⇄ in exchange for");
        await Expect(deal.Locator(".deal-lines path[data-type=in-exchange-for]")).ToHaveCountAsync(2);

        // Before the later evidence, nobody knew of Lithuania.
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "What was known" });
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.GetByText("You see what was known at commit 5.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.GetByText("You see what was known at commit 3.")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(AsOfTheBrief());
        await ExpectFlowAsync(page, "Released 123", "Ukraine 114", "Not accounted for 9");
        await Expect(page.GetByText("Lithuania receives")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to now" }).ClickAsync();
        await ExpectFlowAsync(page, "Released 123", "Ukraine 114", "Lithuania 8–9, most likely 9", "Not accounted for 0–1");

        // Through the deal to the sanction.
        await deal.GetByRole(AriaRole.Link, new() { Name = "United States announces the end of sanctions on Belarusian potash" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "US sanctions on Belarusian potash" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("US sanctions on Belarusian potash");
        await Expect(page.Locator(".state-now")).ToContainTextAsync("Eased since 15 Dec 2025");
        await page.Locator(".state input[type=date]").FillAsync("2025-12-14");
        await Expect(page.Locator(".state-now")).ToContainTextAsync("In force since 9 Aug 2021");
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task Those_who_disagree_stand_side_by_side()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/events/019b1795-0200-7000-8000-0000000000e8");
        var disagreement = page.Locator(".disagreement");
        await Expect(disagreement).ToHaveCountAsync(1);
        await Expect(disagreement).ToContainTextAsync(SideBySide());
    }

    [BrowserFact]
    public async Task A_line_that_breaks_is_said_and_the_page_goes_on_when_it_is_back()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();
        await Expect(page.Locator(".lamp")).ToHaveTextAsync("Live");

        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("You are offline.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "10 events", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("You are offline.")).ToHaveCountAsync(0);
        await Expect(page.Locator(".event-row")).ToHaveCountAsync(10);
    }

    private static async Task ExpectFlowAsync(IPage page, params string[] rows)
    {
        var flow = page.GetByRole(AriaRole.Region, new() { Name = "Where those went" }).GetByRole(AriaRole.Row);
        await Expect(flow).ToHaveCountAsync(rows.Length + 1);
        for (var i = 0; i < rows.Length; i++)
            await Expect(flow.Nth(i + 1)).ToContainTextAsync(new Regex(string.Join(@"\s*", rows[i].Split(' ').Select(Regex.Escape))));
    }

    [GeneratedRegex(@"/events/[^?]*\?asOf=3$")]
    private static partial Regex AsOfTheBrief();

    [GeneratedRegex(@"They disagree:\s*9\s*Reuters\s*8\s*Eight of the freed")]
    private static partial Regex SideBySide();
}
