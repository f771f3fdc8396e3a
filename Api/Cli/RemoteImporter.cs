using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Commits;
using Events.Api.Health;
using Events.Api.Http;
using Events.Api.Importing;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Cli;

/// <summary>Imports through a running server: each line is one request, under a key that makes it safe to repeat.</summary>
internal sealed class RemoteImporter : IDisposable
{
    private const int MostTries = 20;

    private readonly HttpClient _http;
    private readonly HashSet<long> _known = [];
    private long _last;

    private RemoteImporter(HttpClient http) => _http = http;

    /// <summary>Looks whether the server is there, and what its last commit is.</summary>
    /// <exception cref="RefusedException">No server of this program answers.</exception>
    public static async Task<RemoteImporter> ReachAsync(Uri address, string key, CancellationToken cancel)
    {
        var http = new HttpClient { BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var server = new RemoteImporter(http);
        using var answer = await server.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "health/ready"), cancel);
        if (!answer.IsSuccessStatusCode)
        {
            var reason = await ReasonAsync(answer, cancel);
            http.Dispose();
            throw new RefusedException($"The server at {address} says no: {reason}");
        }
        server._last = (await answer.Content.ReadFromJsonAsync<HealthResponse>(ViewJson.Options, cancel))!.Seq ?? 0;
        return server;
    }

    /// <summary>Imports what the lines say.</summary>
    /// <exception cref="ImportException">A line is refused; those before it are in the ledger.</exception>
    public async Task<ImportReport> RunAsync(string name, Stream lines, CancellationToken cancel)
    {
        var report = new ImportReport();
        var number = 0;
        using var reader = new StreamReader(lines, leaveOpen: true);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using var answer = await SendAsync(() => Request(line), cancel);
            if (!answer.IsSuccessStatusCode)
                throw new ImportException(name, number, await ReasonAsync(answer, cancel));
            report.Add(Of((await answer.Content.ReadFromJsonAsync<CommitResponse>(ViewJson.Options, cancel))!));
        }
        return report;
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(string line)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/commits?onExisting=update") { Content = new StringContent(line, Encoding.UTF8, "application/json") };
        request.Headers.Add(Writes.IdempotencyKey, Importer.KeyOf(line));
        return request;
    }

    /// <summary>Sends, and waits when the server is too busy or still works on an earlier try.</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> next, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = next();
            HttpResponseMessage answer;
            try
            {
                answer = await _http.SendAsync(request, cancel);
            }
            catch (HttpRequestException failure)
            {
                throw new RefusedException($"No server answers at {_http.BaseAddress} ({failure.Message}). Check the address; running the import again repeats nothing.", failure);
            }
            if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict) || answer.Headers.RetryAfter?.Delta is not { } wait || tries == MostTries)
                return answer;
            answer.Dispose();
            await Task.Delay(wait, cancel);
        }
    }

    /// <summary>A commit that was there before was not made by this line now.</summary>
    private Committed Of(CommitResponse response)
    {
        var isReplayed = response.Seq <= _last || !_known.Add(response.Seq);
        return new Committed(response.Seq, response.At, [.. response.Records.Where(record => record.Op is not null)
            .Select(record => new WrittenVersion(record.Kind, record.Id, record.Version!.Value, record.Op!.Value))], isReplayed);
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel));
            var errors = problem?["errors"]?.AsArray().Take(10).Select(error => $"{error?["pointer"]}: {error?["message"]}").ToList() ?? [];
            return errors.Count > 0 ? string.Join(' ', errors) : (string?)problem?["detail"] ?? (string?)problem?["title"] ?? answer.ReasonPhrase ?? "";
        }
        catch (JsonException)
        {
            return $"It answers {(int)answer.StatusCode}, and is no server of this program.";
        }
    }
}
