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
            least is { } target ? $">= {Number(target, "0.0")} {(ratio >= target ? "met" : "MISSED")}" : ""]);
    }

    public void Bound(string figure, double measured, string unit, double most) => _rows.Add([
        figure, $"{Number(measured, "N0")} {unit}", "", "", $"< {Number(most, "N0")} {unit} {(measured < most ? "met" : "MISSED")}"]);

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
