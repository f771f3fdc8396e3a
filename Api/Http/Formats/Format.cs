using System.Buffers;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>A format other than JSON in which a list of events can be had: by <c>Accept</c>, or by a suffix of its address.</summary>
/// <param name="Suffix">What stands behind the address of the list.</param>
/// <param name="MediaType">The name by which it is asked for.</param>
/// <param name="Begin">Begins an answer.</param>
internal sealed record Format(string Suffix, string MediaType, Func<FormatRequest, IBufferWriter<byte>, EventWriter> Begin)
{
    public static readonly IReadOnlyList<Format> OfEvents =
    [
        new(".ndjson", "application/x-ndjson", (_, body) => new NdjsonWriter(body)) { GivesAll = true },
        new(".csv", "text/csv", (request, body) => new CsvEventWriter(request, body)) { GivesAll = true, Parameters = [CsvEventWriter.Layout, CsvEventWriter.Bom] },
        new(".geojson", "application/geo+json", (_, body) => new GeoJsonWriter(body)) { GivesAll = true },
        new(".atom", "application/atom+xml", (request, body) => new AtomWriter(request, body)),
        new(".ics", "text/calendar", (request, body) => new CalendarWriter(request, body)),
    ];

    /// <summary>Without a limit the whole result is given, not its first page.</summary>
    public bool GivesAll { get; init; }

    /// <summary>The parameters that only this format takes.</summary>
    public IReadOnlyList<QueryParameter> Parameters { get; init; } = [];

    /// <summary>JSON is UTF-8 by definition.</summary>
    public string ContentType => MediaType.EndsWith("json", StringComparison.Ordinal) ? MediaType : $"{MediaType}; charset=utf-8";
}

/// <summary>What a format has to know of the request.</summary>
/// <param name="Root">The absolute address of this server.</param>
/// <param name="Self">The absolute address of what is asked for.</param>
internal sealed record FormatRequest(string Root, string Self, QueryText Text)
{
    public static FormatRequest Of(HttpContext http)
    {
        var request = http.Request;
        var root = $"{request.Scheme}://{request.Host}{request.PathBase}";
        return new FormatRequest(root, $"{root}{request.Path}{request.QueryString}", http.Query());
    }

    /// <summary>The absolute address of an event.</summary>
    public string AddressOf(EventItem e) => $"{Root}/v1/events/{e.Id}";
}

/// <summary>Metadata of an endpoint: the formats other than JSON in which it answers.</summary>
/// <param name="BySuffix">Its address names the only one.</param>
internal sealed record GivesFormats(IReadOnlyList<Format> Formats, bool BySuffix);

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
