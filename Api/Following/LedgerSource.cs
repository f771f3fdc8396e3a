using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Following;

/// <summary>Another instance, whose ledger is read.</summary>
internal sealed class LedgerSource : IDisposable
{
    /// <summary>How long the other side may be silent beyond what it was asked to wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly string _name;

    public LedgerSource(FollowSettings settings)
    {
        _name = settings.Name;
        // A redirect could lead the key to somebody else.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            BaseAddress = new Uri(settings.Name + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
    }

    /// <summary>The commits behind one, as far as one answer goes.</summary>
    /// <param name="head">The hash of that commit.</param>
    /// <returns>The commits; at the end, in the place of one, the number of the last there is.</returns>
    /// <exception cref="SourceException">The other instance does not give them.</exception>
    public async IAsyncEnumerable<(CopiedCommit? Commit, long? Seq)> CommitsAsync(long after, byte[] head, int limit, TimeSpan wait, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(wait + Patience);
        using var answer = await AskAsync(string.Create(CultureInfo.InvariantCulture,
            $"v1/ledger?after={after}&head={Convert.ToHexStringLower(head)}&limit={limit}&wait={wait.TotalSeconds:0}"), silence.Token, cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        await foreach (var said in LedgerLines.ReadAsync(body, () => silence.CancelAfter(Patience), silence.Token).ConfigureAwait(false))
        {
            yield return said;
            // Whatever is done with it takes its own time.
            silence.CancelAfter(Patience);
        }
    }

    public async Task<LedgerDigestResponse> DigestAsync(long after, long seq, CancellationToken cancel)
    {
        // It goes through the whole ledger.
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        silence.CancelAfter(TimeSpan.FromMinutes(10));
        using var answer = await AskAsync(string.Create(CultureInfo.InvariantCulture, $"v1/ledger/digest?after={after}&seq={seq}"), silence.Token, cancel);
        try
        {
            return (await answer.Content.ReadFromJsonAsync<LedgerDigestResponse>(ViewJson.Options, silence.Token))!;
        }
        catch (JsonException failure)
        {
            throw new SourceException($"{_name} answers with what is no digest of this program.", failure) { IsFinal = true };
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(string address, CancellationToken silence, CancellationToken cancel)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, silence);
        }
        catch (HttpRequestException failure)
        {
            throw new SourceException($"{_name} cannot be reached ({failure.Message}).", failure);
        }
        catch (OperationCanceledException failure) when (!cancel.IsCancellationRequested)
        {
            throw new SourceException($"{_name} does not answer.", failure);
        }
        if (answer.StatusCode is HttpStatusCode.OK)
            return answer;
        using (answer)
            throw await WhyAsync(answer, silence);
    }

    private async Task<SourceException> WhyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.Headers.Location is { } location)
            return new SourceException($"{_name} leads to {location}, where the key is not sent. Name the address itself.") { IsFinal = true };
        var (slug, detail) = await ProblemAsync(answer, cancel);
        return answer.StatusCode switch
        {
            HttpStatusCode.Conflict when slug == "history-differs" => new SourceException($"The history of {_name} is not the one of this database: {detail}") { IsFinal = true, HistoryDiffers = true },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SourceException($"{_name} does not take the key: {detail} It has to be a key of that instance with the scope admin.") { IsFinal = true },
            HttpStatusCode.NotFound => new SourceException($"{_name} has no ledger to give: it is no server of this program, or an older one.") { IsFinal = true },
            _ => new SourceException($"{_name} answers {(int)answer.StatusCode}: {detail}"),
        };
    }

    private static async Task<(string? Slug, string? Detail)> ProblemAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel));
            return (((string?)problem?["type"])?.Split('/')[^1], (string?)problem?["detail"]);
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or InvalidOperationException)
        {
            return (null, answer.ReasonPhrase);
        }
    }
}

/// <summary>The other instance does not give its ledger; the message is a sentence that says why.</summary>
internal sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It makes no sense to ask again before somebody has changed something.</summary>
    public bool IsFinal { get; init; }

    public bool HistoryDiffers { get; init; }
}
