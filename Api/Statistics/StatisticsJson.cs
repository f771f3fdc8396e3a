using System.Buffers;
using System.Text.Json;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Statistics;

/// <summary>Writes statistics as JSON, in the shapes of <see cref="SeriesResponse"/> and <see cref="FacetsResponse"/>.</summary>
internal sealed class StatisticsJson : IDisposable
{
    private static readonly string[] OfEveryBucket = ["bucket", "start", "time"];

    private readonly Utf8JsonWriter _json;
    private readonly Func<CountryCode, string?> _nameOf;
    private readonly Dictionary<string, string?> _names = new(StringComparer.Ordinal);

    private StatisticsJson(IBufferWriter<byte> body, Func<CountryCode, string?> nameOf) =>
        (_json, _nameOf) = (new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ViewJson.Options.Encoder, SkipValidation = true }), nameOf);

    /// <param name="nameOf">What a country is called.</param>
    public static void Write(IBufferWriter<byte> body, SeriesQuery query, Series series, long seq, Func<CountryCode, string?> nameOf)
    {
        using var writer = new StatisticsJson(body, nameOf);
        var json = writer._json;
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        for (var i = 0; i < series.Length; i++)
        {
            if (query.Layout is Layout.Wide)
                writer.WriteWide(query, series, i);
            else
                writer.WriteLong(query, series, i);
        }
        json.WriteEndArray();
        json.WriteNumber("undated"u8, series.Undated);
        json.WriteNumber("earlier"u8, series.Earlier);
        writer.WriteEnd(seq, query.Events.Applied);
    }

    /// <inheritdoc cref="Write(IBufferWriter{byte}, SeriesQuery, Series, long, Func{CountryCode, string})"/>
    public static void Write(IBufferWriter<byte> body, FacetQuery query, Facets facets, long seq, Func<CountryCode, string?> nameOf)
    {
        using var writer = new StatisticsJson(body, nameOf);
        var json = writer._json;
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var list in facets.Lists)
        {
            json.WriteStartObject();
            json.WriteString("by"u8, list.Dimension.Name);
            writer.WriteCounted("values", [list.Dimension], list.Values);
            json.WriteNumber("more"u8, list.More);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (facets.Cross is { } cross)
            writer.WriteCounted("cross", query.By, cross);
        json.WriteNumber("events"u8, facets.Events);
        writer.WriteEnd(seq, query.Events.Applied);
    }

    public void Dispose() => _json.Dispose();

    private void WriteLong(SeriesQuery query, Series series, int i)
    {
        foreach (var (values, figures) in series.Lines)
        {
            WriteBucket(series, i);
            WriteValues(query.By, values);
            WriteFigure(Code.Of(query.Measure), query.Measure, figures[i]);
            _json.WriteEndObject();
        }
    }

    private void WriteWide(SeriesQuery query, Series series, int i)
    {
        WriteBucket(series, i);
        foreach (var (values, figures) in series.Lines)
            WriteFigure(NameOf(values, query), query.Measure, figures[i]);
        _json.WriteEndObject();
    }

    private static string NameOf(ValuePair values, SeriesQuery query) => values switch
    {
        { First: null } => Code.Of(query.Measure),
        { Second: { } second } => $"{values.First}/{second}",
        // Topics are an open vocabulary.
        { First: { } first } => OfEveryBucket.Contains(first) ? $"{query.By[0].Name}:{first}" : first,
    };

    private void WriteBucket(Series series, int i)
    {
        var (bucket, start) = (series.First + i, series.Interval.StartOf(series.First + i));
        _json.WriteStartObject();
        _json.WriteString("bucket"u8, series.Interval.NameOf(bucket));
        _json.WriteString("start"u8, Interval.Day.NameOf(CalendarDay.Of(start)));
        _json.WriteNumber("time"u8, CalendarDay.Of(start) * 86_400_000L);
    }

    private void WriteFigure(string name, Measure measure, Figure figure)
    {
        if (measure is not Measure.People)
        {
            _json.WriteNumber(name, figure.Best);
            return;
        }
        _json.WriteStartObject(name);
        _json.WriteNumber("low"u8, figure.Low);
        _json.WriteNumber("best"u8, figure.Best);
        if (figure.High is { } high)
            _json.WriteNumber("high"u8, high);
        else
            _json.WriteNull("high"u8);
        _json.WriteNumber("unknown"u8, figure.Unknown);
        _json.WriteEndObject();
    }

    private void WriteCounted(string name, IReadOnlyList<Dimension> by, IReadOnlyList<Counted> counted)
    {
        _json.WriteStartArray(name);
        foreach (var (values, events) in counted)
        {
            _json.WriteStartObject();
            WriteValues(by, values);
            _json.WriteNumber("events"u8, events);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void WriteValues(IReadOnlyList<Dimension> by, ValuePair values)
    {
        if (values.First is { } first)
            WriteValue(by[0], first);
        if (values.Second is { } second)
            WriteValue(by[1], second);
    }

    private void WriteValue(Dimension dimension, string value)
    {
        if (!dimension.IsCountry)
        {
            _json.WriteString(dimension.Name, value);
            return;
        }
        if (!_names.TryGetValue(value, out var name))
            _names.Add(value, name = _nameOf(new CountryCode(value)));
        _json.WriteStartObject(dimension.Name);
        _json.WriteString("code"u8, value);
        if (name is not null)
            _json.WriteString("name"u8, name);
        _json.WriteEndObject();
    }

    private void WriteEnd(long seq, IReadOnlyList<Applied> applied)
    {
        _json.WriteNumber("seq"u8, seq);
        _json.WritePropertyName("applied"u8);
        JsonSerializer.Serialize(_json, applied, ViewJson.Options);
        _json.WriteEndObject();
    }
}
