using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Events.Domain.Statistics;
using static Events.Api.Embeds.Markup;

namespace Events.Api.Embeds;

/// <summary>Draws numbers over time: bars that stand on each other where they add up, lines where they do not.</summary>
/// <param name="first">The first bucket.</param>
/// <param name="unit">What the numbers count.</param>
internal sealed class Chart(Interval interval, int first, int length, IReadOnlyList<ChartLine> lines, bool isStacked, string unit)
{
    /// <summary>For wide and for narrow columns: letters stay as high as they are.</summary>
    public static readonly IReadOnlyList<Size> Sizes = [new(720, 320), new(360, 260)];

    private const int Top = 26;
    private const int Right = 8;
    private const int Bottom = 26;
    private const double LetterWidth = 6.8;

    /// <summary>Beyond these nothing under a pointer can be told apart.</summary>
    private const int MostHints = 120;

    public IReadOnlyList<Key> Legend => [.. lines.Select((line, i) => new Key(Style(i), line.Label))];

    public XElement Draw(Size size)
    {
        var scale = Scale.Of(isStacked ? Enumerable.Range(0, length).Max(i => lines.Sum(line => line.Figures[i].Best)) : lines.SelectMany(line => line.Figures).Select(figure => figure.Best).DefaultIfEmpty().Max());
        var left = 10 + (LetterWidth * Exhibit.Number(scale.Most).Length);
        var plot = new Plot(left, Top, size.Width - left - Right, size.Height - Top - Bottom, length, scale.Most);
        return new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {size.Width} {size.Height}"),
            new XElement(Svg + "text", new XAttribute("class", "axis"), new XAttribute("x", 0), new XAttribute("y", 12), unit),
            scale.Ticks.SelectMany(tick => DrawTick(plot, tick)),
            Labelled(plot).SelectMany(i => DrawLabel(plot, i)),
            isStacked ? DrawBars(plot) : DrawLines(plot),
            length <= MostHints ? Enumerable.Range(0, length).Select(i => DrawHint(plot, i)) : null);
    }

    private static string Style(int line) => string.Create(CultureInfo.InvariantCulture, $"c{line}");

    private static IEnumerable<XElement> DrawTick(Plot plot, long tick) =>
    [
        new(Svg + "path", new XAttribute("class", tick == 0 ? "base" : "grid"), new XAttribute("d", $"M{N(plot.Left)} {N(plot.Y(tick))}h{N(plot.Width)}")),
        new(Svg + "text", new XAttribute("class", "axis end"), new XAttribute("x", N(plot.Left - 6)), new XAttribute("y", N(plot.Y(tick) + 4)), Exhibit.Number(tick)),
    ];

    private IEnumerable<XElement> DrawLabel(Plot plot, int i)
    {
        var (text, x) = (Label(i), plot.Middle(i));
        // The first and the last one must not be cut off.
        var half = text.Length * LetterWidth / 2;
        x = Math.Clamp(x, half, plot.Left + plot.Width + Right - half);
        yield return new XElement(Svg + "path", new XAttribute("class", "base"), new XAttribute("d", $"M{N(plot.Middle(i))} {N(plot.Y(0))}v4"));
        yield return new XElement(Svg + "text", new XAttribute("class", "axis middle"), new XAttribute("x", N(x)), new XAttribute("y", N(plot.Y(0) + 18)), text);
    }

    private IEnumerable<XElement> DrawBars(Plot plot)
    {
        var floor = new long[length];
        for (var line = 0; line < lines.Count; line++)
        {
            var path = new StringBuilder();
            for (var i = 0; i < length; i++)
            {
                var number = lines[line].Figures[i].Best;
                if (number == 0)
                    continue;
                var (from, to) = (plot.Y(floor[i]), plot.Y(floor[i] + number));
                path.Append(CultureInfo.InvariantCulture, $"M{N(plot.Middle(i) - (plot.Bar / 2))} {N(from)}V{N(to)}h{N(plot.Bar)}V{N(from)}z");
                floor[i] += number;
            }
            if (path.Length > 0)
                yield return new XElement(Svg + "path", new XAttribute("class", Style(line)), new XAttribute("d", path.ToString()));
        }
    }

    private IEnumerable<XElement> DrawLines(Plot plot)
    {
        foreach (var (line, i) in lines.Select((line, i) => (line, i)).Reverse())
        {
            var points = line.Figures.Select((figure, bucket) => (X: plot.Middle(bucket), Y: plot.Y(figure.Best))).ToList();
            yield return new XElement(Svg + "path", new XAttribute("class", $"line l{i.ToString(CultureInfo.InvariantCulture)}"),
                new XAttribute("d", "M" + string.Join('L', points.Select(point => $"{N(point.X)} {N(point.Y)}"))));
            // A line of one point is none.
            if (length <= MostHints / 3)
            {
                yield return new XElement(Svg + "path", new XAttribute("class", Style(i)),
                    new XAttribute("d", string.Concat(points.Select(point => $"M{N(point.X - 3)} {N(point.Y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"))));
            }
        }
    }

    /// <summary>What stands under a pointer: the numbers of one bucket.</summary>
    private XElement DrawHint(Plot plot, int i)
    {
        var numbers = lines.Where(line => line.Figures[i].Best > 0).Select(line => $"{line.Label}: {ChartExhibit.Told(line.Figures[i])}").DefaultIfEmpty("0");
        return new XElement(Svg + "rect", new XAttribute("class", "hint"),
            new XAttribute("x", N(plot.Left + (plot.Band * i))), new XAttribute("y", Top), new XAttribute("width", N(plot.Band)), new XAttribute("height", N(plot.Height)),
            new XElement(Svg + "title", $"{interval.NameOf(first + i)}\n{string.Join('\n', numbers)}"));
    }

    /// <summary>The buckets that have a label: as many as there is room for, at round places of the calendar.</summary>
    private List<int> Labelled(Plot plot)
    {
        var step = Steps().First(step => step >= length || Room(step) <= plot.Band * step);
        var labelled = Enumerable.Range(0, length).Where(i => (first + i) % step == 0).ToList();
        return labelled.Count > 0 ? labelled : [0];

        double Room(int step) => (IsYear(step) ? 4 : interval.NameOf(first).Length) * LetterWidth + 14;
    }

    private string Label(int i)
    {
        var name = interval.NameOf(first + i);
        return interval is Interval.Month or Interval.Quarter && (first + i) % PerYear == 0 ? name[..4] : name;
    }

    private bool IsYear(int step) => interval is Interval.Month or Interval.Quarter && step % PerYear == 0;

    private int PerYear => interval is Interval.Month ? 12 : 4;

    private IEnumerable<int> Steps()
    {
        int[] small = interval switch
        {
            Interval.Day => [1, 2, 7, 14, 28],
            Interval.Week => [1, 2, 4, 13, 26],
            Interval.Month => [1, 3, 6, 12],
            Interval.Quarter => [1, 2, 4],
            _ => [1],
        };
        return [.. small, .. ((int[])[2, 5, 10, 20, 50, 100, ChartExhibit.MostBuckets]).Select(factor => small[^1] * factor)];
    }

    /// <summary>A coordinate, to a tenth.</summary>
    private static string N(double number) => Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Where things stand.</summary>
    private readonly record struct Plot(double Left, double Top, double Width, double Height, int Length, long Most)
    {
        public double Band => Width / Length;

        public double Bar => Band > 4 ? Math.Min(Band * 0.8, 60) : Band * 0.95;

        public double Middle(int bucket) => Left + (Band * (bucket + 0.5));

        public double Y(long number) => Top + (Height * (1 - ((double)number / Most)));
    }
}

/// <summary>The numbers at an axis: round ones, from 0 to one that is not exceeded.</summary>
/// <param name="Step">From one to the next: 1, 2 or 5 times a power of ten.</param>
internal readonly record struct Scale(long Step, long Most)
{
    private const int MostSteps = 5;

    public IEnumerable<long> Ticks
    {
        get
        {
            for (var tick = 0L; tick <= Most; tick += Step)
                yield return tick;
        }
    }

    /// <param name="greatest">The greatest number to show; at least 0.</param>
    public static Scale Of(long greatest)
    {
        var step = 1L;
        for (var i = 0; (greatest + step - 1) / step > MostSteps; i++)
            step = (i % 3) == 1 ? step / 2 * 5 : step * 2;
        return new Scale(step, Math.Max(1, (greatest + step - 1) / step) * step);
    }
}
