using System.Globalization;
using System.Xml.Linq;
using Events.Api.SavedQueries;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Statistics;
using Events.Domain.Values;
using static Events.Api.Embeds.Markup;

namespace Events.Api.Embeds;

/// <summary>Shows the countries of the world, shaded by how many events they have.</summary>
internal static class MapExhibit
{
    public static Exhibit Of(MapAsked asked, RecordReader reader)
    {
        var facets = new StatisticsReader(reader).Read(asked.Query);
        var labels = new Labels(reader);
        var spots = facets.Lists[0].Values.Select(value => Spot.Of(value.Values.First!, value.Events, labels, reader)).ToList();
        var role = asked.Query.By[0] == Dimension.CountryActor ? spots.Count == 1 ? " acts" : " act" : asked.Query.By[0] == Dimension.CountryTarget ? " as the target" : "";
        var summary = spots.Count == 0
            ? $"{Exhibit.Number(facets.Events, "event")}, none with a country that is counted"
            : $"{Exhibit.Number(facets.Events, "event")}; {(spots.Count == 1 ? "1 country" : $"{Exhibit.Number(spots.Count)} countries")}{role}, most often {spots[0].Name} ({Exhibit.Number(spots[0].Events)})";
        var shades = Shades.Of(spots.Select(spot => spot.Events).DefaultIfEmpty().Max());
        return new Exhibit(
            summary, spots.Count == 0 ? [] : [.. Notes(spots)], spots.Count == 0 ? null : new Picture([WorldMap.Size], _ => Draw(spots, shades), shades.Legend),
            new Grid([new("Country"), new("Events", IsNumber: true)], [.. spots.Select(spot => (IReadOnlyList<Cell>)[new(spot.Name), new(Exhibit.Number(spot.Events))])]));
    }

    private static IEnumerable<string> Notes(List<Spot> spots)
    {
        yield return "An event counts in each of its countries.";
        if (spots.Exists(spot => spot is { Shape: null, Point: not null }))
            yield return "Countries that are too small for a shape are circles.";
        var missing = spots.Where(spot => spot is { Shape: null, Point: null }).ToList();
        if (missing.Count > 0)
            yield return $"Not on the map: {string.Join(", ", missing.Select(spot => $"{spot.Name} ({Exhibit.Number(spot.Events)})"))}.";
        yield return "Borders as drawn by Natural Earth; they imply no recognition.";
    }

    private static XElement Draw(List<Spot> spots, Shades shades)
    {
        var shaded = spots.Select(spot => spot.Shape).OfType<string>().ToHashSet();
        var land = string.Concat(WorldMap.Instance.Shapes.Where(shape => !shaded.Contains(shape.Key)).Select(shape => shape.Value));
        return new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {WorldMap.Size.Width} {WorldMap.Size.Height}"),
            new XElement(Svg + "g", new XAttribute("transform", $"scale({(1.0 / WorldMap.Tenths).ToString(CultureInfo.InvariantCulture)})"),
                new XElement(Svg + "path", new XAttribute("class", "land"), new XAttribute("d", land)),
                spots.Where(spot => spot.Shape is not null).Select(spot => DrawShape(spot, shades)),
                spots.Where(spot => spot.Shape is null).Select(spot => DrawPoint(spot, shades))));
    }

    private static XElement DrawShape(Spot spot, Shades shades) => new(Svg + "path",
        new XAttribute("class", $"land {shades.StyleOf(spot.Events)}"), new XAttribute("d", WorldMap.Instance.Shapes[spot.Shape!]), Hint(spot));

    private static XElement? DrawPoint(Spot spot, Shades shades) => spot.Point is not var (x, y) ? null : new XElement(Svg + "circle",
        new XAttribute("class", $"land {shades.StyleOf(spot.Events)}"), new XAttribute("cx", x), new XAttribute("cy", y), new XAttribute("r", 3 * WorldMap.Tenths), Hint(spot));

    private static XElement Hint(Spot spot) => new(Svg + "title", $"{spot.Name}: {Exhibit.Number(spot.Events, "event")}");

    /// <summary>A country with its number, and where it is drawn.</summary>
    /// <param name="Shape">Its outline, by its name in the map.</param>
    /// <param name="Point">Where it lies, when it has no outline but exists.</param>
    private sealed record Spot(string Name, long Events, string? Shape, (int X, int Y)? Point)
    {
        public static Spot Of(string code, long events, Labels labels, RecordReader reader)
        {
            var shapes = WorldMap.Instance.Shapes;
            var country = reader.World.Find<Country>(new CountryCode(code).Id)?.Record;
            var shape = shapes.ContainsKey(code) ? code : country?.Numeric is { } numeric && shapes.ContainsKey(numeric) ? numeric : null;
            // What does not exist any more would stand in the middle of its successors.
            (int, int)? point = country is { Lat: { } lat, Lon: { } lon, Status: not CountryStatus.Withdrawn } && shape is null && WorldMap.Shows(lat) ? WorldMap.Project(lon, lat) : null;
            return new Spot(labels.OfCountry(code), events, shape, point);
        }
    }
}

/// <summary>How dark a number is: up to five shades, each of which begins at a round share of the greatest.</summary>
/// <param name="From">The least number of each shade, ascending.</param>
internal sealed record Shades(IReadOnlyList<long> From, long Most)
{
    private const int Number = 5;

    /// <summary>Few countries have many events: the shades are as wide as the numbers are great.</summary>
    public static Shades Of(long most) =>
        new([.. Enumerable.Range(0, Number).Select(shade => most <= Number ? shade + 1 : Round(Math.Pow(most, (double)shade / Number))).Where(from => from <= Math.Max(1, most)).Distinct()], most);

    public IReadOnlyList<Key> Legend => [.. From.Select((from, i) => new Key(Style(i), Range(from, i + 1 < From.Count ? From[i + 1] - 1 : Most)))];

    /// <summary>The class of a number.</summary>
    public string StyleOf(long events) => Style(From.Index().Last(shade => shade.Item <= events).Index);

    /// <summary>The darkest shade is always used.</summary>
    private string Style(int shade) => string.Create(CultureInfo.InvariantCulture, $"s{shade + Number - From.Count}");

    private static string Range(long from, long to) => from == to ? Exhibit.Number(from) : $"{Exhibit.Number(from)}–{Exhibit.Number(to)}";

    /// <summary>To one digit, or two.</summary>
    private static long Round(double number)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(number)) - (number < 100 ? 0 : 1)));
        return Math.Max(1, (long)(Math.Round(number / unit) * unit));
    }
}
