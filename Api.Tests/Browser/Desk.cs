using Events.Api.Tests.Support;
using Microsoft.Playwright;

namespace Events.Browser.Tests;

/// <summary>A server with the founding example, and a reader in front of it. Whatever the page complains of is kept.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly IBrowser _browser;
    private readonly List<IBrowserContext> _contexts = [];

    private Desk(RunningServer server, IBrowser browser) => (Server, _browser) = (server, browser);

    public RunningServer Server { get; }

    /// <summary>Errors of scripts, refusals of the policy and requests to other hosts, as the browser words them.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Desk> OpenAsync(Chromium chromium, RunningServer? server = null) => new(server ?? await RunningServer.StartAsync(), chromium.Browser);

    /// <summary>A window of a reader of its own.</summary>
    public async Task<IPage> WindowAsync(string address = "/", bool isSignedIn = false, Action<BrowserNewContextOptions>? adjust = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = Server.Address.ToString(), Locale = "en-GB", TimezoneId = "UTC", ReducedMotion = ReducedMotion.Reduce };
        adjust?.Invoke(options);
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        _contexts.Add(context);
        if (isSignedIn)
            await context.AddInitScriptAsync($"sessionStorage.setItem('events.key', '{Server.Editor.DefaultRequestHeaders.Authorization!.Parameter}')");
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Complain(message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) ? message.Text : null);
        page.PageError += (_, error) => Complain(error);
        page.Request += (_, request) => Complain(request.Url.StartsWith(Server.Address.ToString(), StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) ? null : $"Asked {request.Url}");
        await page.GotoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        await Server.DisposeAsync();
    }

    private void Complain(string? what)
    {
        if (what is null)
            return;
        lock (Complaints)
            Complaints.Add(what);
    }
}
