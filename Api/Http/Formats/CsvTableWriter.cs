using System.Buffers;
using System.Text.Json;
using CsvHelper;

namespace Events.Api.Http.Formats;

/// <summary>Records as CSV: each column is a place in their JSON.</summary>
internal sealed class CsvTableWriter : ItemWriter
{
    private readonly IReadOnlyList<Column> _columns;
    private readonly CsvWriter _csv;
    private long _rows;

    public CsvTableWriter(FormatRequest request, IBufferWriter<byte> body, IReadOnlyList<Column> columns)
    {
        _columns = columns;
        _csv = Csv.Begin(request, body, [.. columns.Select(column => column.Name)]);
    }

    public override long? Rows => _rows;

    public override void Write(JsonElement item)
    {
        foreach (var column in _columns)
            _csv.WriteField(column.IsNumber ? column.Read(item) : Csv.Harmless(column.Read(item)));
        _csv.EndRecord();
        _rows++;
    }

    public override void Flush() => _csv.Flush();

    public override void End(Ending ending) => _csv.Flush();
}

/// <summary>A column of a table. Columns are never renamed or moved; new ones come last.</summary>
/// <param name="Path">The members that lead to it, such as <c>place.country.code</c>; of a list, to something in each of its items.</param>
internal sealed record Column(string Name, string Path)
{
    private readonly string[] _members = Path.Split('.');

    public bool IsNumber { get; init; }

    /// <summary>What stands between the items of a list.</summary>
    public string Separator { get; init; } = " ";

    /// <summary>Null when there is nothing.</summary>
    public string? Read(JsonElement item) => Read(item, _members);

    private string? Read(JsonElement at, ReadOnlySpan<string> members)
    {
        if (at.ValueKind is JsonValueKind.Array)
        {
            var texts = new List<string>();
            foreach (var entry in at.EnumerateArray())
            {
                if (Read(entry, members) is { } text)
                    texts.Add(text);
            }
            return string.Join(Separator, texts);
        }
        if (members.Length > 0)
            return at.ValueKind is JsonValueKind.Object && at.TryGetProperty(members[0], out var member) ? Read(member, members[1..]) : null;
        return at.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => at.GetString(),
            _ => at.GetRawText(),
        };
    }
}
