using System.Runtime.InteropServices;
using System.Text.Json;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>One row of a file, as the commit that it asks for.</summary>
/// <param name="Number">The row in the file, from 1: the line of NDJSON, the record of XML, the row behind the header of CSV. 0 for what stands for many rows.</param>
/// <param name="Label">What it stands for, when that is not one row.</param>
/// <param name="Commit"><c>{"records": […]}</c>; null when the row could not be read.</param>
/// <param name="Problems">Why not; the pointer of each is the column, when one is to blame.</param>
/// <param name="ColumnOf">The column that a pointer into the commit came from; null when none did.</param>
internal sealed record SourceRow(long Number, string? Label, JsonDocument? Commit, IReadOnlyList<Violation> Problems, Func<string, string?> ColumnOf)
{
    /// <summary>How many bytes the commit has.</summary>
    public int Size => Commit is null ? 0 : JsonMarshal.GetRawUtf8Value(Commit.RootElement).Length;

    /// <summary>What the row says and the commit leaves out, since it makes no sense there.</summary>
    public IReadOnlyList<RowNote> Notes { get; init; } = [];
}

/// <summary>Something that a row says and that was left out.</summary>
/// <param name="Column">Where it stands.</param>
public sealed record RowNote(string Column, string Message);

/// <summary>A file cannot be read on. What stands before the row was read.</summary>
internal sealed class UnreadableFileException(long row, string message) : Exception(message)
{
    public long Row => row;
}
