using System.Reflection;
using System.Security.Cryptography;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Changes;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Http.Metadata;

namespace Events.Api.Following;

/// <summary>What a part of the ledger is, in one number: two instances that say the same have the same.</summary>
/// <param name="After">The commit behind which it begins; 0 for the first.</param>
/// <param name="Seq">The last commit that it covers.</param>
/// <param name="Digest">SHA-256, in hex, of all that is kept of these commits: seq, instant, actor, reason, batch and hash, and of each version kind, id, number, place, op, schema and digest.</param>
/// <param name="Hash">The hash of the last of them, in hex; it chains all before it.</param>
/// <param name="Last">The last commit that there is.</param>
public sealed record LedgerDigestResponse(long After, long Seq, string Digest, string Hash, long Last);

/// <summary>The ledger itself, for those who keep a copy of this instance.</summary>
internal static class LedgerEndpoints
{
    private const int LongestWait = 60;
    private const int CommitsAtOnce = 20_000;

    private static readonly QueryParameter After = new("after", "The last commit that the caller has; 0 when it has none.", "0") { IsInteger = true };
    private static readonly QueryParameter Head = new("head", "The hash of that commit, in hex. When it has another one here, or is not here, the answer is 409 `history-differs`.", "0000000000000000000000000000000000000000000000000000000000000000");
    private static readonly QueryParameter Limit = new("limit", "How many commits at the most: 1 to 10000, default 1000. A long answer ends earlier; the next one goes on.", "1000") { IsInteger = true };
    private static readonly QueryParameter Wait = new("wait", "When there is nothing new: how many seconds to wait for it, 0 to 60.", "30") { IsInteger = true };
    private static readonly QueryParameter Seq = new("seq", "The last commit to cover; left out, the last there is.", "5") { IsInteger = true };

    public static void MapLedger(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/ledger").WithTags("Ledger");
        group.MapGet("", Read).Administers().Named("readLedger", "Whole commits with every byte that is kept of them, for a copy of this instance").TakesQuery(After, Head, Limit, Wait)
            .WithMetadata(new GivesOnly(LedgerLines.MediaType, "For each commit a line, then a line for each of its versions, and at the end one with `end`. Hashes, salts and digests are Base64; a document stands there byte by byte.", LedgerLines.Example));
        group.MapMethods("/digest", ["GET", "HEAD"], Digest).Administers().Named("getLedgerDigest", "What a part of the ledger is, in one number: to tell whether two instances have the same, and from where on not").TakesQuery(After, Seq);
    }

    private static async Task<LedgerAnswer> Read(HttpContext http, Readers readers, Herald herald, Feed feed)
    {
        var text = http.Query();
        var after = text.Integer(After, 0, long.MaxValue) ?? 0;
        var limit = (int)(text.Integer(Limit, 1, 10_000) ?? 1000);
        var wait = TimeSpan.FromSeconds(text.Integer(Wait, 0, LongestWait) ?? 0);
        var head = text.One(Head);
        var last = await readers.ReadAsync(
            snapshot =>
            {
                RequireShared(snapshot, after, head);
                return snapshot.Seq;
            }, http.RequestAborted);
        if (last == after && wait > TimeSpan.Zero)
            await WaitAsync(herald, after, wait, http.RequestAborted, feed.Stopping);
        return new LedgerAnswer(after, limit);
    }

    private static void RequireShared(Snapshot snapshot, long after, string? head)
    {
        var hash = History.HashAt(snapshot.Session, after);
        if (head is null)
        {
            if (hash is null)
                throw QueryText.Invalid(After.Name, $"The last commit is {snapshot.Seq}.");
            return;
        }
        if (hash is null)
            throw new Refusal(Reason.HistoryDiffers, $"There is no commit {after} here: the last one is {snapshot.Seq}.");
        if (!string.Equals(Convert.ToHexString(hash), head, StringComparison.OrdinalIgnoreCase))
            throw new Refusal(Reason.HistoryDiffers, $"Commit {after} has another hash here.");
    }

    private static async Task WaitAsync(Herald herald, long seq, TimeSpan wait, params CancellationToken[] ends)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ends);
        ending.CancelAfter(wait);
        try
        {
            await herald.WaitAsync(seq, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Then the answer has nothing in it but its end.
        }
    }

    /// <summary>Read in parts, since it goes through the whole ledger: what stands there does not change in between.</summary>
    private static async Task<Answer<LedgerDigestResponse>> Digest(HttpContext http, Readers readers)
    {
        var text = http.Query();
        var after = text.Integer(After, 0, long.MaxValue) ?? 0;
        var asked = text.Integer(Seq, 0, long.MaxValue);
        var last = await readers.ReadAsync(snapshot => snapshot.Seq, http.RequestAborted);
        var seq = asked ?? last;
        if (seq > last || after > seq)
            throw QueryText.Invalid(seq > last ? Seq.Name : After.Name, $"The last commit is {last}, and \"after\" does not lie behind \"seq\".");
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hash = default(byte[]);
        for (var at = after; at < seq || hash is null; at = Math.Min(seq, at + CommitsAtOnce))
        {
            var (from, through) = (at, Math.Min(seq, at + CommitsAtOnce));
            hash = await readers.ReadAsync(
                snapshot =>
                {
                    LedgerReader.Digest(snapshot.Session, from, through, digest);
                    return History.HashAt(snapshot.Session, through);
                }, http.RequestAborted, isLong: true);
        }
        return Answer<LedgerDigestResponse>.Of(new LedgerDigestResponse(after, seq, Convert.ToHexStringLower(digest.GetHashAndReset()), Convert.ToHexStringLower(hash), last));
    }
}

/// <summary>Commits on their way out: read in parts, so that no reader waits for a slow caller.</summary>
internal sealed class LedgerAnswer(long after, int limit) : IResult, IEndpointMetadataProvider
{
    private const int BytesAtOnce = 1024 * 1024;
    private const long MostBytes = 32 * 1024 * 1024;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [LedgerLines.MediaType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var readers = httpContext.RequestServices.GetRequiredService<Readers>();
        httpContext.Response.ContentType = LedgerLines.MediaType;
        httpContext.Response.Headers.CacheControl = "no-store";
        using var lines = new ArrayPoolBufferWriter<byte>(64 * 1024);
        var (through, left, bytes, last) = (after, limit, 0L, long.MaxValue);
        while (left > 0 && bytes < MostBytes && through < last)
        {
            var (from, most) = (through, left);
            (var commits, last) = await readers.ReadAsync(
                snapshot => (LedgerReader.Commits(snapshot.Session, from, most, BytesAtOnce), snapshot.Seq), httpContext.RequestAborted, isLong: true);
            foreach (var commit in commits)
            {
                LedgerLines.Write(commit, lines);
                if (lines.WrittenCount > BytesAtOnce)
                    await SendAsync();
            }
            if (commits.Count == 0)
                break;
            (through, left) = (commits[^1].Seq, left - commits.Count);
            await SendAsync();
        }
        LedgerLines.WriteEnd(through, last == long.MaxValue ? through : last, lines);
        await SendAsync();

        async Task SendAsync()
        {
            bytes += lines.WrittenCount;
            await httpContext.Response.Body.WriteAsync(lines.WrittenMemory, httpContext.RequestAborted);
            await httpContext.Response.Body.FlushAsync(httpContext.RequestAborted);
            lines.Clear();
        }
    }
}
