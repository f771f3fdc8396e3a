using System.Buffers;
using System.Text.Json;
using CsvHelper;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>Events as CSV with stable columns, which are worked out from them.</summary>
internal sealed class CsvEventWriter : ItemWriter
{
    public static readonly QueryParameter Layout = new(
        "layout", "Of CSV: `flat` has a row for each event, `long` one for each country of an event and each of its roles, in `role` and `country`.", "flat", Codes: ["flat", "long"])
    {
        TakesOneCode = true,
    };

    private static readonly string[] Leading =
    [
        "id", "version", "type", "group", "title", "summary", "occurrence", "start", "start_earliest", "start_latest", "end",
        "place_name", "place_country", "lat", "lon",
    ];

    private static readonly string[] Trailing =
    [
        "people_kind", "people_low", "people_best", "people_high", "topics", "reports", "verification", "url", "updated_at",
    ];

    private static readonly string[] OfFlat = ["countries", "actors", "targets"];
    private static readonly string[] OfLong = ["role", "country"];

    public static readonly string Description =
        $"{Csv.Describe([.. Leading, .. OfFlat, .. Trailing])} With `layout=long`, {string.Join(" and ", OfLong.Select(column => $"`{column}`"))} stand in the place of {string.Join(", ", OfFlat.Select(column => $"`{column}`"))}. "
        + "Countries are those that the event itself names; `people_…` is its largest headcount that is no part of another one within it; `reports` counts those of its evidence.";

    private readonly FormatRequest _request;
    private readonly CsvWriter _csv;
    private readonly bool _isLong;
    private long _rows;

    public CsvEventWriter(FormatRequest request, IBufferWriter<byte> body)
    {
        _request = request;
        _isLong = Csv.Choice(request, Layout) == "long";
        _csv = Csv.Begin(request, body, [.. Leading, .. _isLong ? OfLong : OfFlat, .. Trailing]);
    }

    public override long? Rows => _rows;

    public override void Write(JsonElement item)
    {
        var e = new EventItem(item);
        var countries = e.Countries;
        if (!_isLong)
            WriteRow(e, Codes(countries), Codes(countries.Where(entry => entry.Role == "actor")), Codes(countries.Where(entry => entry.Role == "target")));
        else if (countries.Count == 0)
            WriteRow(e, null, null);
        foreach (var (role, code) in _isLong ? countries : [])
            WriteRow(e, role, code);
    }

    public override void Flush() => _csv.Flush();

    public override void End(Ending ending) => _csv.Flush();

    private void WriteRow(EventItem e, params ReadOnlySpan<string?> countries)
    {
        _csv.WriteField(e.Id);
        _csv.WriteField(e.Version);
        _csv.WriteField(e.Type);
        _csv.WriteField(e.Group);
        _csv.WriteField(Csv.Harmless(e.Title));
        _csv.WriteField(Csv.Harmless(e.Summary));
        _csv.WriteField(e.Occurrence);
        _csv.WriteField(e.Start.Value);
        _csv.WriteField(e.Start.Earliest);
        _csv.WriteField(e.Start.Latest);
        _csv.WriteField(e.End?.Value);
        _csv.WriteField(Csv.Harmless(e.PlaceName));
        _csv.WriteField(e.PlaceCountry);
        _csv.WriteField(e.Lat);
        _csv.WriteField(e.Lon);
        foreach (var country in countries)
            _csv.WriteField(country);
        var people = e.People;
        _csv.WriteField(people?.Kind);
        _csv.WriteField(people?.Low);
        _csv.WriteField(people?.Best);
        _csv.WriteField(people?.High);
        _csv.WriteField(string.Join(' ', e.Topics));
        _csv.WriteField(e.Reports);
        _csv.WriteField(e.Verification);
        _csv.WriteField(_request.AddressOf(e));
        _csv.WriteField(e.UpdatedAtText);
        _csv.EndRecord();
        _rows++;
    }

    private static string Codes(IEnumerable<(string Role, string Code)> countries) => string.Join(' ', countries.Select(entry => entry.Code).Distinct());
}
