using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>What a request wants to know: whether that was answered since the last commit, and how it is answered anew.</summary>
internal sealed class Question
{
    private readonly HttpContext _http;
    private readonly string _text;
    private readonly Lazy<string> _mark;
    private readonly Manner _manner;

    private Question(HttpContext http, string text, Manner manner)
    {
        (_http, _text, _manner) = (http, text, manner);
        _mark = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8)));
    }

    /// <summary>All that an answer depends on beside the records; also the day: what is ongoing lasts to today.</summary>
    public static Question Of(HttpContext http)
    {
        var format = http.Features.Get<Format>();
        return new Question(http, string.Create(CultureInfo.InvariantCulture,
            $"{http.Root()}{http.Request.Path}{http.Request.QueryString} {(int)http.Caller().Audience} {Today(http):yyyyMMdd} {format?.MediaType}"),
            format is null ? Manner.Json : Manner.Json with { ContentType = format.ContentType });
    }

    /// <summary>A question whose answer is the same for everyone, whatever key and parameters are sent.</summary>
    /// <param name="edition">What it depends on beside the records and the address.</param>
    public static Question OfEveryone(HttpContext http, long edition, Manner manner) => new(http, string.Create(CultureInfo.InvariantCulture,
        $"{http.Root()}{http.Request.Path} {(int)Audience.Everyone} {Today(http):yyyyMMdd} {edition}"), manner);

    private AnswerCache Cache => _http.RequestServices.GetRequiredService<AnswerCache>();

    private Head Last => _http.RequestServices.GetRequiredService<Ledger>().Last;

    private static DateTime Today(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date;

    /// <summary>The same as long as nothing is committed, and in this history only: a restored backup that is written on counts the same numbers again.</summary>
    public string ETag(Head head) => string.Create(CultureInfo.InvariantCulture, $"{head.Seq}.{head.Mark}.{_mark.Value}");

    /// <summary>The answer that was given before; null when there is none any more.</summary>
    public Answer<T>? Ready<T>() => Cache.Find(_text, Last.Seq) is { } ready ? New<T>(ready.Body, ready.ETag, ready.Next, ready, memory: null) : null;

    /// <summary>That the caller has it already; null when it has to be read. Of a question that was found to make sense.</summary>
    public Answer<T>? Unchanged<T>() =>
        // Any state at all is only one that can be shown: that is looked for when it is read.
        ETag(Last) is var current && _http.Request.Headers.IfNoneMatch != "*" && ETags.Matches(_http.Request, current) ? New<T>(default, current, next: null, ready: null, memory: null) : null;

    /// <summary>Reads the answer, and keeps it for the next who asks the same.</summary>
    /// <param name="write">Writes its body, and returns the address of the page that follows, if any.</param>
    /// <param name="isLong">It may take long.</param>
    public Task<Answer<T>> ReadAsync<T>(Func<Snapshot, ArrayPoolBufferWriter<byte>, string?> write, bool isLong) => _http.RequestServices.GetRequiredService<Readers>().ReadAsync(snapshot =>
    {
        // An answer is often longer than what the collector moves cheaply: its memory goes round.
        var body = new ArrayPoolBufferWriter<byte>(64 * 1024);
        try
        {
            var (next, etag) = (write(snapshot, body), ETag(snapshot.Head));
            var kept = Cache.Keep(_text, snapshot.Seq, body.WrittenSpan, etag, next);
            return New<T>(body.WrittenMemory, etag, next, kept, body);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }, _http.RequestAborted, isLong);

    private Answer<T> New<T>(ReadOnlyMemory<byte> body, string etag, string? next, ReadyAnswer? ready, IDisposable? memory) =>
        new(body) { ETag = etag, Next = next, Ready = ready, Memory = memory, ContentType = _manner.ContentType, CacheControl = _manner.CacheControl, Vary = _manner.Vary };
}

/// <summary>How answers of a kind are sent.</summary>
/// <param name="CacheControl">Who may keep it, and for how long without asking again.</param>
/// <param name="Vary">The headers of requests that it depends on.</param>
internal sealed record Manner(string ContentType, string CacheControl, string Vary)
{
    public static readonly Manner Json = new("application/json; charset=utf-8", "no-cache", "Authorization, Accept, Accept-Encoding");
}
