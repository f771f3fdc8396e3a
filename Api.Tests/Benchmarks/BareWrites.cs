using System.Diagnostics;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;

namespace Events.Benchmarks;

/// <summary>
/// The reference for writes: a loop that does nothing but insert the very rows that a server has written, with prepared
/// statements and in groups of the same size. No HTTP, no JSON, no rules, nothing derived.
/// </summary>
internal sealed class BareWrites : IDisposable
{
    private static readonly (string Table, string[] Columns, string Seq)[] Tables =
    [
        ("ledger_commit", ["seq", "at", "actor", "reason", "batch", "idempotency_key", "request_hash", "hash"], "t.seq"),
        ("record", ["row", "kind", "id", "version", "seq", "n", "op", "schema", "salt", "digest", "document"], "t.seq"),
        ("posting", ["term", "day", "key", "from_seq", "to_seq", "rights", "workflow"], "t.from_seq"),
        ("indexed", ["key", "day", "workflow", "rights", "opens_at", "terms"], "(SELECT r.seq FROM record r WHERE r.row = t.key)"),
        ("event_index", ["key", "from_seq", "to_seq", "earliest", "verification", "occurrence", "people", "sources", "updated"], "t.from_seq"),
        ("rendering", ["slot", "from_seq", "version", "item", "detail"], "(SELECT r.seq FROM record r WHERE r.row = t.slot / 4)"),
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
        var commits = Read();
        var clock = Stopwatch.StartNew();
        foreach (var group in commits.Chunk(groupSize))
        {
            _target.Run("BEGIN IMMEDIATE");
            foreach (var commit in group)
            {
                foreach (var (sql, values) in commit.Rows)
                    Insert(sql, values);
            }
            foreach (var (row, title, body) in group.Select(commit => commit.Text).OrderBy(text => text.Row))
                _target.Prepare("INSERT INTO record_text (rowid, title, body) VALUES (?1, ?2, ?3)").Bind(row).Bind(title).Bind(body).Run();
            _target.Run("COMMIT");
        }
        return commits.Count / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _target.Dispose();

    private void Insert(string sql, object?[] values)
    {
        var statement = _target.Prepare(sql);
        foreach (var value in values)
        {
            _ = value switch
            {
                long number => statement.Bind(number),
                string text => statement.Bind(text),
                _ => statement.Bind((byte[]?)value),
            };
        }
        statement.Run();
    }

    private List<Commit> Read()
    {
        using var source = Session.OpenReader(_source);
        var commits = new SortedDictionary<long, Commit>();
        foreach (var (table, columns, seq) in Tables)
        {
            var sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})";
            using var read = source.Connection.CreateCommand();
            read.CommandText = $"SELECT {seq}, {string.Join(", ", columns.Select(column => "t." + column))} FROM {table} t WHERE {seq} > {_seq}";
            using var rows = read.ExecuteReader();
            while (rows.Read())
            {
                var values = Enumerable.Range(1, columns.Length).Select(column => rows.IsDBNull(column) ? null : rows.GetValue(column)).ToArray();
                if (!commits.TryGetValue(rows.GetInt64(0), out var commit))
                    commits.Add(rows.GetInt64(0), commit = new Commit());
                commit.Rows.Add((sql, values));
                if (table == "record")
                {
                    var e = RecordJson.Read<Event>((byte[])values[^1]!);
                    commit.Text = (DerivedRows.TextRow(Domain.Values.CalendarDay.Of(e.LastDay()), (long)values[0]!), e.Title, e.Summary);
                }
            }
        }
        _seq = Seq(source);
        return [.. commits.Values];
    }

    private static long Seq(Session session) => LedgerTransaction.Head(session).Seq;

    private sealed class Commit
    {
        public List<(string Sql, object?[] Values)> Rows { get; } = [];

        public (long Row, string Title, string? Body) Text { get; set; }
    }
}
