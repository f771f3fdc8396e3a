using System.Globalization;
using Events.Domain.Events;
using Events.Domain.Ledger;

namespace Events.Domain.Querying;

/// <summary>A rectangle on the map, in degrees (WGS 84). Where west lies east of east it crosses the date line.</summary>
public sealed record Box(double West, double South, double East, double North)
{
    private const int MostCells = 40;

    /// <summary>Reads <c>west,south,east,north</c>.</summary>
    public static Box Parse(QueryParameter parameter, string text)
    {
        var parts = text.Split(',');
        var degrees = new double[4];
        for (var i = 0; i < 4; i++)
        {
            var most = i % 2 == 0 ? 180 : 90;
            if (parts.Length != 4 || !double.TryParse(parts[i], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees[i]) || !(Math.Abs(degrees[i]) <= most))
                throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" is west,south,east,north in degrees: longitudes from -180 to 180, latitudes from -90 to 90.");
        }
        var box = new Box(degrees[0], degrees[1], degrees[2], degrees[3]);
        return box.South <= box.North ? box : throw QueryText.Invalid(parameter.Name, $"In \"{parameter.Name}\" south lies north of north.");
    }

    public bool Holds(double lat, double lon) =>
        lat >= South && lat <= North && (West <= East ? lon >= West && lon <= East : lon >= West || lon <= East);

    /// <summary>The cells of the map that it touches, of the finest size of which they are few.</summary>
    public IReadOnlyList<Term> Cells()
    {
        var size = MapCell.Sizes.FirstOrDefault(size => Rows(size).Count() * Columns(size).Count() <= MostCells, MapCell.Sizes[^1]);
        return [.. Rows(size).SelectMany(row => Columns(size).Select(column => EventTerms.Cell(new MapCell(size, row, column)))).Distinct()];
    }

    private IEnumerable<int> Rows(int size) => Steps(South, North, size);

    /// <summary>Beyond 180 degrees the columns begin anew at -180.</summary>
    private IEnumerable<int> Columns(int size) =>
        Steps(West, West <= East ? East : East + 360, size).Select(column => column * size >= 180 ? column - (360 / size) : column);

    private static IEnumerable<int> Steps(double from, double to, int size)
    {
        var first = (int)Math.Floor(from / size);
        return Enumerable.Range(first, (int)Math.Floor(to / size) - first + 1);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{West},{South},{East},{North}");
}

/// <summary>One cell of a grid over the map.</summary>
/// <param name="Size">The length of its sides, in degrees.</param>
public readonly record struct MapCell(int Size, int Row, int Column)
{
    /// <summary>Each divides 360, so that the cells meet at the date line.</summary>
    public static readonly IReadOnlyList<int> Sizes = [1, 5, 15, 45];

    /// <summary>The cells in which a point lies, one of each size.</summary>
    public static IEnumerable<MapCell> Of(double lat, double lon) =>
        Sizes.Select(size => new MapCell(size, (int)Math.Floor(lat / size), (int)Math.Floor((lon >= 180 ? lon - 360 : lon) / size)));
}
