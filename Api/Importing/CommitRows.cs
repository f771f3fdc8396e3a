using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>Reads NDJSON of commits, as <c>POST /v1/commits</c> takes them, one a line; a line may also be one record of a commit.</summary>
internal sealed class CommitRows
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static async IAsyncEnumerable<SourceRow> ReadAsync(Stream text, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var (number, line) in Lines.ReadAsync(text, cancel))
        {
            var bytes = line is { } whole && number == 1 && whole.Span is [0xEF, 0xBB, 0xBF, ..] ? whole[3..] : line;
            if (number == 1 && bytes is { } first)
                RequireText(first.Span);
            if (bytes is { } some && some.Span.Trim((byte)' ').IsEmpty)
                continue;
            yield return Read(number, bytes);
        }
    }

    private static SourceRow Read(long number, ReadOnlyMemory<byte>? line)
    {
        if (line is not { } bytes)
            return Refused(number, Reason.TooLarge, $"The line is longer than {Lines.Longest:N0} bytes.");
        if (!Utf8.IsValid(bytes.Span))
            return Refused(number, Reason.InvalidValue, "The line is not UTF-8.");
        try
        {
            return new SourceRow(number, null, AsCommit(bytes.ToArray()), [], _ => null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return Refused(number, Reason.InvalidValue, failure is JsonException { BytePositionInLine: { } position }
                ? $"The line is no JSON at byte {position + 1}, or is nested more than 32 deep there."
                : "The line names a member of an object twice, or by characters that are none.");
        }
    }

    /// <summary>A line that is one record of a commit stands for a commit of it alone.</summary>
    private static JsonDocument AsCommit(byte[] line)
    {
        var document = JsonDocument.Parse(line, Strict);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || root.TryGetProperty("records", out _) || !root.TryGetProperty("kind", out _))
            return document;
        using (document)
            return JsonDocument.Parse((byte[])[.. "{\"records\":["u8, .. line, .. "]}"u8], Strict);
    }

    /// <summary>A file that is something else is told at once, not line by line.</summary>
    private static void RequireText(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new UnreadableFileException(1, "The file is in UTF-16: save it as UTF-8.");
        if (start.Contains((byte)0))
            throw new UnreadableFileException(1, "The file is no text.");
        if (start.TrimStart((byte)' ') is [not ((byte)'{' or (byte)'"' or (byte)'['), ..] other)
            throw new UnreadableFileException(1, $"The file is no NDJSON: its first line begins with \"{(char)other[0]}\", not with {{. Tables and other formats are read with a profile.");
    }

    private static SourceRow Refused(long number, Reason reason, string message) => new(number, null, null, [new Violation(reason, "", message)], _ => null);
}
