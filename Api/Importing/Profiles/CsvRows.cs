using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Importing.Profiles;

/// <summary>Reads the rows of CSV and of what is like it.</summary>
internal sealed class CsvRows
{
    /// <summary>The most bytes of a row.</summary>
    public const int LongestRow = 1024 * 1024;

    /// <summary>How far is looked for the end of a row before the file is given up.</summary>
    private const int Unending = 4 * LongestRow;

    private const int MostColumns = 2_000;

    public static async IAsyncEnumerable<SourceRow> ReadAsync(Stream file, Reading reading, Mapping mapping, [EnumeratorCancellation] CancellationToken cancel)
    {
        CsvMalformedReason? malformed = null;
        var options = new CsvReaderOptions
        {
            Separator = reading.Delimiter,
            HasHeader = false,
            Mode = reading.Quotes ? CsvMode.Rfc4180 : CsvMode.NoEscape,
            Encoding = Encoding.UTF8,
            BufferSize = 256 * 1024,
            MaxRecordSize = Unending,
            OnMalformedRecord = record => malformed = record.Reason,
        };
        await using var csv = CsvReader.Create(file, options, leaveOpen: true);
        var number = 0L;
        if (reading.Header is null && !await NextAsync(csv, 0, cancel))
            yield break;
        var header = reading.Header ?? [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())];
        var places = Places(header, reading, mapping);
        malformed = null;
        while (await NextAsync(csv, number + 1, cancel))
        {
            number++;
            if (number == 1 && reading.Header is not null && csv.FieldCount != header.Count)
                throw new UnreadableFileException(1, $"The row has {csv.FieldCount:N0} cells, not {header.Count:N0}: this is another file, or another version of it.");
            yield return Read(csv, number, header.Count, places, mapping, malformed);
            malformed = null;
        }
    }

    private static SourceRow Read(CsvReader csv, long number, int columns, int[] places, Mapping mapping, CsvMalformedReason? malformed)
    {
        if (csv.RawRecord.Length > LongestRow)
            return Mapping.Refused(number, Reason.TooLarge, "", $"The row is longer than {LongestRow:N0} bytes.");
        if (malformed is CsvMalformedReason.UnterminatedQuote)
            throw new UnreadableFileException(number, "A quote is opened in this row and never closed.");
        if (malformed is CsvMalformedReason.TextAfterClosingQuote)
            return Mapping.Refused(number, Reason.InvalidValue, "", "Text stands behind the closing quote of a cell: a quote within a cell is written twice.");
        if (csv.FieldCount != columns)
            return Mapping.Refused(number, Reason.InvalidValue, "", $"The row has {csv.FieldCount:N0} cells and the header {columns:N0}: a delimiter or a quote is missing or too many.");
        var cells = mapping.NewCells();
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
                continue;
            var bytes = csv.GetSpan(places[i]);
            if (bytes.IsEmpty)
                continue;
            if (!Utf8.IsValid(bytes))
                return Mapping.Refused(number, Reason.InvalidValue, mapping.Columns[i], "The text is not UTF-8: save the file as UTF-8.");
            var text = Encoding.UTF8.GetString(bytes).Trim();
            cells[i] = mapping.SaysNothing(text) ? default : new Cell(text);
        }
        return mapping.Read(number, cells);
    }

    private static async ValueTask<bool> NextAsync(CsvReader csv, long row, CancellationToken cancel)
    {
        try
        {
            return await csv.ReadAsync(cancel);
        }
        catch (CsvFormatException)
        {
            throw new UnreadableFileException(row, $"The row is longer than {Unending:N0} bytes. Most likely a quote is opened there and never closed.");
        }
    }

    /// <summary>Where the columns of the profile stand in the file; -1 for one that it may lack.</summary>
    private static int[] Places(IReadOnlyList<string> header, Reading reading, Mapping mapping)
    {
        if (header.Count > MostColumns)
            throw new UnreadableFileException(0, $"The header has {header.Count:N0} columns, more than {MostColumns:N0}.");
        var places = new int[mapping.Columns.Count];
        var missing = new List<string>();
        for (var i = 0; i < places.Length; i++)
        {
            var name = mapping.Columns[i];
            var found = header.Index().Where(column => column.Item == name).Select(column => column.Index).ToList();
            if (found.Count > 1)
                throw new UnreadableFileException(0, $"The header has the column \"{QueryText.Cut(name)}\" twice.");
            places[i] = found is [var place] ? place : -1;
            if (found.Count == 0 && !mapping.IsOptional(name))
                missing.Add(name);
        }
        if (missing.Count == 0)
            return places;
        if (header is [var only] && Array.Find([',', ';', '\t', '|'], sign => sign != reading.Delimiter && only.Contains(sign, StringComparison.Ordinal)) is var other and not '\0')
            throw new UnreadableFileException(0, $"The header is one cell: the file is delimited by {Name(other)}, not by {Name(reading.Delimiter)}. Say \"delimiter\" in the profile.");
        throw new UnreadableFileException(0, $"The file has no column {string.Join(", ", missing.Take(5).Select(name => $"\"{QueryText.Cut(name)}\""))}{QueryText.DidYouMean(missing[0], header)} It has {string.Join(", ", header.Take(60).Select(QueryText.Cut))}.");
    }

    private static string Name(char delimiter) => delimiter == '\t' ? "tabs" : $"\"{delimiter}\"";
}
