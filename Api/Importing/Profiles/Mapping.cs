using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Importing.Profiles;

/// <summary>A profile, ready for the rows of one file: it turns the cells of a row into the commit that the row asks for.</summary>
internal sealed class Mapping
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Profile _profile;
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _columnSlots = new(StringComparer.Ordinal);
    private readonly ValueMaker[] _values;
    private readonly (RowTest When, string Because)[] _leftOut;
    private readonly (RowTest When, string Because)[] _notes;
    private readonly RecordMaker[] _records;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly RepeatedIdentities _stated = new();
    private readonly Gatherings _gatherings = new();
    private readonly string[] _names;

    /// <exception cref="Refusal">The profile does not fit together.</exception>
    public Mapping(Profile profile, CountryDirectory countries)
    {
        _profile = profile;
        var problems = new List<Violation>();
        var valueSlots = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = 0;
        int SlotOf(string name, string pointer)
        {
            if (valueSlots.TryGetValue(name, out var value))
            {
                if (value < known)
                    return RowReading.SlotOfValue(value);
                throw new Refusal([new Violation(Reason.InvalidValue, pointer, $"\"{name}\" is made further below: a value is made of those above it.")]);
            }
            if (name.Length == 0)
                problems.Add(new Violation(Reason.InvalidValue, pointer, "The name of a column is missing between the braces."));
            if (_columnSlots.TryGetValue(name, out var slot))
                return slot;
            _columns.Add(name);
            return _columnSlots[name] = _columns.Count - 1;
        }
        foreach (var (i, value) in profile.Values.Index())
            valueSlots[value.Name] = i;
        var makers = new List<ValueMaker>();
        try
        {
            foreach (var value in profile.Values)
            {
                makers.Add(new ValueMaker(value, countries, SlotOf, ColumnsOf));
                known++;
            }
            _leftOut = [.. profile.LeaveOut.Select(left => (new RowTest(left.When, SlotOf), left.Because))];
            _notes = [.. profile.Notes.Select(note => (new RowTest(note.When, SlotOf), note.Because))];
            _values = [.. makers];
            _records = ReadRecords(profile, SlotOf, problems);
        }
        catch (Refusal refusal)
        {
            throw new Refusal([.. problems, .. refusal.Violations]);
        }
        foreach (var optional in profile.Optional.Where(name => !_columnSlots.ContainsKey(name)))
            problems.Add(new Violation(Reason.InvalidValue, "/optional", $"No value or record uses the column \"{QueryText.Cut(optional)}\"{QueryText.DidYouMean(optional, _columnSlots.Keys)}"));
        if (problems.Count > 0)
            throw new Refusal(problems);
        _names = [.. _columns];

        string ColumnsOf(IEnumerable<int> slots) => string.Join(", ", Behind(slots, makers).Distinct().Take(4).Select(slot => _columns[slot]));
    }

    /// <summary>The columns that the profile uses, by their slots.</summary>
    public IReadOnlyList<string> Columns => _names;

    public bool IsOptional(string column) => _profile.Optional.Contains(column);

    /// <summary>Whether a text says that there is nothing.</summary>
    public bool SaysNothing(string text) => text.Length == 0 || _profile.Empty.Contains(text);

    /// <summary>Room for the cells of a row.</summary>
    public Cell[] NewCells() => new Cell[_names.Length];

    /// <summary>What a row asks for.</summary>
    public SourceRow Read(long number, Cell[] cells)
    {
        var row = new RowReading(cells, new Cell[_values.Length]) { Makes = new bool[_records.Length] };
        for (var i = 0; i < _values.Length; i++)
            row.Values[i] = _values[i].Make(row);
        foreach (var (when, because) in _leftOut)
        {
            if (when.Holds(row))
                return Refused(number, [new Violation(Reason.LeftOut, "", because)]);
        }
        if (row.Problems.Count == 0)
            Choose(row);
        if (row.Problems.Count > 0)
            return Refused(number, row.Problems);
        foreach (var (when, because) in _notes)
        {
            if (when.Holds(row))
                row.Note("", because);
        }
        var commit = Write(number, row);
        return row.Problems.Count > 0 ? Refused(number, row.Problems) : new SourceRow(number, null, commit, [], pointer => ColumnOf(row, pointer)) { Notes = row.Notes };
    }

    /// <summary>A row that could not be cut into cells.</summary>
    public static SourceRow Refused(long number, Reason reason, string column, string message) => Refused(number, [new Violation(reason, column, message)]);

    /// <summary>The records that stand for many rows.</summary>
    public IEnumerable<SourceRow> Close(IReadOnlySet<long> refused) => _gatherings.Close(refused);

    private static SourceRow Refused(long number, IReadOnlyList<Violation> problems) => new(number, null, null, problems, _ => null);

    private static RecordMaker[] ReadRecords(Profile profile, Func<string, string, int> slotOf, List<Violation> problems)
    {
        var refs = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, record) in profile.Records.Index())
        {
            if (record.Ref is { } name && !refs.TryAdd(name, i))
                problems.Add(new Violation(Reason.InvalidValue, record.Pointer + "/ref", $"The ref \"{name}\" is used twice."));
        }
        var reader = new NodeReader(refs, slotOf, problems);
        return [.. profile.Records.Select(record => new RecordMaker(record, reader, slotOf))];
    }

    /// <summary>Decides which records the row makes, and whether each of them has a name.</summary>
    private void Choose(RowReading row)
    {
        for (var i = 0; i < _records.Length; i++)
            row.Makes[i] = _records[i].When?.Holds(row) != false;
        for (var i = 0; i < _records.Length; i++)
        {
            if (row.Makes[i] && _records[i].Body.IsEmpty(row))
                row.Makes[i] = false;
        }
        for (var i = 0; i < _records.Length; i++)
        {
            if (row.Makes[i] && _records[i].Names.IsEmpty(row))
                row.Refuse(Reason.MissingMember, ColumnsIn(row, _records[i].Names), $"It is empty: without it the {Code.Of(_records[i].Rule.Kind)} of this row could not be recognised the next time.");
        }
    }

    private JsonDocument? Write(long number, RowReading row)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, Plain);
        writer.WriteStartObject();
        writer.WriteStartArray("records");
        for (var i = 0; i < _records.Length; i++)
        {
            if (row.Makes[i])
                Write(writer, number, row, _records[i]);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return row.Problems.Count > 0 ? null : JsonDocument.Parse(_buffer.WrittenMemory.ToArray());
    }

    private void Write(Utf8JsonWriter writer, long number, RowReading row, RecordMaker record)
    {
        var gathers = record.Rule.Gathers is not null;
        writer.WriteStartObject();
        writer.WriteString("kind", Code.Of(record.Rule.Kind));
        if (record.Rule.Ref is { } name)
            writer.WriteString("ref", name);
        if (record.Rule.Keeps || gathers)
            writer.WriteString("onExisting", "keep");
        writer.WritePropertyName(record.HasData ? "data" : "externalId");
        writer.Flush();
        var start = _buffer.WrittenCount;
        row.RefersTo = gathers ? [] : null;
        record.Body.Write(writer, row);
        writer.Flush();
        var stated = _buffer.WrittenMemory[start..];
        writer.WriteEndObject();
        if (gathers)
            _gatherings.Add(number, record, stated, row.RefersTo!.Distinct().ToDictionary(i => _records[i].Rule.Ref!, i => (_records[i].Rule.Kind, NameOf(row, _records[i]))));
        else if (record.HasData && !record.Rule.Keeps && _stated.Find(Code.Of(record.Rule.Kind) + NameOf(row, record), SHA256.HashData(stated.Span), number) is { } before)
            row.Refuse(Reason.InvalidValue, ColumnsIn(row, record.Names), $"Row {before} says something else of the same {Code.Of(record.Rule.Kind)}: correct one of them, or leave it out.");
        row.RefersTo = null;
    }

    /// <summary>The first external id of a record, as JSON.</summary>
    private static string NameOf(RowReading row, RecordMaker record)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            record.FirstName(row).Write(writer, row);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private string ColumnsIn(RowReading row, Node node)
    {
        var found = new List<(string, IReadOnlyList<int> Slots)>();
        node.Trace(new RowReading(Full(row.Cells), Full(row.Values)) { Makes = row.Makes }, "", found);
        return Names(found.SelectMany(trace => trace.Slots));
    }

    /// <summary>As if all cells were filled, so that what is empty shows, too.</summary>
    private static Cell[] Full(Cell[] cells) => Array.ConvertAll(cells, cell => cell.IsEmpty ? new Cell("x") : cell);

    private string? ColumnOf(RowReading row, string pointer)
    {
        var found = new List<(string Pointer, IReadOnlyList<int> Slots)>();
        var written = 0;
        for (var i = 0; i < _records.Length; i++)
        {
            if (row.Makes[i])
                _records[i].Body.Trace(row, FormattableString.Invariant($"/records/{written++}/{(_records[i].HasData ? "data" : "externalId")}"), found);
        }
        var exact = found.Where(trace => pointer == trace.Pointer || pointer.StartsWith(trace.Pointer + "/", StringComparison.Ordinal));
        var names = Names((exact.Any() ? exact : found.Where(trace => trace.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal))).SelectMany(trace => trace.Slots));
        return names.Length == 0 ? null : names;
    }

    private string Names(IEnumerable<int> slots) => string.Join(", ", Behind(slots, _values).Distinct().Take(4).Select(slot => _names[slot]));

    /// <summary>The columns behind slots, also of values.</summary>
    private static IEnumerable<int> Behind(IEnumerable<int> slots, IReadOnlyList<ValueMaker> values) =>
        slots.Where(slot => slot != RowReading.ItemSlot).SelectMany(slot => slot >= 0 ? [slot] : Behind(values[RowReading.ValueOf(slot)].Slots, values));
}
