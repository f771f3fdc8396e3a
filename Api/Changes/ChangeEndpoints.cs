using System.Globalization;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Querying;

namespace Events.Api.Changes;

/// <summary>A page of the feed.</summary>
/// <param name="Through">How far the caller has come, also past what he may not see: the next <c>after</c>.</param>
/// <param name="Next">The absolute address to ask next; never null, since there is always more to come.</param>
/// <param name="Seq">The last commit there is.</param>
public sealed record ChangesResponse(IReadOnlyList<ChangeView> Items, long Through, string Next, long Seq);

/// <summary>The route that tells what has changed since.</summary>
internal static class ChangeEndpoints
{
    private static readonly QueryParameter After = new("after", "Where the last page ended: a seq, or a position `seq.n`. 0 begins with the first commit.", "0");
    private static readonly QueryParameter Limit = new("limit", "About how many changes: 1 to 1000, default 100. A commit is never split, so there may be more.", "100") { IsInteger = true };

    public static void MapChanges(this IEndpointRouteBuilder v1) => v1.MapMethods("/changes", ["GET", "HEAD"], List).WithTags("Changes").Reads()
        .Named("listChanges", "What has changed since, commit by commit").TakesQuery(After, Limit);

    private static Task<Answer<ChangesResponse>> List(HttpContext http, Readers readers)
    {
        var text = http.Query();
        var after = ReadPosition(text.One(After) ?? "0");
        var limit = (int)(text.Integer(Limit, 1, 1000) ?? 100);
        return readers.ReadAsync(snapshot =>
        {
            if (after > snapshot.Seq)
                throw QueryText.Invalid(After.Name, $"The last commit is {snapshot.Seq}.");
            var (items, through) = ChangeReader.After(snapshot, http.Caller().Audience, after, limit);
            var request = http.Request;
            var next = string.Create(CultureInfo.InvariantCulture, $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}?after={through}&limit={limit}");
            return Answer<ChangesResponse>.Of(new ChangesResponse(items, through, next, snapshot.Seq));
        }, http.RequestAborted);
    }

    /// <summary>Commits come whole, so a position stands for its commit.</summary>
    private static long ReadPosition(string text)
    {
        var parts = text.Split('.');
        return parts.Length <= 2 && parts.All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? long.Parse(parts[0], CultureInfo.InvariantCulture)
            : throw QueryText.Invalid(After.Name, "\"after\" is a seq such as 12, or a position such as 12.3.");
    }
}
