using Events.Api.Http;
using Events.Api.Storage;

namespace Events.Api.Health;

/// <summary>How the server is.</summary>
/// <param name="Seq">The last commit.</param>
public sealed record HealthResponse(string Status, long? Seq);

/// <summary>Routes for whoever watches over the process.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", ["GET", "HEAD"], () => Answer<HealthResponse>.Of(new HealthResponse("live", null))).WithTags("Health")
            .Named("getLiveness", "The process runs").TakesQuery();
        app.MapMethods("/health/ready", ["GET", "HEAD"], Ready).WithTags("Health").Named("getReadiness", "The database answers").TakesQuery();
    }

    private static Task<Answer<HealthResponse>> Ready(HttpContext http, Readers readers) =>
        readers.ReadAsync(snapshot => Answer<HealthResponse>.Of(new HealthResponse("ready", snapshot.Seq)), http.RequestAborted);
}
