using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Http.Extensions;

namespace Events.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Next">The absolute address of the next page; null on the last one.</param>
/// <param name="Seq">The commit that the page shows.</param>
/// <param name="Applied">How the filters were understood.</param>
/// <param name="Total">The number of all items, when asked for with <c>count=exact</c>.</param>
public sealed record ListResponse<T>(
    IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, long Seq, IReadOnlyList<Applied> Applied, long? Total);

/// <summary>Answers lists: reads a page, and writes it around the ready renderings of its items.</summary>
internal static class Lists
{
    public static readonly IReadOnlyList<QueryParameter> Parameters = [ReadParameters.Limit, ReadParameters.Cursor, ReadParameters.Count, ReadParameters.AsOf];

    /// <param name="write">Writes one page of items, and says where the next begins.</param>
    public static async Task<Answer<ListResponse<T>>> AnswerAsync<T>(HttpContext http, RecordQuery query, Func<RecordReader, Position?, int, ArrayBufferWriter<byte>, Page> write)
    {
        var text = http.Query();
        var limit = text.LimitOf();
        var exact = text.One(ReadParameters.Count) is { } count && (count == "exact" ? true : throw QueryText.UnknownCode("count", count, ["exact"]));
        var readers = http.RequestServices.GetRequiredService<Readers>();
        var ledger = http.RequestServices.GetRequiredService<Ledger>();
        var audience = http.Caller().Audience;
        var current = ETag(http, ledger.Last.Seq);
        if (ETags.Matches(http.Request, current))
            return new Answer<ListResponse<T>>(default) { ETag = current };
        return await readers.ReadAsync(snapshot =>
        {
            var asOf = text.SeqOf(snapshot);
            // A page belongs to its route, its filters and its moment; how long it is may change on the way.
            var question = $"{http.Request.Path} {text.One(ReadParameters.AsOf)} {query.Canonical}";
            var cursor = text.One(ReadParameters.Cursor) is { } given ? Cursor.Read(given, question) : (Cursor?)null;
            if (cursor?.Seq > snapshot.Seq)
                throw new Refusal(Reason.InvalidCursor, "This cursor is of a later state than this database has.");
            var reader = new RecordReader(snapshot, audience, cursor?.Seq ?? asOf, asOf is null ? snapshot.Now : null);
            var body = new ArrayBufferWriter<byte>(32 * 1024);
            body.Write("{\"items\":["u8);
            var page = write(reader, cursor?.Position, limit, body);
            var next = page.Next is { } position ? NextAddress(http.Request, new Cursor(reader.Seq, position).Write(question)) : null;
            WriteEnd(body, next, reader.Seq, query, exact ? reader.Count(query) : null);
            return new Answer<ListResponse<T>>(body.WrittenMemory) { ETag = ETag(http, snapshot.Seq), Next = next };
        }, http.RequestAborted);
    }

    private static void WriteEnd(IBufferWriter<byte> body, string? next, long seq, RecordQuery query, long? total)
    {
        body.Write("],\"next\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(next, ViewJson.Options));
        body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"seq\":{seq},\"applied\":")));
        body.Write(JsonSerializer.SerializeToUtf8Bytes(query.Applied, ViewJson.Options));
        if (total is { } number)
            body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"total\":{number}")));
        body.Write("}"u8);
    }

    private static string NextAddress(HttpRequest request, string cursor)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in Queries.Pairs(request.QueryString).Where(pair => pair.Name != ReadParameters.Cursor.Name))
            query.Add(name, value);
        query.Add(ReadParameters.Cursor.Name, cursor);
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query.ToQueryString()}";
    }

    /// <summary>The same as long as nothing is committed and the day is the same: what is ongoing lasts to today.</summary>
    private static string ETag(HttpContext http, long seq)
    {
        var today = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date;
        var question = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{http.Request.Host}{http.Request.Path}{http.Request.QueryString} {(int)http.Caller().Audience} {today:O}")));
        return string.Create(CultureInfo.InvariantCulture, $"{seq}.{Convert.ToHexStringLower(question.AsSpan(0, 8))}");
    }
}
