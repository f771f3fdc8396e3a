using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;

namespace Events.Api.Statistics;

/// <summary>Routes that count events instead of listing them.</summary>
internal static class StatisticsEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapStatistics(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/events").WithTags("Statistics");
        group.MapMethods("/series", Reading, Series).Reads().Named("getEventSeries", "Count events, people or reports over time").TakesQuery([.. StatisticsQueries.OfSeries, ReadParameters.AsOf]);
        group.MapMethods("/facets", Reading, Facets).Reads().Named("getEventFacets", "Count events by their values").TakesQuery([.. StatisticsQueries.OfFacets, ReadParameters.AsOf]);
    }

    private static Task<Answer<SeriesResponse>> Series(HttpContext http, CountryBook countries) => AnswerAsync<SeriesResponse, SeriesQuery>(
        http, () => StatisticsQueries.ReadSeries(http.Query(), countries.Directory), query => query.Events,
        (query, reader, body) => StatisticsJson.Write(body, query, new StatisticsReader(reader).Read(query), reader.Seq, country => reader.NameOf(RecordKind.Country, country.Id)));

    private static Task<Answer<FacetsResponse>> Facets(HttpContext http, CountryBook countries) => AnswerAsync<FacetsResponse, FacetQuery>(
        http, () => StatisticsQueries.ReadFacets(http.Query(), countries.Directory), query => query.Events,
        (query, reader, body) => StatisticsJson.Write(body, query, new StatisticsReader(reader).Read(query), reader.Seq, country => reader.NameOf(RecordKind.Country, country.Id)));

    /// <summary>Conditional and cached as lists are.</summary>
    private static async Task<Answer<T>> AnswerAsync<T, TQuery>(HttpContext http, Func<TQuery> read, Func<TQuery, RecordQuery> events, Action<TQuery, RecordReader, IBufferWriter<byte>> write)
    {
        var (cache, ledger) = (http.RequestServices.GetRequiredService<AnswerCache>(), http.RequestServices.GetRequiredService<Ledger>());
        var question = Lists.Question(http);
        if (cache.Find(question, ledger.Last.Seq) is { } ready)
            return Answer<T>.Of(ready);
        var (query, mark) = (read(), Lists.Mark(question));
        Lists.RequirePublished(events(query), http.Caller());
        if (Lists.ETag(ledger.Last.Seq, mark) is var current && http.Request.Headers.IfNoneMatch != "*" && ETags.Matches(http.Request, current))
            return new Answer<T>(default) { ETag = current };
        return await http.RequestServices.GetRequiredService<Readers>().ReadAsync(snapshot =>
        {
            var asOf = http.Query().SeqOf(snapshot);
            var reader = new RecordReader(snapshot, http.Caller().Audience, asOf, asOf is null ? snapshot.Now : null);
            var body = new ArrayPoolBufferWriter<byte>(64 * 1024);
            try
            {
                write(query, reader, body);
                var etag = Lists.ETag(snapshot.Seq, mark);
                var kept = cache.Keep(question, snapshot.Seq, body.WrittenSpan, etag, next: null);
                return new Answer<T>(body.WrittenMemory) { ETag = etag, Memory = body, Ready = kept };
            }
            catch
            {
                body.Dispose();
                throw;
            }
        }, http.RequestAborted);
    }
}
