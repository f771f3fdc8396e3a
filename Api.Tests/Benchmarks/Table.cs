using System.Globalization;
using System.Text;

namespace Events.Benchmarks;

/// <summary>What was measured: each figure with its reference, their ratio and what the ratio has to be.</summary>
internal sealed class Table
{
    private readonly List<string[]> _rows = [["figure", "measured", "reference", "ratio", "target"]];

    /// <summary>A rate compared with that of a reference.</summary>
    /// <param name="least">The ratio that is aimed at; null when there is none.</param>
    public void Compare(string figure, double measured, string reference, double referred, double? least = null)
    {
        var ratio = measured / referred;
        _rows.Add([
            figure, Rate(measured), $"{reference}: {Rate(referred)}", Number(ratio, "0.00"),
            least is { } target ? $">= {Number(target, "0.##")} {(ratio >= target ? "met" : "MISSED")}" : ""]);
    }

    /// <summary>The rates at which two servers answer, in turns.</summary>
    public void Compare(string figure, (ServerProcess Server, byte[][] Requests) measured, string reference, (ServerProcess Server, byte[][] Requests) referred, double? least = null, int status = 200)
    {
        var rates = Load.InTurns(
            turn => Load.Run(measured.Server.Port, turn, status, Load.Rotating(measured.Requests)),
            turn => Load.Run(referred.Server.Port, turn, 200, Load.Rotating(referred.Requests)));
        Compare(figure, rates.First, reference, rates.Second, least);
    }

    public void Bound(string figure, double measured, string unit, double most) => _rows.Add([
        figure, $"{Number(measured, "N0")} {unit}", "", "", $"< {Number(most, "N0")} {unit} {(measured < most ? "met" : "MISSED")}"]);

    /// <summary>A time that should not grow with what it grew from.</summary>
    public void Grown(string figure, double measured, double first, double most) => _rows.Add([
        figure, $"{Number(measured, "0.00")} ms", $"{Number(first, "0.00")} ms", Number(measured / first, "0.00"), $"<= {Number(most, "0.0")} {(measured / first <= most ? "met" : "MISSED")}"]);

    public void Note(string figure, double measured, string unit) => _rows.Add([figure, $"{Number(measured, "N1")} {unit}", "", "", ""]);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder("\n");
        foreach (var (i, row) in _rows.Index())
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).AppendLine(" |");
            if (i == 0)
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).AppendLine("|");
        }
        return text.ToString();
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static string Rate(double value) => Number(value, "N0") + "/s";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
