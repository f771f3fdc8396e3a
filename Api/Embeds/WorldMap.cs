using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Events.Api.Embeds;

/// <summary>The outlines of the countries of the world, decoded once when first asked for.</summary>
/// <remarks>Equal Earth (Šavrič, Patterson and Jenny, 2018): areas keep their proportions, so that large shaded countries are large.</remarks>
internal sealed class WorldMap
{
    /// <summary>Without Antarctica, which ends the map in the south.</summary>
    public static readonly Size Size = new(720, 314);

    /// <summary>The file of the program in which they stand, as TopoJSON.</summary>
    public const string Resource = "Events.Api.Embeds.world.countries-110m.json";
    private const string Antarctica = "010";

    /// <summary>Paths are drawn in tenths, so that their numbers are whole.</summary>
    public const int Tenths = 10;

    private const double Unit = 1330;
    private const double North = 1.308;

    private static readonly Lazy<WorldMap> Decoded = new(Load);

    /// <summary>Areas that have a shape but no number in ISO 3166-1, by what the shapes call them.</summary>
    private static readonly Dictionary<string, string> Unnumbered = new() { ["Kosovo"] = "XK", ["N. Cyprus"] = "CY-NC", ["Somaliland"] = "SO-SL" };

    private WorldMap(IReadOnlyDictionary<string, string> shapes) => Shapes = shapes;

    public static WorldMap Instance => Decoded.Value;

    /// <summary>The paths of SVG by the numeric code of ISO 3166-1; of what has none, by our own code.</summary>
    public IReadOnlyDictionary<string, string> Shapes { get; }

    /// <summary>Where a point lies on the map, in tenths.</summary>
    /// <param name="lon">Degrees east.</param>
    /// <param name="lat">Degrees north.</param>
    public static (int X, int Y) Project(double lon, double lat)
    {
        const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;
        var half = Math.Sqrt(3) / 2;
        var angle = Math.Asin(half * Math.Sin(lat * Math.PI / 180));
        var (two, six) = (angle * angle, Math.Pow(angle, 6));
        var x = lon * Math.PI / 180 * Math.Cos(angle) / (half * (A1 + (3 * A2 * two) + (six * ((7 * A3) + (9 * A4 * two)))));
        var y = angle * (A1 + (A2 * two) + (six * (A3 + (A4 * two))));
        return ((int)Math.Round((x * Unit) + (Size.Width * Tenths / 2)), (int)Math.Round((North - y) * Unit));
    }

    /// <summary>Whether the map reaches so far.</summary>
    /// <param name="lat">Degrees north.</param>
    public static bool Shows(double lat) => Project(0, lat).Y is var y && y >= 0 && y <= Size.Height * Tenths;

    private static WorldMap Load()
    {
        using var stream = typeof(WorldMap).Assembly.GetManifestResourceStream(Resource)!;
        using var topology = JsonDocument.Parse(stream);
        var arcs = Arcs(topology.RootElement);
        var shapes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var geometry in topology.RootElement.GetProperty("objects").GetProperty("countries").GetProperty("geometries").EnumerateArray())
        {
            var code = geometry.TryGetProperty("id", out var id) ? id.GetString()! : Unnumbered[geometry.GetProperty("properties").GetProperty("name").GetString()!];
            if (code != Antarctica)
                shapes.Add(code, PathOf(geometry, arcs));
        }
        return new WorldMap(shapes);
    }

    /// <summary>The lines between which countries lie: each point is told by its distance from the one before.</summary>
    private static List<List<(double Lon, double Lat)>> Arcs(JsonElement topology)
    {
        var (scale, translate) = (Pair(topology.GetProperty("transform").GetProperty("scale")), Pair(topology.GetProperty("transform").GetProperty("translate")));
        return [.. topology.GetProperty("arcs").EnumerateArray().Select(arc =>
        {
            var points = new List<(double Lon, double Lat)>();
            var (x, y) = (0.0, 0.0);
            foreach (var step in arc.EnumerateArray().Select(Pair))
            {
                (x, y) = (x + step.X, y + step.Y);
                points.Add(((x * scale.X) + translate.X, (y * scale.Y) + translate.Y));
            }
            return points;
        })];
    }

    private static string PathOf(JsonElement geometry, List<List<(double Lon, double Lat)>> arcs)
    {
        var polygons = geometry.GetProperty("arcs").EnumerateArray();
        var rings = geometry.GetProperty("type").GetString() == "MultiPolygon" ? polygons.SelectMany(polygon => polygon.EnumerateArray()) : polygons;
        var path = new StringBuilder();
        foreach (var ring in rings)
            Draw(Unwrap(ring.EnumerateArray().SelectMany(arc => Walk(arcs, arc.GetInt32()))).Select(point => Project(point.Lon, point.Lat)), path);
        return path.ToString();
    }

    /// <summary>An arc, or one backwards when its number is negative.</summary>
    private static IEnumerable<(double Lon, double Lat)> Walk(List<List<(double Lon, double Lat)>> arcs, int number) => number < 0 ? Enumerable.Reverse(arcs[~number]) : arcs[number];

    /// <summary>What crosses the date line stays whole, and reaches over the edge in the east: Chukotka hangs on Siberia.</summary>
    private static List<(double Lon, double Lat)> Unwrap(IEnumerable<(double Lon, double Lat)> ring)
    {
        var points = new List<(double Lon, double Lat)>();
        var turn = 0;
        foreach (var (lon, lat) in ring)
        {
            if (points.Count > 0)
                turn -= (int)Math.Round((lon + turn - points[^1].Lon) / 360) * 360;
            points.Add((lon + turn, lat));
        }
        return points.Exists(point => point.Lon < -180.001) ? points.ConvertAll(point => (point.Lon + 360, point.Lat)) : points;
    }

    private static void Draw(IEnumerable<(int X, int Y)> points, StringBuilder path)
    {
        (int X, int Y)? last = null;
        foreach (var point in points)
        {
            if (last is not { } before)
                path.Append(CultureInfo.InvariantCulture, $"M{point.X} {point.Y}");
            else if (point != before)
                path.Append(CultureInfo.InvariantCulture, $"l{point.X - before.X} {point.Y - before.Y}");
            last = point;
        }
        path.Append('z');
    }

    private static (double X, double Y) Pair(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());
}
