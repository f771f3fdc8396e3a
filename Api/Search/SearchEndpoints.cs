using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Search;

/// <summary>What was found, the best first.</summary>
public sealed record SearchResponse(IReadOnlyList<SearchHit> Items, long Seq);

/// <summary>The route that finds records by name and by words.</summary>
internal static class SearchEndpoints
{
    private static readonly QueryParameter Q = new("q", "Words of a name in any spelling and script, or words of a text; the last one may be unfinished.", "kolesnikova") { IsRequired = true };
    private static readonly QueryParameter Kind = new("kind", "Only these kinds: several by commas.", "person", Codes: Code.All<RecordKind>());
    private static readonly QueryParameter Limit = new("limit", "How many to find: 1 to 100, default 20.", "20") { IsInteger = true };

    public static void MapSearch(this IEndpointRouteBuilder v1) => v1.MapMethods("/search", ["GET", "HEAD"], Find).WithTags("Search").Reads()
        .Named("search", "Find people, organizations, countries, sanctions, events and reports").TakesQuery(Q, Kind, Limit, ReadParameters.AsOf);

    private static Task<Answer<SearchResponse>> Find(HttpContext http, Readers readers)
    {
        var text = http.Query();
        if (text.One(Q) is not { Length: > 0 and <= 200 } words)
            throw QueryText.Invalid(Q.Name, "\"q\" is required: 1 to 200 characters to look for.");
        var limit = (int)(text.Integer(Limit, 1, 100) ?? 20);
        var kinds = text.One(Kind) is { } given
            ? FilterValues.Parse(Kind, given).Values.Select(value => QueryText.Choice<RecordKind>(Kind, value)).ToHashSet()
            : null;
        return readers.ReadAsync(snapshot =>
        {
            var reader = new RecordReader(snapshot, http.Caller().Audience, text.SeqOf(snapshot));
            return Answer<SearchResponse>.Of(new SearchResponse(NameSearch.Find(reader, snapshot, words, kinds, limit), reader.Seq));
        }, http.RequestAborted, isLong: true);
    }
}
