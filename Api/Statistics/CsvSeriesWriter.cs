using System.Buffers;
using System.Text.Json;
using CsvHelper;
using Events.Api.Http.Formats;
using Events.Domain.Statistics;

namespace Events.Api.Statistics;

/// <summary>A series as CSV: a row for each of its items.</summary>
internal sealed class CsvSeriesWriter(FormatRequest request, IBufferWriter<byte> body) : ItemWriter
{
    private static readonly string[] Bounds = ["low", "best", "high", "unknown"];

    public static readonly Format Format = new(".csv", "text/csv", (request, body) => new CsvSeriesWriter(request, body))
    {
        Description = "Columns: `bucket`, `start`, one for each dimension (of countries the code, and `…_name`), and the measure, or with `layout=wide` one for each value; people as `…_low`, `…_best`, `…_high`, `…_unknown`. `undated` and `earlier` are only in JSON.",
        Parameters = [Csv.Bom],
    };

    private CsvWriter? _csv;
    private IReadOnlyList<string> _measures = [];

    private bool IsWide => request.Text.Choice<Layout>(StatisticsQueries.LayoutOf) is Layout.Wide;

    /// <summary>The dimensions that have columns of their own; in the wide layout each value has one.</summary>
    private IReadOnlyList<Dimension> Apart { get; } =
        request.Text.Choice<Layout>(StatisticsQueries.LayoutOf) is Layout.Wide ? [] : Dimension.Read(request.Text, StatisticsQueries.By);

    private Measure Measure { get; } = request.Text.Choice<Measure>(StatisticsQueries.MeasureBy) ?? Measure.Events;

    public override void Write(JsonElement item)
    {
        var csv = _csv ??= Begin(IsWide ? [.. item.EnumerateObject().Select(member => member.Name).Except(["bucket", "start", "time"])] : [Domain.Values.Code.Of(Measure)]);
        csv.WriteField(item.GetProperty("bucket"u8).GetString());
        csv.WriteField(item.GetProperty("start"u8).GetString());
        CsvDimensions.Write(csv, Apart, item);
        foreach (var measure in _measures)
            WriteFigure(csv, item.GetProperty(measure));
        csv.EndRecord();
    }

    public override void End(Ending ending) => (_csv ?? Begin(IsWide ? [] : [Domain.Values.Code.Of(Measure)])).Flush();

    private CsvWriter Begin(IReadOnlyList<string> measures)
    {
        _measures = measures;
        var figures = measures.SelectMany(measure => Measure is Measure.People ? Bounds.Select(bound => $"{measure}_{bound}") : [measure]);
        return Csv.Begin(request, body, ["bucket", "start", .. CsvDimensions.Columns(Apart), .. figures]);
    }

    private void WriteFigure(CsvWriter csv, JsonElement figure)
    {
        if (Measure is not Measure.People)
        {
            csv.WriteField(figure.GetInt64());
            return;
        }
        foreach (var bound in Bounds)
            csv.WriteField(figure.GetProperty(bound) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null);
    }
}
