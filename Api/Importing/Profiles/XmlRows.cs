using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Importing.Profiles;

/// <summary>Reads rows that are XML elements of one name. A column is an element within, <c>a.b</c> one within that, and <c>@a</c> an attribute.</summary>
internal sealed class XmlRows
{
    private const int Deepest = 16;
    private const int LongestText = 1_000_000;
    private const int MostItems = 1000;
    private const int MostColumns = 2_000;

    public static async IAsyncEnumerable<SourceRow> ReadAsync(Stream file, Reading reading, Mapping mapping, [EnumeratorCancellation] CancellationToken cancel)
    {
        var settings = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true, CloseInput = false };
        using var xml = XmlReader.Create(file, settings);
        var columns = mapping.Columns.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
        var number = 0L;
        while (await NextAsync(xml, number + 1))
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.Depth > Deepest)
                throw new UnreadableFileException(number + 1, $"The elements are nested more than {Deepest} deep.");
            if (xml.NodeType is not XmlNodeType.Element || xml.LocalName != reading.Element)
                continue;
            number++;
            var (cells, seen) = await RowAsync(xml, number, columns, mapping);
            yield return Missing(seen, mapping) is { } missing
                ? Mapping.Refused(number, Reason.MissingMember, missing, $"The row has no column \"{QueryText.Cut(missing)}\"{QueryText.DidYouMean(missing, seen)}")
                : mapping.Read(number, cells);
        }
        if (number == 0)
            throw new UnreadableFileException(1, $"The file has no element \"{QueryText.Cut(reading.Element!)}\".");
    }

    private static string? Missing(HashSet<string> seen, Mapping mapping)
    {
        foreach (var column in mapping.Columns)
        {
            if (!seen.Contains(column) && !mapping.IsOptional(column))
                return column;
        }
        return null;
    }

    private static async ValueTask<(Cell[] Cells, HashSet<string> Seen)> RowAsync(XmlReader xml, long number, Dictionary<string, int> columns, Mapping mapping)
    {
        var (cells, seen, path, depth) = (mapping.NewCells(), new HashSet<string>(StringComparer.Ordinal), new List<string>(), xml.Depth);
        AddAttributes("");
        if (xml.IsEmptyElement)
            return (cells, seen);
        var text = new StringBuilder();
        while (await NextAsync(xml, number))
        {
            if (xml.Depth > Deepest)
                throw new UnreadableFileException(number, $"The elements are nested more than {Deepest} deep.");
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    path.Add(xml.LocalName);
                    text.Clear();
                    var (name, isEmpty) = (string.Join('.', path), xml.IsEmptyElement);
                    AddAttributes(name + ".");
                    if (isEmpty)
                        Close();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    await AppendAsync(xml, text, number);
                    break;
                case XmlNodeType.EndElement when xml.Depth == depth:
                    return (cells, seen);
                case XmlNodeType.EndElement:
                    Close();
                    break;
                default:
                    break;
            }
        }
        throw new UnreadableFileException(number, "The file is cut off.");

        void AddAttributes(string before)
        {
            while (xml.MoveToNextAttribute())
                Add($"{before}@{xml.LocalName}", xml.Value);
            xml.MoveToElement();
        }

        void Close()
        {
            Add(string.Join('.', path), text.ToString());
            path.RemoveAt(path.Count - 1);
            text.Clear();
        }

        void Add(string column, string value)
        {
            seen.Add(column);
            if (seen.Count > MostColumns)
                throw new UnreadableFileException(number, $"The row has more than {MostColumns:N0} columns.");
            value = value.Trim();
            if (!columns.TryGetValue(column, out var slot) || mapping.SaysNothing(value))
                return;
            var before = cells[slot];
            if (before.Items is { Count: >= MostItems })
                throw new UnreadableFileException(number, $"\"{column}\" stands more than {MostItems:N0} times in the row.");
            cells[slot] = before.IsEmpty ? new Cell(value) : Cell.Of([.. before.Items ?? [before.Text!], value]);
        }
    }

    /// <summary>A text piece by piece, since it may be longer than memory.</summary>
    private static async ValueTask AppendAsync(XmlReader xml, StringBuilder text, long number)
    {
        var piece = new char[4096];
        for (var length = await ReadAsync(); length > 0; length = await ReadAsync())
        {
            if (text.Length + length > LongestText)
                throw new UnreadableFileException(number, $"A text has more than {LongestText:N0} characters.");
            text.Append(piece, 0, length);
        }

        async ValueTask<int> ReadAsync()
        {
            try
            {
                return await xml.ReadValueChunkAsync(piece, 0, piece.Length);
            }
            catch (XmlException failure)
            {
                throw Unreadable(failure, number);
            }
        }
    }

    private static async ValueTask<bool> NextAsync(XmlReader xml, long number)
    {
        try
        {
            return await xml.ReadAsync();
        }
        catch (XmlException failure)
        {
            throw Unreadable(failure, number);
        }
    }

    private static UnreadableFileException Unreadable(XmlException failure, long number) =>
        new(number, failure.Message.Contains("DTD", StringComparison.Ordinal) ? "The file has a document type definition, which is not read." : $"The file is no XML at line {failure.LineNumber}, column {failure.LinePosition}, or it is cut off or not UTF-8.");
}
