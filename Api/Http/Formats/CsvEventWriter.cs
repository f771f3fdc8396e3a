using System.Buffers;
using System.Globalization;
using CommunityToolkit.HighPerformance;
using CsvHelper;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>CSV (RFC 4180) with stable columns. A text that a spreadsheet would run as a formula begins with an apostrophe.</summary>
internal sealed class CsvEventWriter : EventWriter
{
    public static readonly QueryParameter Layout = new(
        "layout", "Of CSV: `flat` has a row for each event, `long` one for each country of an event and each of its roles, in `role` and `country`.", "flat", Codes: ["flat", "long"])
    {
        TakesOneCode = true,
    };

    public static readonly QueryParameter Bom = new("bom", "Of CSV: `true` begins with a byte order mark, by which Excel knows UTF-8.", "true", Codes: ["true", "false"]) { TakesOneCode = true };

    private static readonly string[] Leading =
    [
        "id", "version", "type", "group", "title", "summary", "occurrence", "start", "start_earliest", "start_latest", "end",
        "place_name", "place_country", "lat", "lon",
    ];

    private static readonly string[] Trailing =
    [
        "people_kind", "people_low", "people_best", "people_high", "topics", "reports", "verification", "url", "updated_at",
    ];

    private readonly FormatRequest _request;
    private readonly CsvWriter _csv;
    private readonly bool _isLong;
    private long _rows;

    public CsvEventWriter(FormatRequest request, IBufferWriter<byte> body)
    {
        _request = request;
        _isLong = Choice(Layout) == "long";
        _csv = CsvWriter.Create(body.AsStream(), new CsvWriterOptions { WriteByteOrderMark = Choice(Bom) == "true" });
        _csv.WriteHeader([.. Leading, .. _isLong ? (string[])["role", "country"] : ["countries", "actors", "targets"], .. Trailing]);
    }

    public override long? Rows => _rows;

    public override void Write(EventItem e)
    {
        var countries = e.Countries.ToList();
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
        _csv.WriteField(Harmless(e.Title));
        _csv.WriteField(Harmless(e.Summary));
        _csv.WriteField(e.Occurrence);
        _csv.WriteField(e.Start);
        _csv.WriteField(e.StartEarliest);
        _csv.WriteField(e.StartLatest);
        _csv.WriteField(e.End);
        _csv.WriteField(Harmless(e.PlaceName));
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
        _csv.WriteField(e.UpdatedAt.UtcDateTime);
        _csv.EndRecord();
        _rows++;
    }

    /// <summary>Takes a text for a formula also behind what does not show, and in the wide signs that some spreadsheets take for the same.</summary>
    private static string? Harmless(string? text) =>
        text?.FirstOrDefault(sign => sign is '\t' or '\r' or '\n' || !(char.IsWhiteSpace(sign) || char.IsControl(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format))
            is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;

    private string? Choice(QueryParameter parameter) => _request.Text.One(parameter) is not { } given ? null
        : parameter.Codes!.Contains(given) ? given : throw QueryText.UnknownCode(parameter.Name, given, parameter.Codes!);

    private static string Codes(IEnumerable<(string Role, string Code)> countries) => string.Join(' ', countries.Select(entry => entry.Code).Distinct());
}
