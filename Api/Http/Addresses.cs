namespace Events.Api.Http;

/// <summary>Absolute addresses of this server, as the caller has named it.</summary>
internal static class Addresses
{
    /// <summary>The address of this server, without a slash at its end.</summary>
    public static string Root(this HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
}
