using System.Buffers;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>A format other than JSON in which a list can be had: by <c>Accept</c>, or by a suffix of its address.</summary>
/// <param name="Suffix">What stands behind the address of the list.</param>
/// <param name="MediaType">The name by which it is asked for.</param>
/// <param name="Begin">Begins an answer.</param>
internal sealed record Format(string Suffix, string MediaType, Func<FormatRequest, IBufferWriter<byte>, ItemWriter> Begin)
{
    private static readonly Format Lines = new(".ndjson", "application/x-ndjson", (_, body) => new NdjsonWriter(body)) { GivesAll = true };

    public static readonly IReadOnlyList<Format> OfEvents =
    [
        Lines,
        new(".csv", "text/csv", (request, body) => new CsvEventWriter(request, body))
        {
            GivesAll = true,
            Description = CsvEventWriter.Description,
            Parameters = [CsvEventWriter.Layout, Csv.Bom],
        },
        new(".geojson", "application/geo+json", (_, body) => new GeoJsonWriter(body)) { GivesAll = true },
        new(".atom", "application/atom+xml", (request, body) => new AtomWriter(request, body)),
        new(".ics", "text/calendar", (request, body) => new CalendarWriter(request, body)),
    ];

    /// <summary>The formats of records that make a simple table.</summary>
    public static IReadOnlyList<Format> Of(params IReadOnlyList<Column> columns) =>
    [
        Lines,
        new(".csv", "text/csv", (request, body) => new CsvTableWriter(request, body, columns))
        {
            GivesAll = true,
            Description = Csv.Describe([.. columns.Select(column => column.Name)]),
            Parameters = [Csv.Bom],
        },
    ];

    /// <summary>Without a limit the whole result is given, not its first page.</summary>
    public bool GivesAll { get; init; }

    /// <summary>What the contract says of it.</summary>
    public string? Description { get; init; }

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
        var (request, root) = (http.Request, http.ValidRoot());
        return new FormatRequest(root, $"{root}{request.Path}{request.QueryString}", http.Query());
    }

    /// <summary>The absolute address of an event.</summary>
    public string AddressOf(EventItem e) => $"{Root}/v1/events/{e.Id}";
}
