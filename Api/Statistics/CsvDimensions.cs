using System.Text.Json;
using CsvHelper;
using Events.Api.Http.Formats;
using Events.Domain.Statistics;

namespace Events.Api.Statistics;

/// <summary>The columns of dimensions in CSV: of countries two, the code and the name.</summary>
internal static class CsvDimensions
{
    public static IEnumerable<string> Columns(IEnumerable<Dimension> by) =>
        by.SelectMany(dimension => dimension.IsCountry ? [dimension.Name, $"{dimension.Name}_name"] : (string[])[dimension.Name]);

    public static void Write(CsvWriter csv, IEnumerable<Dimension> by, JsonElement item)
    {
        foreach (var dimension in by)
        {
            var value = item.GetProperty(dimension.Name);
            csv.WriteField(dimension.IsCountry ? value.GetProperty("code"u8).GetString() : value.GetString());
            if (dimension.IsCountry)
                csv.WriteField(value.TryGetProperty("name"u8, out var name) ? Csv.Harmless(name.GetString()) : null);
        }
    }
}
