using System.Buffers;
using System.Globalization;
using System.Xml.Linq;
using Events.Api.Storage;
using static Events.Api.Embeds.Markup;

namespace Events.Api.Embeds;

/// <summary>Writes a picture that stands alone: with its title, its legend and where its numbers come from.</summary>
internal static class EmbedPicture
{
    private const int Margin = 12;
    private const int TitleHeight = 24;
    private const int LineHeight = 18;
    private const int MostKeysInRow = 6;
    private const int KeyLetters = 34;
    private const int TitleLetters = 72;
    private const int NoteLetters = 110;

    public static void Write(QueryRow query, Exhibit exhibit, Source source, IBufferWriter<byte> to)
    {
        var size = exhibit.Picture is { } picture ? picture.Sizes[0] : new Size(720, 0);
        var below = new List<XElement>();
        double y = Margin + 16;
        foreach (var line in Lines(query.Title, TitleLetters))
        {
            below.Add(Text("title", Margin, y, line));
            y += TitleHeight;
        }
        y -= 4;
        AddNotes([exhibit.Summary]);
        if (exhibit.Picture is not null)
        {
            var drawing = exhibit.Picture.Draw(size);
            drawing.Add(new XAttribute("x", Margin), new XAttribute("y", N(y)), new XAttribute("width", size.Width), new XAttribute("height", size.Height));
            below.Add(drawing);
            y += size.Height + LineHeight;
            AddLegend(exhibit.Picture.Legend, size);
        }
        else
        {
            AddNotes(["Nothing matches yet."]);
        }
        AddNotes([.. exhibit.Notes, $"Data: Events, {source.Host} · as of {source.Day}"]);
        var (width, height) = (size.Width + (2 * Margin), y - LineHeight + Margin);
        WriteSvg(new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {width} {N(height)}"), new XAttribute("width", width), new XAttribute("height", N(height)),
            new XAttribute("role", "img"), new XAttribute("aria-labelledby", "title desc"),
            new XElement(Svg + "title", new XAttribute("id", "title"), query.Title),
            new XElement(Svg + "desc", new XAttribute("id", "desc"), $"{exhibit.Summary}. {string.Join(' ', exhibit.Notes)} Data: {source.Data}"),
            new XElement(Svg + "style", StyleSheets.Picture),
            new XElement(Svg + "rect", new XAttribute("class", "paper"), new XAttribute("width", width), new XAttribute("height", N(height))),
            below), to);

        void AddNotes(IEnumerable<string> notes)
        {
            foreach (var line in notes.SelectMany(note => Lines(note, NoteLetters)))
            {
                below.Add(Text("note", Margin, y, line));
                y += LineHeight;
            }
        }

        void AddLegend(IReadOnlyList<Key> legend, Size size)
        {
            var letters = Math.Min(KeyLetters, legend.Select(key => key.Label.Length).DefaultIfEmpty().Max());
            var inRow = Math.Clamp(size.Width / ((7 * letters) + 34), 1, MostKeysInRow);
            foreach (var (i, key) in legend.Index())
            {
                var (x, row) = (Margin + (size.Width / inRow * (i % inRow)), y + (LineHeight * (i / inRow)));
                below.Add(new XElement(Svg + "rect", new XAttribute("class", key.Style), new XAttribute("x", x), new XAttribute("y", N(row - 10)), new XAttribute("width", 11), new XAttribute("height", 11), new XAttribute("rx", 2)));
                below.Add(Text("", x + 17, row, Lines(key.Label, KeyLetters) is [var first, _, ..] ? $"{first}…" : key.Label));
            }
            y += (LineHeight * ((legend.Count + inRow - 1) / inRow)) + 6;
        }
    }

    private static XElement Text(string style, double x, double y, string text) => new(Svg + "text", new XAttribute("class", style), new XAttribute("x", N(x)), new XAttribute("y", N(y)), text);

    /// <summary>A text in lines of about so many letters, of which those of Chinese, Japanese and Korean count twice; a word that is longer is cut.</summary>
    private static List<string> Lines(string text, int letters)
    {
        var lines = new List<string>();
        var (line, width, space) = ("", 0, -1);
        foreach (var sign in text.EnumerateRunes())
        {
            if (width >= letters)
            {
                // Back to the last space, unless that is far.
                var rest = space > line.Length / 2 ? line[(space + 1)..] : "";
                lines.Add(rest.Length > 0 ? line[..space] : line);
                (line, width, space) = (rest, rest.Length, -1);
            }
            if (System.Text.Rune.IsWhiteSpace(sign))
                space = line.Length;
            line += System.Text.Rune.IsWhiteSpace(sign) ? " " : sign.ToString();
            width += sign.Value >= 0x1100 ? 2 : 1;
        }
        lines.Add(line);
        return lines;
    }

    private static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
