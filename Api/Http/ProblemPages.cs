using System.Net;
using System.Text;

namespace Events.Api.Http;

/// <summary>The pages that explain each problem.</summary>
internal static class ProblemPages
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapProblemPages(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/problems", Reading, () => Results.Content(Index(), "text/html; charset=utf-8")).ExcludeFromDescription();
        app.MapMethods("/problems/{slug}", Reading, Show).ExcludeFromDescription();
    }

    private static IResult Show(string slug) => Problems.All.FirstOrDefault(problem => problem.Slug == slug) is { } problem
        ? Results.Content(Page($"{problem.Status} {problem.Title}", $"<p>{Html(problem.Explanation)}</p><p><a href=\"/problems\">All problems</a></p>"), "text/html; charset=utf-8")
        : Results.NotFound();

    private static string Index()
    {
        var rows = new StringBuilder("<ul>");
        foreach (var problem in Problems.All)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"<li>{problem.Status} <a href=\"/problems/{problem.Slug}\">{problem.Slug}</a>: {Html(problem.Title)}</li>");
        return Page("Problems", rows.Append("</ul>").ToString());
    }

    private static string Page(string title, string body) =>
        $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Html(title)}</title><h1>{Html(title)}</h1>{body}</html>";

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
