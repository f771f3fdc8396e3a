using System.Reflection;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Access;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Http.Metadata;

namespace Events.Api.Changes;

/// <summary>
/// Changes as they come, to one listener: from the ledger until it is up to date, then from the channel that it shares with
/// those who ask the same. It waits without a thread and without a reader.
/// </summary>
/// <param name="after">Where it begins; null for now.</param>
internal sealed class ChangeStream(ChangeQuery query, FeedPosition? after) : IResult, IEndpointMetadataProvider
{
    /// <summary>How many changes are read at once from the ledger.</summary>
    private const int PageLength = 200;

    private readonly List<ReadOnlyMemory<byte>> _heard = [];
    private FeedPosition? _position = after;
    private int _beats;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [ServerEvents.ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var feed = httpContext.RequestServices.GetRequiredService<Feed>();
        await UnderstandAsync(httpContext);
        // Joined first, so that what is committed from now on is either read or heard.
        var channel = feed.Join(query, httpContext.Caller().Audience);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, feed.Stopping);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var ends = ending.Token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), ended);
            _beats = feed.Beats;
            await SendAsync(httpContext, feed, channel, ended.Task);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested || feed.Stopping.IsCancellationRequested)
        {
            // The listener went away, or the server ends.
        }
        catch (Refusal) when (httpContext.Response.HasStarted)
        {
            // Too busy to read the ledger for it just now: it connects again, and goes on where it was.
        }
        finally
        {
            feed.Leave(channel);
        }
    }

    /// <summary>A merged record that is asked for stands for the one that took its place.</summary>
    private async Task UnderstandAsync(HttpContext http)
    {
        if (query.Events is { } events)
        {
            var understood = await http.RequestServices.GetRequiredService<Readers>().ReadAsync(snapshot => new RecordReader(snapshot, http.Caller().Audience, null).Understand(events), http.RequestAborted);
            query = query with { Events = understood };
        }
    }

    private async Task SendAsync(HttpContext http, Feed feed, FeedChannel channel, Task ended)
    {
        // Whatever is wrong with the request is said before the stream begins.
        var page = await ReadAsync(http);
        var headers = http.Response.Headers;
        (headers.ContentType, headers.CacheControl, headers["X-Accel-Buffering"]) = (ServerEvents.ContentType, "no-store", "no");
        await WriteAsync(http, ServerEvents.Hello(_position!.Value));
        while (!ended.IsCompleted)
        {
            if (page is not null)
            {
                await SendAsync(http, page);
                page = page.IsLast ? null : await ReadAsync(http);
                if (!await BeatAsync(http, feed))
                    return;
                continue;
            }
            var heard = channel.Hear(_position.Value.Seq, _heard, out var next);
            if (heard.IsBehind)
            {
                page = await ReadAsync(http);
                continue;
            }
            _position = FeedPosition.Behind(heard.Through);
            if (_heard.Count > 0)
                await SendAsync(http, _heard);
            if (!await BeatAsync(http, feed))
                return;
            if (_heard.Count == 0)
                await Task.WhenAny(next, ended);
        }
    }

    private async Task SendAsync(HttpContext http, LedgerPage page)
    {
        _position = page.Through;
        if (page.Changes.Count > 0)
            await SendAsync(http, page.Changes);
    }

    /// <summary>A listener that takes nothing in keeps this waiting, and holds no more than what is on its way.</summary>
    private static async Task SendAsync(HttpContext http, IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        foreach (var change in events)
            await http.Response.BodyWriter.WriteAsync(change, http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, byte[] bytes)
    {
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Says now and then that the stream is alive; false when the key may not listen any more.</summary>
    private async Task<bool> BeatAsync(HttpContext http, Feed feed)
    {
        var beats = feed.Beats;
        if (beats == _beats)
            return true;
        _beats = beats;
        if (!await MayStillListenAsync(http))
            return false;
        await WriteAsync(http, ServerEvents.Heartbeat(_position!.Value));
        return true;
    }

    private static async Task<bool> MayStillListenAsync(HttpContext http)
    {
        var caller = http.Caller();
        if (caller == Caller.Anonymous)
            return true;
        try
        {
            return await http.RequestServices.GetRequiredService<KeyRing>().IdentifyAsync(http) == caller;
        }
        catch (ProblemException)
        {
            return false;
        }
        catch (Refusal)
        {
            // Too busy to look just now: the next beat does.
            return true;
        }
    }

    private Task<LedgerPage> ReadAsync(HttpContext http) => http.RequestServices.GetRequiredService<Readers>().ReadAsync(
        snapshot =>
        {
            var audience = http.Caller().Audience;
            var position = _position ??= FeedPosition.Behind(snapshot.Seq);
            ChangeEndpoints.RequireKnown(position, snapshot);
            var changes = new List<ReadOnlyMemory<byte>>();
            var through = new ChangeReader(snapshot).Page(query, audience, position, PageLength, change => changes.Add(ServerEvents.Change(change)));
            return new LedgerPage(changes, FeedPosition.Behind(through), through >= snapshot.Seq);
        },
        http.RequestAborted, isLong: true);

    /// <param name="IsLast">There was no more in the ledger.</param>
    private sealed record LedgerPage(IReadOnlyList<ReadOnlyMemory<byte>> Changes, FeedPosition Through, bool IsLast);
}
