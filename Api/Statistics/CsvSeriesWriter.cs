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

    private IReadOnlyList<Dimension> By { get; } = Dimension.Read(request.Text, StatisticsQueries.By);

    private bool IsWide { get; } = request.Text.Choice<Layout>(StatisticsQueries.LayoutOf) is Layout.Wide;

    private Measure Measure { get; } = request.Text.Choice<Measure>(StatisticsQueries.MeasureBy) ?? Measure.Events;

    public override void Write(JsonElement item)
    {
        var csv = _csv ??= Begin(IsWide ? [.. item.EnumerateObject().Select(member => member.Name).Except(["bucket", "start", "time"])] : [Domain.Values.Code.Of(Measure)]);
        csv.WriteField(item.GetProperty("bucket"u8).GetString());
        csv.WriteField(item.GetProperty("start"u8).GetString());
        foreach (var dimension in IsWide ? [] : By)
            WriteValue(csv, dimension, item.GetProperty(dimension.Name));
        foreach (var measure in _measures)
            WriteFigure(csv, item.GetProperty(measure));
        csv.EndRecord();
    }

    public override void End(Ending ending) => (_csv ?? Begin(IsWide ? [] : [Domain.Values.Code.Of(Measure)])).Flush();

    private CsvWriter Begin(IReadOnlyList<string> measures)
    {
        _measures = measures;
        var dimensions = IsWide ? [] : By.SelectMany(dimension => dimension.IsCountry ? [dimension.Name, $"{dimension.Name}_name"] : (string[])[dimension.Name]);
        var figures = measures.SelectMany(measure => Measure is Measure.People ? Bounds.Select(bound => $"{measure}_{bound}") : [measure]);
        return Csv.Begin(request, body, ["bucket", "start", .. dimensions, .. figures]);
    }

    private static void WriteValue(CsvWriter csv, Dimension dimension, JsonElement value)
    {
        if (!dimension.IsCountry)
        {
            csv.WriteField(value.GetString());
            return;
        }
        csv.WriteField(value.GetProperty("code"u8).GetString());
        csv.WriteField(value.TryGetProperty("name"u8, out var name) ? Csv.Harmless(name.GetString()) : null);
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
