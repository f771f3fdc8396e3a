using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Events.Domain.Values;

namespace Events.Api.Importing.Profiles;

/// <summary>A file that is read by a profile: what it is shows at its beginning.</summary>
internal static class SourceFile
{
    private const int Beginning = 4096;

    /// <summary>Its rows, in the form that it has among those that the profile reads.</summary>
    /// <exception cref="UnreadableFileException">It has none of them.</exception>
    public static async IAsyncEnumerable<SourceRow> ReadAsync(Stream file, Profile profile, Mapping mapping, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        var read = await pipe.ReadAtLeastAsync(Beginning, cancel);
        var start = read.Buffer.Slice(0, Math.Min(Beginning, read.Buffer.Length)).ToArray();
        var isMarked = start is [0xEF, 0xBB, 0xBF, ..];
        pipe.AdvanceTo(isMarked ? read.Buffer.GetPosition(3) : read.Buffer.Start);
        var text = isMarked ? start[3..] : start;
        var reading = Recognise(text, profile);
        await using var rest = pipe.AsStream(leaveOpen: true);
        var rows = reading.Format switch
        {
            SourceFormat.Csv => CsvRows.ReadAsync(rest, reading, mapping, cancel),
            SourceFormat.JsonLines => JsonRows.ReadLinesAsync(rest, mapping, cancel),
            SourceFormat.Geojson => JsonRows.ReadFeaturesAsync(rest, mapping, cancel),
            _ => XmlRows.ReadAsync(rest, reading, mapping, cancel),
        };
        await foreach (var row in rows)
            yield return row;
        await pipe.CompleteAsync();
    }

    private static Reading Recognise(ReadOnlySpan<byte> start, Profile profile)
    {
        if (Foreign(start) is { } other)
            throw new UnreadableFileException(1, other);
        var first = start.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty)
            throw new UnreadableFileException(1, "The file is empty.");
        var reads = profile.Reads;
        if (first[0] == (byte)'<')
        {
            return IsHtml(first) ? throw new UnreadableFileException(1, "The file is a page of HTML, perhaps of an error: download it again.")
                : Find(reads, SourceFormat.Xml) ?? throw NotRead("XML", profile);
        }
        if (first[0] == (byte)'{')
        {
            var isCollection = first.IndexOf("\"FeatureCollection\""u8) is >= 0 and < 400;
            return (isCollection ? Find(reads, SourceFormat.Geojson) : null) ?? Find(reads, SourceFormat.JsonLines) ?? (isCollection ? null : Find(reads, SourceFormat.Geojson))
                ?? throw NotRead(isCollection ? "GeoJSON" : "JSON", profile);
        }
        if (first[0] == (byte)'[')
            throw new UnreadableFileException(1, "The file is a JSON list: write one object a line.");
        var tables = reads.Where(reading => reading.Format is SourceFormat.Csv).ToList();
        if (tables.Count == 0)
            throw NotRead("none of them", profile);
        var line = Encoding.UTF8.GetString(first[..(first.IndexOf((byte)'\n') is var end and >= 0 ? end : first.Length)]);
        return tables.MaxBy(reading => line.Split(reading.Delimiter).Length)!;
    }

    /// <summary>What a file is that is no text in UTF-8.</summary>
    private static string? Foreign(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "The file is a zip archive (or a workbook of a spreadsheet): unpack it, or save it as CSV.",
        [0x1F, 0x8B, ..] => "The file is compressed twice: decompress it once.",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "The file is compressed by zstd: decompress it, or compress it by gzip.",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => "The file is compressed by bzip2: decompress it, or compress it by gzip.",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "The file is a PDF document.",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "The file is an old workbook of a spreadsheet: save it as CSV.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "The file is in UTF-16: save it as UTF-8.",
        _ => start.Contains((byte)0) ? "The file is no text." : null,
    };

    private static bool IsHtml(ReadOnlySpan<byte> start)
    {
        var text = Encoding.ASCII.GetString(start[..Math.Min(start.Length, 500)]);
        return text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
    }

    private static Reading? Find(IReadOnlyList<Reading> reads, SourceFormat format) => reads.FirstOrDefault(reading => reading.Format == format);

    private static UnreadableFileException NotRead(string found, Profile profile) =>
        new(1, $"The profile {profile.Name} reads {string.Join(", ", profile.Reads.Select(reading => Code.Of(reading.Format)).Distinct())}; the file is {found}.");
}
