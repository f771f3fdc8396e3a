using Microsoft.Net.Http.Headers;

namespace Events.Api.Http;

/// <summary>Refuses what asks for a format that is not there, and query parameters where none are taken.</summary>
internal sealed class Negotiation(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<TakesQuery>() is not null)
        {
            // Reading the parameters refuses the unknown ones, whether or not the handler asks for any.
            _ = http.Query();
            if (!Accepts(http.Request))
                throw new ProblemException(Problems.NotAcceptable);
        }
        return next(http);
    }

    private static bool Accepts(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept == "*/*" || accept == "application/json")
            return true;
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var types))
            return false;
        return types.Any(type => type.Quality is not 0 && (type.MatchesAllTypes
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
                && (type.MatchesAllSubTypes || type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)))));
    }
}
