using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Access;
using Events.Domain.Events;
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

    /// <param name="read">Reads what is asked for.</param>
    /// <param name="write">Writes one page of items, and says where the next begins.</param>
    public static async Task<Answer<ListResponse<T>>> AnswerAsync<T>(HttpContext http, Func<RecordQuery> read, WritePage write)
    {
        var question = Question.Of(http);
        if (question.Ready<ListResponse<T>>() is { } ready)
            return ready;
        var (text, query) = (http.Query(), read());
        RequirePublished(query, http.Caller());
        var format = http.Features.Get<Format>();
        var limit = text.LimitOf();
        var exact = text.One(ReadParameters.Count) is { } count && (count == "exact" ? true : throw QueryText.UnknownCode("count", count, ["exact"]));
        if (format is not null && text.One(ReadParameters.Fields) is not null)
            throw QueryText.Invalid(ReadParameters.Fields.Name, "\"fields\" goes with JSON: other formats have members of their own.");
        if (question.Unchanged<ListResponse<T>>() is { } unchanged)
            return unchanged;
        if (format is not null)
            return await Export.AnswerAsync<T>(http, query, write, format, question.ETag);
        return await question.ReadAsync<ListResponse<T>>((snapshot, body) =>
        {
            var start = Start(http, snapshot, query);
            var reader = new RecordReader(snapshot, http.Caller().Audience, start.AsOf, start.Now);
            body.Write("{\"items\":["u8);
            var page = write(query, reader, start.After, limit, body);
            var next = NextAddress(http, query, reader.Seq, reader.MarkOf(reader.Seq), page.Next);
            var understood = reader.Understand(query);
            WriteEnd(body, next, reader.Seq, understood, exact ? reader.Count(understood) : null);
            return next;
        }, isLong: exact || query.MayTakeLong);
    }

    /// <summary>Lists show what is published; other stages need a key.</summary>
    public static void RequirePublished(RecordQuery query, Caller caller)
    {
        if (!AsksForUnpublished(query) || caller.May(Scope.Write))
            return;
        const string Why = "Only a key with the scope write may list what is not published.";
        throw caller == Caller.Anonymous ? new ProblemException(Problems.Unauthorized, Why) : new Refusal(Reason.Forbidden, Why);
    }

    public static bool AsksForUnpublished(RecordQuery query) => query.Workflow.Not || query.Workflow.Values.Any(value => value != (int)Workflow.Published);

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

    /// <summary>Where the page that is asked for begins, and of which state it is.</summary>
    /// <exception cref="Refusal">The cursor is none of this list.</exception>
    public static PageStart Start(HttpContext http, Snapshot snapshot, RecordQuery query)
    {
        var text = http.Query();
        var asOf = text.SeqOf(snapshot);
        var cursor = text.One(ReadParameters.Cursor) is { } given ? Cursor.Read(given, Walk(http, query), snapshot.MarkOf) : (Cursor?)null;
        return new PageStart(cursor?.Seq ?? asOf, asOf is null ? snapshot.Now : null, cursor?.Position);
    }

    /// <summary>The address of the page that follows; null when there is none.</summary>
    /// <param name="seq">The commit that all pages show.</param>
    /// <param name="history">Its mark.</param>
    public static string? NextAddress(HttpContext http, RecordQuery query, long seq, string history, Position? after)
    {
        if (after is not { } position)
            return null;
        var (request, next) = (http.Request, new QueryBuilder());
        foreach (var (name, value) in Queries.Pairs(request.QueryString).Where(pair => pair.Name != ReadParameters.Cursor.Name))
            next.Add(name, value);
        next.Add(ReadParameters.Cursor.Name, new Cursor(seq, position).Write(Walk(http, query), history));
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{next.ToQueryString()}";
    }

    /// <summary>A page belongs to its route, its filters and its moment; how long it is may change on the way.</summary>
    private static string Walk(HttpContext http, RecordQuery query) => $"{http.Request.Path} {http.Query().One(ReadParameters.AsOf)} {query.Canonical}";
}

/// <param name="AsOf">The commit that it shows; null for now.</param>
/// <param name="Now">The instant for which it answers, when that is not the one of the commit.</param>
/// <param name="After">Where the page before ended.</param>
internal sealed record PageStart(long? AsOf, DateTimeOffset? Now, Position? After);

/// <summary>Writes the items of one page into the answer.</summary>
/// <param name="after">Where the last page ended.</param>
internal delegate Page WritePage(RecordQuery query, RecordReader reader, Position? after, int limit, ArrayPoolBufferWriter<byte> body);
