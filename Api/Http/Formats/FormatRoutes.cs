using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>Metadata of an endpoint: the formats other than JSON in which it answers.</summary>
/// <param name="BySuffix">Its address names the only one.</param>
internal sealed record GivesFormats(IReadOnlyList<Format> Formats, bool BySuffix);

/// <summary>Words with which lists say in which formats they answer.</summary>
internal static class FormatRoutes
{
    /// <summary>Declares a list that answers in JSON and, by <c>Accept</c>, in other formats.</summary>
    /// <param name="filters">The parameters that all formats take.</param>
    public static RouteHandlerBuilder TakesList(this RouteHandlerBuilder list, IReadOnlyList<QueryParameter> filters, IReadOnlyList<Format> formats) => list
        .TakesQuery([.. filters, .. Lists.Parameters, .. formats.SelectMany(format => format.Parameters)])
        .WithMetadata(new GivesFormats(formats, BySuffix: false));

    /// <summary>Maps the addresses of a list that name its format. The contract tells of them where it tells of the list.</summary>
    /// <param name="list">The handler that also answers in JSON.</param>
    public static void MapFormats(
        this IEndpointRouteBuilder routes, string path, Delegate list, IReadOnlyList<QueryParameter> filters, IReadOnlyList<Format> formats, params object[] metadata)
    {
        foreach (var format in formats)
        {
            routes.MapMethods(path + format.Suffix, ["GET", "HEAD"], list).Reads().WithMetadata(metadata)
                .TakesQuery([.. filters, .. Lists.Parameters.Where(parameter => parameter != ReadParameters.Count), .. format.Parameters])
                .WithMetadata(new GivesFormats([format], BySuffix: true)).ExcludeFromDescription();
        }
    }
}
