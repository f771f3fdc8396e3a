using Events.Domain.Values;

namespace Events.Api.Http;

/// <summary>Sends whoever reads a merged record to the one that took its place.</summary>
internal static class Moved
{
    /// <summary>The same address with the other id, and the same query; null when it is no read of one record.</summary>
    public static string? Address(HttpRequest request, RecordId survivor)
    {
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.RouteValues.GetValueOrDefault("id") is not string id)
            return null;
        var segments = request.Path.Value!.Split('/').ToList();
        segments[segments.IndexOf(id)] = survivor.Value;
        // The versions of the two are numbered apart.
        if (segments.IndexOf("revisions") is > 0 and var revisions)
            segments.RemoveRange(revisions, segments.Count - revisions);
        return $"{request.PathBase}{string.Join('/', segments)}{request.QueryString}";
    }

    public static void Write(HttpResponse response, string address)
    {
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = address;
        // It depends on who asks, and on asOf: nobody keeps it without asking again.
        response.Headers.CacheControl = Manner.Json.CacheControl;
        response.Headers.Vary = Manner.Json.Vary;
        response.ContentLength = 0;
    }
}
