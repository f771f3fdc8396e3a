using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Importing;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Cli;

/// <summary>Imports through a running server.</summary>
internal sealed class RemoteImports : IImports, IDisposable
{
    private const int MostTries = 60;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;

    private RemoteImports(HttpClient http) => _http = http;

    /// <summary>Looks whether the server is there.</summary>
    /// <exception cref="RefusedException">No server of this program answers, or not to this key.</exception>
    public static async Task<RemoteImports> ReachAsync(Uri address, string key, CancellationToken cancel)
    {
        // A server that moves does not take the key along to another address.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var answer = await http.GetAsync(new Uri("v1/imports?limit=1", UriKind.Relative), cancel);
            await ReadAsync<ImportList>(answer, cancel);
            return new RemoteImports(http);
        }
        catch (Exception failure)
        {
            http.Dispose();
            throw failure is HttpRequestException away ? Away(address, away) : failure;
        }
    }

    public async Task<ImportView> SendAsync(string path, ImportSettings how, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return await SendAsync(file, how, cancel);
    }

    public async Task<ImportView> SendAsync(Stream content, ImportSettings how, CancellationToken cancel)
    {
        using var file = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var form = new MultipartFormDataContent();
        if (how.Mapping is { } mapping)
        {
            form.Add(new StringContent(mapping.GetRawText(), Encoding.UTF8, "application/json"), "profile");
            form.Add(file, "file");
        }
        try
        {
            using var answer = await _http.PostAsync(new Uri(Address(how), UriKind.Relative), how.Mapping is null ? file : form, cancel);
            return await ReadAsync<ImportView>(answer, cancel);
        }
        catch (HttpRequestException failure)
        {
            throw Away(_http.BaseAddress!, failure);
        }
    }

    public async Task<bool> IsFinishedAsync(string path, ImportSettings how, CancellationToken cancel)
    {
        var hash = Convert.ToHexStringLower(await ImportFile.HashAsync(path, cancel));
        var earlier = await GetAsync<ImportList>($"v1/imports?limit=1000&sha256={hash}", cancel);
        return earlier.Items.Any(import => import.State is BatchState.Done && import.Profile == how.Profile && import.Source == how.Source && import.Mode == how.Mode && import.DryRun == how.DryRun && import.RetireMissing == how.RetireMissing);
    }

    public Task<ImportView> LookAsync(string id, TimeSpan wait, CancellationToken cancel) => wait < TimeSpan.FromSeconds(1)
        ? LookSoonAsync(id, wait, cancel)
        : GetAsync<ImportView>($"v1/imports/{id}?wait={(int)wait.TotalSeconds}", cancel);

    public async Task<ImportView> UndoAsync(string id, CancellationToken cancel)
    {
        using var answer = await _http.PostAsync(new Uri($"v1/imports/{Uri.EscapeDataString(id)}/undo", UriKind.Relative), null, cancel);
        return await ReadAsync<ImportView>(answer, cancel);
    }

    public async IAsyncEnumerable<ImportRowView> RowsAsync(string id, bool onlyRefused, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var next = $"v1/imports/{id}/rows?limit=1000{(onlyRefused ? "&outcome=refused" : "")}"; next is not null;)
        {
            var page = await GetAsync<ImportReport>(next, cancel);
            foreach (var row in page.Items)
                yield return row;
            // Behind a proxy the server may know itself under another address.
            next = page.Next is { } address ? new Uri(address).PathAndQuery.TrimStart('/') : null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ImportView> LookSoonAsync(string id, TimeSpan wait, CancellationToken cancel)
    {
        await Task.Delay(wait, cancel);
        return await GetAsync<ImportView>($"v1/imports/{id}", cancel);
    }

    private static string Address(ImportSettings how)
    {
        List<KeyValuePair<string, string?>> query = [new("file", how.File), new("source", how.Source), new("mode", Code.Of(how.Mode))];
        if (how.Mapping is null && how.Profile is not null)
            query.Add(new("profile", how.Profile));
        if (how.DryRun)
            query.Add(new("dryRun", "true"));
        if (how.RetireMissing)
            query.Add(new("retireMissing", "true"));
        if (how.RetireAtMost != ImportSettings.DefaultRetireAtMost)
            query.Add(new("retireAtMost", how.RetireAtMost.ToString(CultureInfo.InvariantCulture)));
        return "v1/imports" + QueryString.Create(query);
    }

    /// <summary>Asks, also again while the server is away or too busy: the import goes on without us.</summary>
    private async Task<T> GetAsync<T>(string address, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative), cancel);
                if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable || tries == MostTries)
                    return await ReadAsync<T>(answer, cancel);
            }
            catch (HttpRequestException failure) when (tries == MostTries)
            {
                throw Away(_http.BaseAddress!, failure);
            }
            catch (HttpRequestException)
            {
                // It may be starting again.
            }
            await Task.Delay(BetweenTries, cancel);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync<T>(ViewJson.Options, cancel))!;
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel));
            var errors = problem?["errors"]?.AsArray().Take(10).Select(error => $"{error?["pointer"]}: {error?["message"]}").ToList() ?? [];
            throw new RefusedException($"The server says no: {(errors.Count > 0 ? string.Join(' ', errors) : (string?)problem?["detail"] ?? (string?)problem?["title"] ?? answer.ReasonPhrase)}");
        }
        catch (JsonException failure)
        {
            throw new RefusedException($"{answer.RequestMessage!.RequestUri} answers {(int)answer.StatusCode}, and is no server of this program.", failure);
        }
    }

    private static RefusedException Away(Uri address, HttpRequestException failure) =>
        new($"No server answers at {address} ({failure.Message}). Check the address; running the import again repeats nothing.", failure);
}
