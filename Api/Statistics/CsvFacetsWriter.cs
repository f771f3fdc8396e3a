using System.Buffers;
using System.Text.Json;
using CsvHelper;
using Events.Api.Http.Formats;
using Events.Domain.Statistics;

namespace Events.Api.Statistics;

/// <summary>Facets as CSV: a row for each value of a dimension, or for each pair of values that occurs.</summary>
internal sealed class CsvFacetsWriter : ItemWriter
{
    public static readonly Format Format = new(".csv", "text/csv", (request, body) => new CsvFacetsWriter(request, body))
    {
        Description = "Columns: one for each dimension (of countries the code, and `…_name`), and `events`. With two dimensions a row is a cell of the cross table.",
        Parameters = [Csv.Bom],
    };

    private readonly IReadOnlyList<Dimension> _by;
    private readonly CsvWriter _csv;

    private CsvFacetsWriter(FormatRequest request, IBufferWriter<byte> body)
    {
        _by = StatisticsQueries.DimensionsOfFacets(request.Text);
        _csv = Csv.Begin(request, body, [.. CsvDimensions.Columns(_by), "events"]);
    }

    public override void Write(JsonElement item)
    {
        CsvDimensions.Write(_csv, _by, item);
        _csv.WriteField(item.GetProperty("events"u8).GetInt64());
        _csv.EndRecord();
    }

    public override void End(Ending ending) => _csv.Flush();
}
