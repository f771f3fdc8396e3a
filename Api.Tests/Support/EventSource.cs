using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Events.Api.Tests.Support;

/// <summary>Listens to a stream of server-sent events, one at a time.</summary>
internal sealed class EventSource : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventSource(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public HttpContentHeaders ContentHeaders => _response.Content.Headers;

    public HttpResponseHeaders Headers => _response.Headers;

    public static async Task<EventSource> OpenAsync(HttpClient client, string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {(int)response.StatusCode}");
        return new EventSource(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<ServerEvent?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (id, name, data) = (default(string), "message", default(string));
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0 && data is not null)
                return new ServerEvent(id, name, JsonNode.Parse(data)!);
            var (field, value) = line.Split(": ", 2) is [var one, var other] ? (one, other) : (line, "");
            (id, name, data) = field switch
            {
                "id" => (value, name, data),
                "event" => (id, value, data),
                "data" => (id, name, value),
                _ => (id, name, data),
            };
        }
        return null;
    }

    /// <summary>The next change, whatever is said in between.</summary>
    public async Task<ServerEvent> ChangeAsync()
    {
        while (true)
        {
            var heard = await NextAsync();
            Assert.NotNull(heard);
            if (heard.Name == "change")
                return heard;
        }
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed record ServerEvent(string? Id, string Name, JsonNode Data);
