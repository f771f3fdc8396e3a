using Events.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Dashboard;

/// <summary>Routes of the desk: its pages, which are one page whose script reads the address, and the files that it is made of.</summary>
internal static class DashboardEndpoints
{
    /// <summary>Nothing is loaded from elsewhere, no script or style stands in a page, and no other page may frame it.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Always = "no-cache";

    // A file has another address once any of them has changed.
    private const string ForGood = "public, max-age=31536000, immutable";

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>The addresses that <c>desk.js</c> has a page for.</summary>
    public static readonly IReadOnlyList<string> Pages =
    [
        "/", "/explore", "/events/{id}", "/countries/{id}", "/people/{id}", "/organizations/{id}", "/sanctions/{id}", "/reports/{id}",
        "/write", "/write/{kind}", "/write/{kind}/{id}", "/review", "/key",
    ];

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        foreach (var page in Pages)
            app.MapMethods(page, Reading, ShowPage).ExcludeFromDescription();
        app.MapMethods("/desk/licenses", Reading, ShowLicenses).ExcludeFromDescription();
        app.MapMethods("/desk/{version}/{**path}", Reading, ShowFile).ExcludeFromDescription();
    }

    private static FileContentHttpResult ShowPage(HttpContext http, DeskFiles files)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Give(http, files.Page, Always);
    }

    private static FileContentHttpResult ShowLicenses(HttpContext http, DeskFiles files) => Give(http, files.Licenses, Always);

    private static Results<FileContentHttpResult, NotFound> ShowFile(string version, string? path, HttpContext http, DeskFiles files) =>
        version == files.Version && path is not null && files.Find(path) is { } file ? Give(http, file, ForGood) : TypedResults.NotFound();

    private static FileContentHttpResult Give(HttpContext http, DeskFile file, string kept)
    {
        var coding = ContentCoding.Of(http.Request);
        var headers = http.Response.Headers;
        headers.CacheControl = kept;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (coding is not null)
            headers.ContentEncoding = coding.Name;
        return TypedResults.Bytes(file.As(coding), file.ContentType, entityTag: file.ETag(coding));
    }
}
