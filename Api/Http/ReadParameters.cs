using System.Globalization;
using Events.Api.Storage;
using Events.Domain.Querying;
using Microsoft.AspNetCore.WebUtilities;

namespace Events.Api.Http;

/// <summary>The parameters that many routes share.</summary>
internal static class ReadParameters
{
    public static readonly QueryParameter AsOf = new("asOf", "Read what was known then: the number of a commit (seq), or an instant in RFC 3339. Restrictions of today apply.", "2025-12-31T00:00:00Z");
    public static readonly QueryParameter Limit = new("limit", "How many items a page has: 1 to 1000, default 50.", "50") { IsInteger = true };
    public static readonly QueryParameter Cursor = new("cursor", "Where the last page ended; take `next` as it is; its whole address is understood here, too. All pages of a walk show the same state.");
    public static readonly QueryParameter Count = new("count", "`exact` adds `total`, the number of all items.", "exact", Codes: ["exact"]) { TakesOneCode = true };
    public static readonly QueryParameter Fields = new("fields", "Only these members of each record, by commas; they come in the order in which the answer has them anyway.", "id,title,start");
    public static readonly QueryParameter Reason = new("reason", "Why: kept with the commit. At most 1,000 characters.", "Corrected after the licence was published");

    /// <summary>The commit to look back to, on this snapshot; null for now.</summary>
    public static long? SeqOf(this QueryText text, Snapshot snapshot)
    {
        if (text.One(AsOf) is not { } given)
            return null;
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return seq <= snapshot.Seq ? seq : throw QueryText.Invalid(AsOf.Name, $"The last commit is {snapshot.Seq}: what comes later is not known yet.");
        // A plus that was not escaped arrives as a space.
        if (!Instant.TryParse(given.Replace(' ', '+'), out var instant))
            throw QueryText.Invalid(AsOf.Name, "\"asOf\" is the number of a commit, or an instant such as 2025-12-31T00:00:00Z.");
        return instant <= snapshot.Now ? snapshot.SeqAt(instant) : throw QueryText.Invalid(AsOf.Name, "\"asOf\" lies in the future: that is not known yet.");
    }

    public static int LimitOf(this QueryText text) => (int)(text.Integer(Limit, 1, 1000) ?? 50);

    public static string? ReasonOf(this QueryText text)
    {
        var reason = text.One(Reason);
        return reason?.Length > 1000 ? throw QueryText.Invalid(Reason.Name, "A reason has at most 1,000 characters.") : reason;
    }
}

/// <summary>Metadata of an endpoint: the query parameters that it takes. Requests are read, and the contract is written, from it.</summary>
internal sealed record TakesQuery(IReadOnlyList<QueryParameter> Parameters);

internal static class Queries
{
    /// <summary>Declares the query parameters of a route; any other is refused.</summary>
    public static TBuilder TakesQuery<TBuilder>(this TBuilder route, params IEnumerable<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new TakesQuery([.. parameters]));

    /// <summary>The query of this request, read strictly and once.</summary>
    public static QueryText Query(this HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(QueryText), out var read))
            return (QueryText)read!;
        var known = http.GetEndpoint()?.Metadata.GetMetadata<TakesQuery>()?.Parameters ?? [];
        var query = new QueryText(Pairs(http.Request.QueryString), known);
        http.Items[typeof(QueryText)] = query;
        return query;
    }

    /// <summary>The parameters in the very spelling of the address: the framework's own collection passes over letter case.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(QueryString query)
    {
        foreach (var pair in new QueryStringEnumerable(query.Value))
            yield return (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
    }
}
