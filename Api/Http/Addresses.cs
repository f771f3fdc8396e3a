namespace Events.Api.Http;

/// <summary>Absolute addresses of this server, as the caller has named it.</summary>
internal static class Addresses
{
    /// <summary>The address of this server, without a slash at its end.</summary>
    public static string Root(this HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";

    /// <summary>The same, where addresses are written in a format that has no place for what is none.</summary>
    /// <exception cref="ProblemException">The Host header names no server.</exception>
    public static string ValidRoot(this HttpContext http) =>
        Uri.TryCreate(http.Root(), UriKind.Absolute, out _) ? http.Root() : throw new ProblemException(Problems.MalformedRequest, "The Host header is the name of no server.");
}
