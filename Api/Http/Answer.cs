using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Http;

/// <summary>An answer whose bytes are ready; <typeparamref name="T"/> is the shape that they have in JSON.</summary>
internal class Answer<T>(ReadOnlyMemory<byte> body) : IResult, IEndpointMetadataProvider
{
    /// <summary>Weak, and without its quotes the text behind <c>W/</c>.</summary>
    public string? ETag { get; init; }

    /// <summary>The address of the next page.</summary>
    public string? Next { get; init; }

    public string? Location { get; init; }

    /// <summary>The commit as of which the answer was asked for.</summary>
    public long? AsOf { get; init; }

    /// <summary>What holds the bytes, to be given back when they are sent.</summary>
    public IDisposable? Memory { get; init; }

    public string ContentType { get; init; } = Manner.Json.ContentType;

    /// <summary>Who may keep it, and for how long without asking again.</summary>
    public string CacheControl { get; init; } = Manner.Json.CacheControl;

    /// <summary>The headers of requests that it depends on.</summary>
    public string Vary { get; init; } = Manner.Json.Vary;

    /// <summary>The same bytes in memory, where they are kept compressed, too.</summary>
    public ReadyAnswer? Ready { get; init; }

    /// <summary>Sends a body that is too long to be held.</summary>
    public Func<Task>? Send { get; init; }

    protected virtual int Status => StatusCodes.Status200OK;

    public static Answer<T> Of(T value) => new(Serialize(value));

    public static byte[] Serialize(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ViewJson.Options);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var memory = Memory;
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = Vary;
        if (ETag is not null)
            response.Headers.ETag = $"W/\"{ETag}\"";
        if (Next is not null)
            response.Headers.Link = $"<{Next}>; rel=\"next\"";
        if (Location is not null)
            response.Headers.Location = Location;
        if (AsOf is { } seq)
            response.Headers[Answers.AsOf] = seq.ToString(CultureInfo.InvariantCulture);
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads && ETag is not null && ETags.Matches(request, ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.StatusCode = Status;
        response.ContentType = ContentType;
        var bytes = body;
        if (Ready is not null && ContentCoding.Of(request) is { } coding)
        {
            bytes = Ready.In(coding);
            response.Headers.ContentEncoding = coding.Name;
        }
        if (Send is null)
            response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(request.Method))
            return;
        if (Send is not null)
            await Send();
        else
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}

/// <summary>Names of headers that answers have beside those of HTTP.</summary>
internal static class Answers
{
    /// <summary>The seq to which <c>asOf</c> was resolved.</summary>
    public const string AsOf = "Events-As-Of";
}

/// <summary>The answer to a request that has created something.</summary>
internal sealed class Created<T>(ReadOnlyMemory<byte> body) : Answer<T>(body), IEndpointMetadataProvider
{
    protected override int Status => StatusCodes.Status201Created;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}

/// <summary>The answer to a request that is carried out later.</summary>
internal sealed class Accepted<T>(ReadOnlyMemory<byte> body) : Answer<T>(body), IEndpointMetadataProvider
{
    protected override int Status => StatusCodes.Status202Accepted;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(T), ["application/json"]));
}

/// <summary>The answer to a request that has nothing to say.</summary>
internal sealed class NoContent : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

/// <summary>
/// ETags: of a record <c>version.since.mark.audience</c>, of a list the commit with its mark and a hash of the question. The mark
/// tells the history from another one that has as many commits.
/// </summary>
internal static class ETags
{
    /// <param name="since">The commit since which the answer has read so.</param>
    public static string Of(long version, long since, RecordReader reader) =>
        string.Create(CultureInfo.InvariantCulture, $"{version}.{since}.{reader.MarkOf(since)}.{(int)reader.Audience}");

    public static bool Matches(HttpRequest request, string etag)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0)
            return false;
        return EntityTagHeaderValue.TryParseList(header!, out var tags)
            && tags.Any(tag => tag.Tag == "*" || tag.Tag.AsSpan().Trim('"').SequenceEqual(etag));
    }

    /// <summary>The versions in If-Match: the first part of each ETag.</summary>
    /// <exception cref="ProblemException">It is missing or none of ours.</exception>
    public static IReadOnlySet<long> RequiredVersions(HttpRequest request) => Versions([.. Required(request).Select(tag => tag.Split('.')[0])]);

    /// <summary>The same for a record: an ETag that was read before a backup was restored names a version that may say something else now.</summary>
    /// <exception cref="ProblemException">It is missing or none of ours.</exception>
    /// <exception cref="Refusal">All of it is of another history.</exception>
    public static async Task<IReadOnlySet<long>> RequiredVersionsAsync(HttpContext http)
    {
        var tags = Required(http.Request).Select(tag => tag.Split('.')).ToList();
        var versions = Versions([.. tags.Select(parts => parts[0])]);
        // A bare number is what the caller says it is.
        if (!tags.Exists(HasMark))
            return versions;
        var ours = await http.RequestServices.GetRequiredService<Readers>().ReadAsync(
            snapshot => Versions([.. tags.Where(parts => !HasMark(parts) || snapshot.MarkOf(SinceOf(parts)) == parts[2]).Select(parts => parts[0])], mayBeNone: true), http.RequestAborted);
        return ours.Count > 0 ? ours : throw new Refusal(Reason.StaleVersion, "This ETag was given before a backup of the database was restored: since then the version may say something else. Read the record again and repeat the change.");
    }

    private static IEnumerable<string> Required(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            throw new ProblemException(Problems.PreconditionRequired);
        return EntityTagHeaderValue.TryParseList(header!, out var tags) ? tags.Select(tag => tag.Tag.AsSpan().Trim('"').ToString()) : [];
    }

    private static HashSet<long> Versions(IReadOnlyList<string> texts, bool mayBeNone = false)
    {
        var versions = new HashSet<long>();
        foreach (var text in texts)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                versions.Add(version);
        }
        return versions.Count > 0 || mayBeNone ? versions : throw new ProblemException(Problems.MalformedRequest, "If-Match holds no ETag of this server: send the one that you read, or \"3\" for version 3.");
    }

    private static bool HasMark(string[] parts) => parts.Length >= 4 && SinceOf(parts) >= 0 && parts[2].Length == Head.MarkTextLength;

    private static long SinceOf(string[] parts) => long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since : -1;
}
