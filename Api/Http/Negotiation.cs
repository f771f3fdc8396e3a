using Events.Api.Http.Formats;
using Events.Domain.Querying;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Http;

/// <summary>Chooses the format of an answer, and refuses what asks for one that is not there, and query parameters where none are taken.</summary>
internal sealed class Negotiation(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<TakesQuery>() is not null)
        {
            // Reading the parameters refuses the unknown ones, whether or not the handler asks for any.
            var text = http.Query();
            if (metadata.GetMetadata<GivesOnly>() is { } only)
            {
                RequireWelcome(http.Request, only.MediaType);
                return next(http);
            }
            var gives = metadata.GetMetadata<GivesFormats>();
            var format = gives is { BySuffix: true } ? gives.Formats[0] : Choose(http.Request, gives?.Formats ?? []);
            foreach (var parameter in gives?.Formats.Where(other => other != format).SelectMany(other => other.Parameters) ?? [])
                RequireNone(text, parameter);
            if (format is not null)
            {
                RequireNone(text, ReadParameters.Count);
                http.Features.Set(format);
            }
        }
        return next(http);
    }

    /// <summary>The format that is most welcome; null for JSON, which comes first where several are.</summary>
    private static Format? Choose(HttpRequest request, IReadOnlyList<Format> formats)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept == "*/*" || accept == "application/json")
            return null;
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges))
            throw new ProblemException(Problems.NotAcceptable);
        var best = formats.Prepend(null).MaxBy(format => Welcome(ranges, format));
        return Welcome(ranges, best).Quality > 0 ? best : throw new ProblemException(Problems.NotAcceptable);
    }

    private static void RequireWelcome(HttpRequest request, string type)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept == "*/*" || accept == type)
            return;
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var ranges) || !ranges.Any(range => Closeness(range, type) > 0 && range.Quality is not 0))
            throw new ProblemException(Problems.NotAcceptable, $"This is `{type}` only.");
    }

    /// <summary>How welcome a format is: what names it most closely counts; of two as welcome, the one that is named more closely.</summary>
    private static (double Quality, int Closeness) Welcome(IList<MediaTypeHeaderValue> ranges, Format? format) => ranges
        .Select(range => (Quality: range.Quality ?? 1, Closeness: Closeness(range, format?.MediaType ?? "application/json")))
        .Where(range => range.Closeness > 0).OrderByDescending(range => range.Closeness).FirstOrDefault();

    private static int Closeness(MediaTypeHeaderValue range, string type) =>
        range.MatchesAllTypes ? 1
        : !type.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase) ? 0
        : range.MatchesAllSubTypes ? 2
        : type.Equals($"{range.Type}/{range.SubType}", StringComparison.OrdinalIgnoreCase) ? 3 : 0;

    private static void RequireNone(QueryText text, QueryParameter parameter)
    {
        if (text.One(parameter) is not null)
            throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" is for another format than the one that is asked for.");
    }
}

/// <summary>Metadata of an endpoint: it answers in one format that is not JSON.</summary>
/// <param name="Description">What stands in it.</param>
/// <param name="Example">How it looks.</param>
internal sealed record GivesOnly(string MediaType, string Description, string Example);
