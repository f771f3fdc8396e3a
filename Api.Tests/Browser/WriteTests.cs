using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Events.Browser.Tests;

/// <summary>An editor writes: a whole release by a form, through mistakes, lost lines and others who write the same.</summary>
[Collection(BrowserTests.Name)]
public sealed class WriteTests(Chromium chromium)
{
    private const string Bialiatski = "019b1795-0200-7000-8000-0000000000a1";

    [BrowserFact]
    public async Task A_release_is_posted_by_the_form_and_arrives_in_another_window()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var reader = await desk.WindowAsync();
        await Expect(reader.Locator(".lamp")).ToHaveTextAsync("Live");
        var editor = await desk.WindowAsync("/write/release", isSignedIn: true);

        await FillAsync(editor);
        await editor.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();

        await Expect(editor.GetByText("Written: 2 records")).ToBeVisibleAsync();
        await Expect(reader.Locator(".changes")).ToContainTextAsync("Belarus releases 7 prisoners");
        await Expect(reader.GetByRole(AriaRole.Link, new() { Name = "12 events", Exact = true })).ToBeVisibleAsync();
        var release = (await desk.Server.GetAsync("/v1/prisoner-releases?q=%22Belarus+releases+7+prisoners%22"))["items"]![0]!;
        Assert.Equal((7, 5), ((int)release["released"]!["best"]!, (int)release["destinations"]![0]!["received"]!["best"]!));
        Assert.Equal(2, (int)release["unaccounted"]!["best"]!);
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task Mistakes_are_shown_at_their_fields()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/write/person", isSignedIn: true);
        await page.GetByLabel("Born", new() { Exact = true }).FillAsync("1962-13-40");
        await page.GetByLabel("Name (required)").FillAsync("Somebody");
        await SaveAsync(page);

        var summary = page.GetByRole(AriaRole.Group, new() { Name = "One thing has to be put right" });
        await Expect(summary).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Born", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await summary.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByLabel("Born", new() { Exact = true })).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Name (required)")).ToHaveValueAsync("Somebody");
    }

    [BrowserFact]
    public async Task No_word_is_lost_when_the_line_breaks_or_the_page_is_left()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/write/person", isSignedIn: true);
        var words = string.Join(' ', Enumerable.Repeat("remembered", 900));
        await page.GetByLabel("Name (required)").FillAsync("Somebody");
        await page.GetByLabel("Description").FillAsync(words);
        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("You are offline").First).ToBeVisibleAsync();
        await SaveAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Description")).ToHaveValueAsync(words);

        await page.Context.SetOfflineAsync(false);
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Description")).ToHaveValueAsync(words);
        await SaveAsync(page);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Somebody" }).First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task What_may_be_there_already_is_offered_before_it_is_written_twice()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/write/person", isSignedIn: true);
        await page.GetByLabel("Name (required)").FillAsync("Ales Bialacki");
        await SaveAsync(page);
        var offered = page.GetByRole(AriaRole.Region, new() { Name = "This may be on record already" });
        await Expect(offered).ToContainTextAsync("Ales Bialiatski");
        await Expect(offered).ToContainTextAsync("60 % alike");
        await offered.GetByRole(AriaRole.Button, new() { Name = "Back to the form" }).ClickAsync();
        await Expect(page.GetByLabel("Name (required)")).ToHaveValueAsync("Ales Bialacki");
        Assert.Equal(4, (int)(await desk.Server.GetAsync("/v1/people?count=exact&limit=1"))["total"]!);
    }

    [BrowserFact]
    public async Task Of_two_who_change_the_same_the_second_one_decides_what_holds()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync($"/write/person/{Bialiatski}", isSignedIn: true);
        await page.GetByLabel("Description").FillAsync("As I say.");
        await PatchAsync(desk, new JsonObject { ["description"] = "As they say.", ["bornOn"] = "1962-09-25" });
        await SaveAsync(page);

        await Expect(page.GetByText("As they say.").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Yours" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send with these" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Changed" })).ToBeVisibleAsync();
        var person = await desk.Server.GetAsync($"/v1/people/{Bialiatski}");
        Assert.Equal(("As I say.", "1962-09-25"), ((string)person["description"]!, (string)person["bornOn"]!["value"]!));
    }

    [BrowserFact]
    public async Task Without_a_valid_key_nothing_is_written_and_nothing_is_lost()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/write/person");
        await page.GetByLabel("Name (required)").FillAsync("Somebody");
        await page.EvaluateAsync("sessionStorage.setItem('events.key', 'evk_0000000000000000_0000000000000000000000000000000000000000000')");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Name (required)")).ToHaveValueAsync("Somebody");
        await SaveAsync(page);
        await Expect(page.GetByText("A valid key is needed").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name (required)")).ToHaveValueAsync("Somebody");
    }

    [BrowserTheory]
    [InlineData("5")]
    [InlineData("{\"at\":\"yesterday\",\"value\":{}}")]
    [InlineData("{\"at\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{broken")]
    public async Task What_is_no_draft_is_passed_over(string kept)
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/key");
        await page.EvaluateAsync("(kept) => localStorage.setItem('events.draft.person.new', kept)", kept);
        foreach (var (address, heading) in ((string, string)[])[("/write", "What do you want to record?"), ("/write/person", "New person")])
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        }
        Assert.Empty(desk.Complaints);
    }

    [BrowserFact]
    public async Task Signing_out_holds_for_all_tabs_in_which_the_key_is_kept()
    {
        await using var desk = await Desk.OpenAsync(chromium);
        var page = await desk.WindowAsync("/key");
        await page.EvaluateAsync("(key) => localStorage.setItem('events.key', key)", desk.Server.Editor.DefaultRequestHeaders.Authorization!.Parameter);
        await page.ReloadAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/");
        await Expect(other.GetByRole(AriaRole.Link, new() { Name = "Your key" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static async Task FillAsync(IPage page)
    {
        await PickAsync(page.GetByRole(AriaRole.Combobox, new() { Name = "Released by" }), "Беларусь");
        await page.GetByLabel("When it happened or began").First.FillAsync("2026-02-03");
        await page.GetByRole(AriaRole.Group, new() { Name = "How many were released" }).GetByLabel("Number", new() { Exact = true }).FillAsync("7");
        await page.GetByLabel("Title (required)").FillAsync("Belarus releases 7 prisoners");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add destination" }).ClickAsync();
        var destinations = page.GetByRole(AriaRole.Group, new() { Name = "Destinations" });
        await PickAsync(destinations.GetByRole(AriaRole.Combobox, new() { Name = "Country (required)" }), "Lithuania");
        await destinations.GetByLabel("Number", new() { Exact = true }).First.FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add evidence" }).Last.ClickAsync();
        await PickAsync(page.GetByRole(AriaRole.Combobox, new() { Name = "Report (required)" }).Last, "Statkevich is back");
    }

    private static async Task PickAsync(ILocator field, string words)
    {
        await field.FillAsync(words);
        await Expect(field.Page.Locator(".picker li:visible").First).ToBeVisibleAsync();
        await field.PressAsync("ArrowDown");
        await field.PressAsync("Enter");
    }

    private static Task SaveAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

    private static async Task PatchAsync(Desk desk, JsonObject change)
    {
        var version = (long)(await desk.Server.GetAsync($"/v1/people/{Bialiatski}"))["version"]!;
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/people/{Bialiatski}") { Content = new StringContent(change.ToJsonString(), Encoding.UTF8, "application/merge-patch+json") };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        using var answer = await desk.Server.Editor.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
