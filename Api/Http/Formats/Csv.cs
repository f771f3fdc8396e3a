using System.Buffers;
using System.Globalization;
using CommunityToolkit.HighPerformance;
using CsvHelper;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>What all tables have in common: RFC 4180 in UTF-8, and no text that a spreadsheet would run as a formula.</summary>
internal static class Csv
{
    public static readonly QueryParameter Bom = new("bom", "Of CSV: `true` begins with a byte order mark, by which Excel knows UTF-8.", "true", Codes: ["true", "false"]) { TakesOneCode = true };

    public static CsvWriter Begin(FormatRequest request, IBufferWriter<byte> body, ReadOnlySpan<string> columns)
    {
        var csv = CsvWriter.Create(body.AsStream(), new CsvWriterOptions { WriteByteOrderMark = Choice(request, Bom) == "true" });
        csv.WriteHeader(columns);
        return csv;
    }

    public static string Describe(IEnumerable<string> columns) =>
        $"Columns: {string.Join(", ", columns.Select(column => $"`{column}`"))}. They are never renamed or moved, and new ones come last. Several codes in a cell are separated by spaces, several names by semicolons.";

    public static string? Choice(FormatRequest request, QueryParameter parameter) => request.Text.One(parameter) is not { } given ? null
        : parameter.Codes!.Contains(given) ? given : throw QueryText.UnknownCode(parameter.Name, given, parameter.Codes!);

    /// <summary>
    /// With an apostrophe before what a spreadsheet would run as a formula, also behind what does not show, and in the wide
    /// signs that some take for the same.
    /// </summary>
    public static string? Harmless(string? text) =>
        text?.FirstOrDefault(sign => sign is '\t' or '\r' or '\n' || !(char.IsWhiteSpace(sign) || char.IsControl(sign) || char.GetUnicodeCategory(sign) is UnicodeCategory.Format))
            is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;
}
