using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>The first view: what there is, where, when, and what changes now.</summary>
[Collection(BrowserTests.Name)]
public sealed class OverviewTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Every_number_leads_to_its_list()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync();

        var custody = page.GetByRole(AriaRole.Link, new() { Name = "5 Custody" });
        await Expect(custody).ToBeVisibleAsync();
        await custody.ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/explore\?group=custody$"));
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where" })).ToBeVisibleAsync();

        Assert.Empty(desk.Complaints);
    }
}
