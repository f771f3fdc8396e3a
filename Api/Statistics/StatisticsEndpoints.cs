using System.Buffers;
using System.Text.Json;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Http.Formats;
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
        Map(group, "/series", Series, StatisticsQueries.OfSeries, CsvSeriesWriter.Format).Named("getEventSeries", "Count events, people or reports over time");
        Map(group, "/facets", Facets, StatisticsQueries.OfFacets, CsvFacetsWriter.Format).Named("getEventFacets", "Count events by their values");
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder group, string path, Delegate handler, IReadOnlyList<QueryParameter> parameters, Format format)
    {
        group.MapMethods(path + format.Suffix, Reading, handler).Reads()
            .TakesQuery([.. parameters, ReadParameters.AsOf, .. format.Parameters]).WithMetadata(new GivesFormats([format], BySuffix: true)).ExcludeFromDescription();
        return group.MapMethods(path, Reading, handler).Reads()
            .TakesQuery([.. parameters, ReadParameters.AsOf, .. format.Parameters]).WithMetadata(new GivesFormats([format], BySuffix: false));
    }

    private static Task<Answer<SeriesResponse>> Series(HttpContext http, CountryBook countries) => AnswerAsync<SeriesResponse, SeriesQuery>(
        http, () => StatisticsQueries.ReadSeries(http.Query(), countries.Directory), query => query.Events,
        (query, reader, body) => StatisticsJson.Write(body, query with { Events = reader.Understand(query.Events) }, new StatisticsReader(reader).Read(query), reader.Seq, country => reader.NameOf(RecordKind.Country, country.Id)));

    private static Task<Answer<FacetsResponse>> Facets(HttpContext http, CountryBook countries) => AnswerAsync<FacetsResponse, FacetQuery>(
        http, () => StatisticsQueries.ReadFacets(http.Query(), countries.Directory), query => query.Events,
        (query, reader, body) => StatisticsJson.Write(body, query with { Events = reader.Understand(query.Events) }, new StatisticsReader(reader).Read(query), reader.Seq, country => reader.NameOf(RecordKind.Country, country.Id)));

    /// <summary>Conditional and cached as lists are.</summary>
    private static async Task<Answer<T>> AnswerAsync<T, TQuery>(HttpContext http, Func<TQuery> read, Func<TQuery, RecordQuery> events, Action<TQuery, RecordReader, IBufferWriter<byte>> write)
    {
        var question = Question.Of(http);
        if (question.Ready<T>() is { } ready)
            return ready;
        var query = read();
        Lists.RequirePublished(events(query), http.Caller());
        if (question.Unchanged<T>() is { } unchanged)
            return unchanged;
        return await question.ReadAsync<T>((snapshot, body) =>
        {
            var asOf = http.Query().SeqOf(snapshot);
            var reader = new RecordReader(snapshot, http.Caller().Audience, asOf, asOf is null ? snapshot.Now : null);
            if (http.Features.Get<Format>() is { } format)
                Write(format.Begin(FormatRequest.Of(http), body), json => write(query, reader, json));
            else
                write(query, reader, body);
            return null;
        }, isLong: true);
    }

    /// <summary>Writes the items that JSON has in another format.</summary>
    private static void Write(ItemWriter writer, Action<IBufferWriter<byte>> write)
    {
        using var json = new ArrayPoolBufferWriter<byte>(64 * 1024);
        write(json);
        using var answer = JsonDocument.Parse(json.WrittenMemory);
        foreach (var item in Rows(answer.RootElement).EnumerateArray())
            writer.Write(item);
        writer.End(default);
    }

    /// <summary>The buckets of a series, the cells of a cross table, or the values of the one dimension.</summary>
    private static JsonElement Rows(JsonElement answer) =>
        answer.TryGetProperty("cross"u8, out var cross) ? cross
        : answer.GetProperty("items"u8) is var items && items.GetArrayLength() > 0 && items[0].TryGetProperty("values"u8, out var values) ? values
        : items;
}
