using System.Globalization;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Http.Extensions;

namespace Events.Api.Changes;

/// <summary>A page of the feed.</summary>
/// <param name="Through">How far the caller has come, also past what he may not see or did not ask for: the next <c>after</c>.</param>
/// <param name="Next">The absolute address to ask next; never null, since there is always more to come.</param>
/// <param name="Seq">The last commit there is.</param>
/// <param name="Applied">How the filters were understood.</param>
public sealed record ChangesResponse(IReadOnlyList<ChangeView> Items, long Through, string Next, long Seq, IReadOnlyList<Applied> Applied);

/// <summary>The routes that tell what has changed since: page by page, and as a stream.</summary>
internal static class ChangeEndpoints
{
    private const int LongestWait = 60;

    private static readonly QueryParameter After = new("after", "Where the last page ended: a seq, or a position `seq.n`, behind which the rest of its commit comes first. 0 begins with the first commit.", "0");
    private static readonly QueryParameter Limit = new("limit", "About how many changes: 1 to 1000, default 100. A commit is never split, so there may be more.", "100") { IsInteger = true };
    private static readonly QueryParameter Wait = new("wait", "When there is nothing new: how many seconds to wait for it, 0 to 60. The answer comes with the first change that fits, or empty at the end.", "30") { IsInteger = true };
    private static readonly QueryParameter Since = new("after", "Where to begin: a seq, or a position `seq.n` as events have it as their id. Left out, from now on; the header `Last-Event-ID`, which browsers send when they connect again, goes first.", "5");

    public static void MapChanges(this IEndpointRouteBuilder v1)
    {
        v1.MapMethods("/changes", ["GET", "HEAD"], List).WithTags("Changes").Reads()
            .Named("listChanges", "What has changed since, commit by commit: each change with the record as it is and as it was. With a filter, what fits before or after, so that a copy also learns what leaves it")
            .TakesQuery([After, Limit, Wait, .. ChangeQuery.Parameters]);
        v1.MapGet("/changes/stream", Stream).WithTags("Changes").Reads()
            .Named("streamChanges", "The same as server-sent events, as they come: `hello` at once, `change` for each change, `heartbeat` every 15 seconds. The id of each is where to go on from")
            .TakesQuery([Since, .. ChangeQuery.Parameters])
            .WithMetadata(new GivesOnly(ServerEvents.ContentType, "Events `hello`, `change` and `heartbeat`; the data of `change` is one item of `listChanges`.", ServerEvents.Example));
    }

    /// <summary>A place that is not there yet is one of another ledger.</summary>
    public static void RequireKnown(FeedPosition after, Snapshot snapshot)
    {
        if (after.Seq > snapshot.Seq)
            throw QueryText.Invalid(After.Name, $"The last commit is {snapshot.Seq}.");
    }

    private static async Task<Answer<ChangesResponse>> List(HttpContext http, Readers readers, CountryBook countries, Feed feed, TimeProvider clock)
    {
        var text = http.Query();
        var after = PositionOf(text.One(After) ?? "0");
        var limit = (int)(text.Integer(Limit, 1, 1000) ?? 100);
        var wait = TimeSpan.FromSeconds(text.Integer(Wait, 0, LongestWait) ?? 0);
        var query = Read(http, countries);
        if (wait == TimeSpan.Zero || HttpMethods.IsHead(http.Request.Method))
            return (await ReadAsync(http, readers, query, after, limit)).Answer();
        // Joined first, so that what is committed from now on is either read or heard.
        var channel = feed.Join(query, http.Caller().Audience);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, feed.Stopping);
            ending.CancelAfter(wait);
            while (true)
            {
                var page = await ReadAsync(http, readers, query, after, limit);
                if (page.Count > 0 || ending.IsCancellationRequested)
                    return page.Answer();
                after = FeedPosition.Behind(page.Through);
                if (page.Through >= page.Seq)
                    after = FeedPosition.Behind(await HearAsync(channel, page.Through, ending.Token));
                page.Dispose();
            }
        }
        finally
        {
            feed.Leave(channel);
        }
    }

    /// <summary>Waits until something fits, or the time is over.</summary>
    /// <returns>The commit behind which it stands.</returns>
    private static async Task<long> HearAsync(FeedChannel channel, long through, CancellationToken end)
    {
        var bytes = new List<ReadOnlyMemory<byte>>();
        while (!end.IsCancellationRequested)
        {
            var heard = channel.Hear(through, bytes, out var next);
            if (heard.IsBehind || bytes.Count > 0)
                return through;
            through = heard.Through;
            await next.WaitAsync(end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return through;
    }

    private static ChangeStream Stream(HttpContext http, CountryBook countries)
    {
        var last = http.Request.Headers["Last-Event-ID"];
        var given = last.Count > 0 ? last.ToString() : http.Query().One(Since);
        var query = Read(http, countries);
        return new ChangeStream(query, given is null ? null : PositionOf(given));
    }

    private static ChangeQuery Read(HttpContext http, CountryBook countries)
    {
        var query = ChangeQuery.Read(http.Query(), countries.Directory);
        if (query.Events is { } events)
            Lists.RequirePublished(events, http.Caller());
        return query;
    }

    private static Task<ChangesPage> ReadAsync(HttpContext http, Readers readers, ChangeQuery query, FeedPosition after, int limit) => readers.ReadAsync(snapshot =>
    {
        var audience = http.Caller().Audience;
        if (query.Events is { } events)
            query = query with { Events = new RecordReader(snapshot, audience, null).Understand(events) };
        RequireKnown(after, snapshot);
        var page = new ChangesPage();
        try
        {
            page.Read(new ChangeReader(snapshot), query, audience, after, limit);
            page.End(Next(http, page.Through, limit), snapshot.Seq, query.Applied);
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }, http.RequestAborted, isLong: query.Events is not null);

    private static string Next(HttpContext http, long through, int limit)
    {
        var next = new QueryBuilder { { After.Name, through.ToString(CultureInfo.InvariantCulture) }, { Limit.Name, limit.ToString(CultureInfo.InvariantCulture) } };
        foreach (var (name, value) in Queries.Pairs(http.Request.QueryString).Where(pair => pair.Name != After.Name && pair.Name != Limit.Name))
            next.Add(name, value);
        return $"{http.Root()}{http.Request.Path}{next.ToQueryString()}";
    }

    private static FeedPosition PositionOf(string text) => FeedPosition.TryParse(text, out var position)
        ? position
        : throw QueryText.Invalid(After.Name, $"\"{QueryText.Cut(text)}\" is no place in the feed: that is a seq such as 12, or a position such as 12.3.");
}
