using System.Globalization;
using System.Xml.Linq;
using Events.Api.SavedQueries;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Embeds;

/// <summary>The answer to a saved query as everyone may see it: in a sentence, as a drawing if there is one, and in numbers or words.</summary>
/// <param name="Summary">What it amounts to, in one sentence.</param>
/// <param name="Notes">What else a reader has to know, so that nothing is missing without being told.</param>
/// <param name="Picture">Null when there is nothing to draw.</param>
internal sealed record Exhibit(string Summary, IReadOnlyList<string> Notes, Picture? Picture, Grid Grid)
{
    /// <param name="root">The address of this server.</param>
    /// <exception cref="Refusal">The question names something that is not there for everyone, or has too long an answer.</exception>
    public static Exhibit Of(Asked asked, Snapshot snapshot, string root)
    {
        var reader = new RecordReader(snapshot, Audience.Everyone, asOf: null, snapshot.Now);
        return asked switch
        {
            ChartAsked chart => ChartExhibit.Of(chart, reader),
            MapAsked map => MapExhibit.Of(map, reader),
            TableAsked table => TableExhibit.Of(table, reader, root),
            _ => throw new NotSupportedException(asked.GetType().Name),
        };
    }

    /// <summary>A whole number with commas between its thousands.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun.</summary>
    public static string Number(long number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";
}

/// <summary>A drawing in several sizes, with what its colours mean.</summary>
/// <param name="Sizes">The sizes in which it can be drawn, the widest first.</param>
internal sealed record Picture(IReadOnlyList<Size> Sizes, Func<Size, XElement> Draw, IReadOnlyList<Key> Legend);

/// <summary>The size of a drawing, in units of which letters are 12 high.</summary>
internal readonly record struct Size(int Width, int Height);

/// <summary>One entry of a legend.</summary>
/// <param name="Style">The class of the style sheet that gives it its colour.</param>
internal sealed record Key(string Style, string Label);

/// <summary>A table in words.</summary>
internal sealed record Grid(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>One column of a table.</summary>
internal sealed record Column(string Head, bool IsNumber = false);

/// <summary>One cell of a table.</summary>
/// <param name="Address">Where its text leads to.</param>
internal sealed record Cell(string Text, string? Address = null);
