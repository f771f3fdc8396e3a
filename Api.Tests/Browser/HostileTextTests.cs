using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>Whatever stands in a record is shown as text.</summary>
[Collection(BrowserTests.Name)]
public sealed class HostileTextTests(Chromium chromium)
{
    private const string Markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>{{7*7}}${7*7}";
    private static readonly string Turned = "\u202Edrowssap\u202C أسماء عربية";
    private static readonly string Long = new('ж', 300);

    [BrowserFact]
    public async Task Scripts_markup_turned_and_endless_words_stay_text_on_every_page()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var person = await PostAsync(desk, "/v1/people", new JsonObject
        {
            ["name"] = Cut(Markup + Turned),
            ["description"] = Markup + Turned + new string('W', 10_000),
            ["otherNames"] = new JsonArray(new JsonObject { ["name"] = Turned }, new JsonObject { ["name"] = Long }),
            ["externalIds"] = new JsonArray(new JsonObject { ["scheme"] = "x", ["value"] = Markup }),
        });
        var report = await PostAsync(desk, "/v1/reports", new JsonObject { ["title"] = Markup, ["summary"] = Markup + Turned, ["insights"] = new JsonArray(Markup), ["url"] = "https://example.org/?q=<script>" });
        var sanction = await PostAsync(desk, "/v1/sanctions", new JsonObject
        {
            ["name"] = Cut(Markup + Turned),
            ["kinds"] = new JsonArray("travel"),
            ["senders"] = new JsonArray(new JsonObject { ["country"] = "US" }),
            ["targets"] = new JsonArray(new JsonObject { ["person"] = person }),
            ["legalBasis"] = Markup,
            ["programme"] = Cut(Markup),
        });
        var release = await PostAsync(desk, "/v1/events", new JsonObject
        {
            ["type"] = "release",
            ["title"] = Markup + Turned,
            ["summary"] = Markup + new string('W', 10_000),
            ["start"] = "2026-01-02",
            ["place"] = new JsonObject { ["name"] = Cut(Markup), ["country"] = "BY", ["lat"] = 53.9, ["lon"] = 27.5 },
            ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY", ["capacity"] = Cut(Markup) }),
            ["people"] = new JsonArray(new JsonObject { ["person"] = person, ["outcome"] = "released", ["note"] = Markup }),
            ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "a", ["kind"] = "released", ["best"] = 1, ["label"] = Cut(Markup) }),
            ["evidence"] = new JsonArray(new JsonObject { ["report"] = report, ["aspect"] = "event", ["basis"] = "stated", ["statement"] = Markup + Turned, ["attributedTo"] = Cut(Markup) }),
        }, reason: Cut(Markup));

        foreach (var address in (string[])["/", "/explore", "/explore?view=map", "/explore?view=table", $"/explore?q={Uri.EscapeDataString(Markup)}", $"/events/{release}", $"/people/{person}", $"/reports/{report}", $"/sanctions/{sanction}", $"/write/event/{release}", "/review", "/countries/BY"])
        {
            var page = await desk.WindowAsync(address, isSignedIn: true, options => options.ViewportSize = new ViewportSize { Width = 375, Height = 800 });
            await Expect(page.Locator("h1")).ToHaveCountAsync(1);
            await Expect(page.Locator(".busy")).ToHaveCountAsync(0);
            Assert.NotEqual("taken", await page.TitleAsync());
            Assert.Equal(0, await page.Locator("main img, main script").CountAsync());
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than the screen.");
            await page.Context.CloseAsync();
        }
        Assert.Empty(desk.Complaints);
    }

    private static string Cut(string text) => text.Length <= 300 ? text : text[..300];

    private static async Task<string> PostAsync(Desk desk, string address, JsonObject body, string? reason = null)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await desk.Server.Editor.PostAsync(new Uri(reason is null ? address : $"{address}?reason={Uri.EscapeDataString(reason)}", UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }
}
