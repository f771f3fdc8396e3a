using System.Buffers;
using System.Globalization;
using System.Xml.Linq;
using Events.Api.Storage;
using static Events.Api.Embeds.Markup;

namespace Events.Api.Embeds;

/// <summary>Where the things are that a page or picture refers to, and when they last changed.</summary>
/// <param name="Root">The address of this server.</param>
/// <param name="Data">The absolute address of the request behind it.</param>
internal sealed record Source(string Root, string Data, DateTimeOffset ChangedAt)
{
    public string Host => new Uri(Root).Authority;

    public string Day => ChangedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Writes what stands in a frame: a small page without scripts, complete in itself.</summary>
internal static class EmbedPage
{
    public static void Write(QueryRow query, Exhibit exhibit, Source source, IBufferWriter<byte> to)
    {
        var address = EmbedAddress.Of(source.Root, query.Name);
        var page = Page(query.Title,
            [
                new XElement("link", new XAttribute("rel", "alternate"), new XAttribute("type", "application/json+oembed"), new XAttribute("href", EmbedAddress.OEmbed(source.Root, query.Name)), new XAttribute("title", query.Title)),
                exhibit.Picture is null ? null : new XElement("link", new XAttribute("rel", "alternate"), new XAttribute("type", "image/svg+xml"), new XAttribute("href", $"{address}.svg")),
            ],
            Heading(query.Title),
            new XElement("p", new XAttribute("class", "summary"), exhibit.Summary),
            exhibit.Picture is { } picture ? Figure(query.Title, exhibit.Summary, picture) : null,
            Numbers(exhibit),
            exhibit.Notes.Count > 0 ? new XElement("p", new XAttribute("class", "note"), string.Join(' ', exhibit.Notes)) : null,
            new XElement("footer", "Data: ", new XElement("a", new XAttribute("href", source.Data), new XAttribute("target", "_blank"), new XAttribute("rel", "noopener"), $"Events, {source.Host}"), $" · as of {source.Day}"));
        WriteHtml(page, to);
    }

    /// <summary>A page that says why there is nothing to see.</summary>
    public static void WriteCalm(string title, string text, IBufferWriter<byte> to) =>
        WriteHtml(Page(title, [], Heading(title), new XElement("p", new XAttribute("class", "summary"), text)), to);

    private static XElement Page(string title, IEnumerable<XElement?> links, params object?[] body) => new("html", new XAttribute("lang", "en"),
        new XElement("head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("title", title),
            new XElement("style", StyleSheets.Page),
            links),
        new XElement("body", new XElement("main", body)));

    /// <summary>A text that runs the other way stays within itself.</summary>
    private static XElement Heading(string title) => new("h1", new XAttribute("dir", "auto"), new XElement("bdi", title));

    private static XElement Figure(string title, string summary, Picture picture) => new("figure",
        picture.Sizes.Select((size, i) =>
        {
            var drawing = picture.Draw(size);
            drawing.Add(new XAttribute("role", "img"), new XAttribute("aria-label", $"{title}: {summary}"));
            if (picture.Sizes.Count > 1)
                drawing.Add(new XAttribute("class", i == 0 ? "wide" : "narrow"));
            return drawing;
        }),
        picture.Legend.Count == 0 ? null : new XElement("figcaption", new XElement("ul", new XAttribute("class", "legend"), picture.Legend.Select(key => new XElement("li", Swatch(key.Style), new XElement("bdi", key.Label))))));

    private static XElement Swatch(string style) => new(Svg + "svg", new XAttribute("viewBox", "0 0 11 11"), new XAttribute("aria-hidden", "true"),
        new XElement(Svg + "rect", new XAttribute("class", style), new XAttribute("width", 11), new XAttribute("height", 11), new XAttribute("rx", 2)));

    /// <summary>The table is what there is to see, or what a picture shows, in numbers.</summary>
    private static XElement Numbers(Exhibit exhibit)
    {
        if (exhibit.Grid.Rows.Count == 0)
            return new XElement("p", "Nothing matches yet.");
        var table = new XElement("div", new XAttribute("class", "scroll"), new XAttribute("tabindex", 0), new XAttribute("role", "region"), new XAttribute("aria-label", "Table"), Table(exhibit.Grid));
        return exhibit.Picture is null ? table : new XElement("details", new XElement("summary", "The numbers as a table"), table);
    }

    private static XElement Table(Grid grid) => new("table",
        new XElement("thead", new XElement("tr", grid.Columns.Select(column => new XElement("th", new XAttribute("scope", "col"), column.IsNumber ? new XAttribute("class", "number") : null, new XElement("bdi", column.Head))))),
        new XElement("tbody", grid.Rows.Select(row => new XElement("tr", row.Select((cell, i) => Td(cell, grid.Columns[i], i))))));

    private static XElement Td(Cell cell, Column column, int i) => new("td",
        new XAttribute("class", column.IsNumber ? "number" : i == 0 ? "first" : cell.Address is null ? "word" : "lead"),
        cell.Address is { } address
            ? new XElement("a", new XAttribute("href", address), new XAttribute("target", "_blank"), new XAttribute("rel", "noopener"), new XElement("bdi", cell.Text))
            : new XElement("bdi", cell.Text));
}
