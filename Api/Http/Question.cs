using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Storage;

namespace Events.Api.Http;

/// <summary>What a request wants to know: whether that was answered since the last commit, and how it is answered anew.</summary>
internal sealed class Question
{
    private readonly HttpContext _http;
    private readonly string _text;
    private readonly Lazy<string> _mark;

    private Question(HttpContext http, string text)
    {
        (_http, _text) = (http, text);
        _mark = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8)));
    }

    /// <summary>All that an answer depends on beside the records; also the day: what is ongoing lasts to today.</summary>
    public static Question Of(HttpContext http)
    {
        var (request, today) = (http.Request, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date);
        return new Question(http, string.Create(CultureInfo.InvariantCulture,
            $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString} {(int)http.Caller().Audience} {today:yyyyMMdd} {http.Features.Get<Format>()?.MediaType}"));
    }

    private AnswerCache Cache => _http.RequestServices.GetRequiredService<AnswerCache>();

    private string ContentType => _http.Features.Get<Format>()?.ContentType ?? Format.Json;

    private long Seq => _http.RequestServices.GetRequiredService<Ledger>().Last.Seq;

    /// <summary>The same as long as nothing is committed.</summary>
    public string ETag(long seq) => string.Create(CultureInfo.InvariantCulture, $"{seq}.{_mark.Value}");

    /// <summary>The answer that was given before; null when there is none any more.</summary>
    public Answer<T>? Ready<T>() => Cache.Find(_text, Seq) is { } ready ? Answer<T>.Of(ready, ContentType) : null;

    /// <summary>That the caller has it already; null when it has to be read. Of a question that was found to make sense.</summary>
    public Answer<T>? Unchanged<T>() =>
        // Any state at all is only one that can be shown: that is looked for when it is read.
        ETag(Seq) is var current && _http.Request.Headers.IfNoneMatch != "*" && ETags.Matches(_http.Request, current) ? new Answer<T>(default) { ETag = current } : null;

    /// <summary>Reads the answer, and keeps it for the next who asks the same.</summary>
    /// <param name="write">Writes its body, and returns the address of the page that follows, if any.</param>
    public Task<Answer<T>> ReadAsync<T>(Func<Snapshot, ArrayPoolBufferWriter<byte>, string?> write) => _http.RequestServices.GetRequiredService<Readers>().ReadAsync(snapshot =>
    {
        // An answer is often longer than what the collector moves cheaply: its memory goes round.
        var body = new ArrayPoolBufferWriter<byte>(64 * 1024);
        try
        {
            var (next, etag) = (write(snapshot, body), ETag(snapshot.Seq));
            var kept = Cache.Keep(_text, snapshot.Seq, body.WrittenSpan, etag, next);
            return new Answer<T>(body.WrittenMemory) { ETag = etag, Next = next, Memory = body, Ready = kept, ContentType = ContentType };
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }, _http.RequestAborted);
}
