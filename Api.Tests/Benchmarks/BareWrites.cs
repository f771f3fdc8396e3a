using System.Diagnostics;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;

namespace Events.Benchmarks;

/// <summary>
/// The reference for writes: a loop that does nothing but insert the very rows that a server has written, in their order, with
/// prepared statements and in groups of the same size. No HTTP, no JSON, no rules, nothing derived.
/// </summary>
internal sealed class BareWrites : IDisposable
{
    private const string SeqOfKey = "(SELECT r.seq FROM record r WHERE r.row = t.key)";

    private static readonly (string Table, string[] Columns, string Seq)[] Tables =
    [
        ("ledger_commit", ["seq", "at", "actor", "reason", "batch", "idempotency_key", "request_hash", "hash"], "t.seq"),
        ("record", ["row", "kind", "id", "version", "seq", "n", "op", "schema", "salt", "digest", "document"], "t.seq"),
        ("external_id", ["kind", "scheme", "value", "id"], "(SELECT r.seq FROM record r WHERE r.kind = t.kind AND r.id = t.id AND r.version = 1)"),
        ("posting", ["term", "day", "key", "from_seq", "to_seq", "rights", "workflow"], "t.from_seq"),
        ("indexed", ["key", "day", "workflow", "rights", "opens_at", "terms"], SeqOfKey),
        ("event_index", ["key", "from_seq", "to_seq", "earliest", "verification", "occurrence", "people", "sources", "updated", "lat", "lon", "type", "latest"], "t.from_seq"),
        ("event_people", ["key", "kind", "from_seq", "to_seq", "low", "best", "high", "unknown"], "t.from_seq"),
        ("name_index", ["form", "key", "nth", "word", "skeleton", "from_seq", "to_seq", "rights", "name"], "t.from_seq"),
        ("rendering", ["slot", "from_seq", "version", "item", "detail"], "(SELECT r.seq FROM record r WHERE r.row = t.slot / 4)"),
        ("import_row", ["batch", "row", "outcome", "seq", "detail", "undo"], "t.seq"),
        ("import_record", ["key", "source", "batch", "digest", "stated", "schema", "version"], SeqOfKey),
    ];

    private readonly Session _target;
    private readonly string _source;
    private long _seq;

    public BareWrites(string source, string target)
    {
        (_source, _target) = (source, Session.OpenWriter(target));
        _seq = Seq(_target);
    }

    /// <summary>Writes what the server has written since the last time, and says how many commits that were each second.</summary>
    public double Repeat(int groupSize)
    {
        using var source = Session.OpenReader(_source);
        var rows = Tables.Select(table => new Rows(source, table.Table, table.Columns, table.Seq, _seq)).ToList();
        var (clock, last, written) = (new Stopwatch(), Seq(source), 0L);
        while (_seq < last)
        {
            var group = new List<(string Sql, object?[] Values)>();
            var texts = new SortedDictionary<long, (string Title, string? Body)>();
            for (var i = 0; i < groupSize && _seq < last; i++, written++)
            {
                _seq++;
                foreach (var table in rows)
                {
                    foreach (var values in table.Of(_seq))
                    {
                        group.Add((table.Insert, values));
                        if (table.Name == "record" && values is [long row, "event", .., byte[] document])
                            texts.Add(DerivedRows.TextRow(Day(document, out var e), row), (e.Title, e.Summary));
                    }
                }
            }
            clock.Start();
            Write(group, texts);
            clock.Stop();
        }
        rows.ForEach(table => table.Dispose());
        return written / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _target.Dispose();

    private static int Day(byte[] document, out Event e)
    {
        e = RecordJson.Read<Event>(document);
        return Domain.Values.CalendarDay.Of(e.LastDay());
    }

    private void Write(List<(string Sql, object?[] Values)> group, SortedDictionary<long, (string Title, string? Body)> texts)
    {
        _target.Run("BEGIN IMMEDIATE");
        foreach (var (sql, values) in group)
            Insert(sql, values);
        foreach (var (row, (title, body)) in texts)
            _target.Prepare("INSERT INTO record_text (rowid, title, body) VALUES (?1, ?2, ?3)").Bind(row).Bind(title).Bind(body).Run();
        _target.Run("COMMIT");
    }

    private void Insert(string sql, object?[] values)
    {
        var statement = _target.Prepare(sql);
        foreach (var value in values)
        {
            _ = value switch
            {
                long number => statement.Bind(number),
                double number => statement.Bind(number),
                string text => statement.Bind(text),
                _ => statement.Bind((byte[]?)value),
            };
        }
        statement.Run();
    }

    private static long Seq(Session session) => LedgerTransaction.Head(session).Seq;

    /// <summary>The rows of one table in the order of the commits that wrote them.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly Microsoft.Data.Sqlite.SqliteCommand _command;
        private readonly Microsoft.Data.Sqlite.SqliteDataReader _reader;
        private bool _more;

        public Rows(Session source, string table, string[] columns, string seq, long after)
        {
            Name = table;
            Insert = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})";
            _command = source.Connection.CreateCommand();
            _command.CommandText = $"SELECT {seq} AS at_seq, {string.Join(", ", columns.Select(column => "t." + column))} FROM {table} t WHERE {seq} > {after} ORDER BY at_seq";
            _reader = _command.ExecuteReader();
            _more = _reader.Read();
        }

        public string Name { get; }

        public string Insert { get; }

        public IEnumerable<object?[]> Of(long seq)
        {
            for (; _more && _reader.GetInt64(0) <= seq; _more = _reader.Read())
                yield return [.. Enumerable.Range(1, _reader.FieldCount - 1).Select(column => _reader.IsDBNull(column) ? null : _reader.GetValue(column))];
        }

        public void Dispose()
        {
            _reader.Dispose();
            _command.Dispose();
        }
    }
}
