using Events.Api.Http.Formats;
using Events.Api.SavedQueries;
using Events.Api.Storage;

namespace Events.Api.Embeds;

/// <summary>Shows a list of events.</summary>
internal static class TableExhibit
{
    private static readonly IReadOnlyList<Column> Columns = [new("Date"), new("Event"), new("Type"), new("Countries"), new("Reports", IsNumber: true)];

    public static Exhibit Of(TableAsked asked, RecordReader reader, string root)
    {
        var labels = new Labels(reader);
        var rows = ItemPage.OfEvents(reader, asked.Query, asked.Limit, e => Row(e, labels, root));
        var total = reader.Count(asked.Query);
        return new Exhibit(
            total > rows.Count ? $"{Exhibit.Number(rows.Count)} of {Exhibit.Number(total, "event")}" : Exhibit.Number(total, "event"), [], null, new Grid(Columns, rows));
    }

    private static IReadOnlyList<Cell> Row(EventItem e, Labels labels, string root) =>
    [
        new(Told(e.Start.Value)), new(e.Title, $"{root}/v1/events/{e.Id}"), new(Stated(e)),
        new(string.Join(", ", e.Countries.Select(country => country.Code).Distinct().Select(labels.OfCountry))), new(Exhibit.Number(e.Reports)),
    ];

    /// <summary>What it is, and that it is not a plain fact: denied, cancelled, announced, retracted, …</summary>
    private static string Stated(EventItem e)
    {
        List<string> stated = [Labels.OfType(e.Type)];
        if (e.Occurrence is not ("occurred" or "ongoing"))
            stated.Add(Labels.OfOccurrence(e.Occurrence).ToLowerInvariant());
        if (e.Verification is "retracted" or "disputed" or "unverified")
            stated.Add(Labels.OfVerification(e.Verification).ToLowerInvariant());
        return string.Join(", ", stated);
    }

    /// <summary>A date in words: how exact it is stands beside it, and not in signs.</summary>
    private static string Told(string date) => date switch
    {
        ['[', '.', '.', .. var to, ']'] => $"by {to}",
        ['[', .. var from, '.', '.', ']'] => $"{from} or later",
        ['[', .. var range, ']'] => string.Join(" to ", range.Split("..")),
        [.. var day, '~'] => $"about {day}",
        [.. var day, '?'] => $"{day}, uncertain",
        [.. var day, '%'] => $"about {day}, uncertain",
        _ => date,
    };
}
