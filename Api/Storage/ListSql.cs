using System.Globalization;
using System.Text;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>
/// Turns a query into one SQL statement and its values. The clause that is likely to leave the fewest records is read in
/// the order of the list; the others are looked up record by record, so that a page ends as soon as it is full.
/// </summary>
internal sealed class ListSql
{
    private const string Open = "9223372036854775807";

    private readonly StringBuilder _sql = new();
    private readonly List<object> _values = [];
    private readonly RecordQuery _query;
    private readonly Audience _audience;
    private readonly long? _seq;
    private readonly DateOnly _today;

    private ListSql(RecordQuery query, Audience audience, long? seq, DateOnly today) => (_query, _audience, _seq, _today) = (query, audience, seq, today);

    /// <summary>The keys of a page, each with the value by which the list is sorted.</summary>
    /// <param name="seq">The commit as of which to look; null for now.</param>
    /// <param name="after">Where the last page ended.</param>
    public static (string Sql, IReadOnlyList<object> Values) Page(RecordQuery query, Audience audience, long? seq, DateOnly today, Position? after, int limit)
    {
        var list = new ListSql(query, audience, seq, today);
        list.WriteKeys(after);
        list._sql.Append(CultureInfo.InvariantCulture, $"\nORDER BY 1 {list.Direction}, 2 {list.Direction} LIMIT ").Append(list.Value(limit));
        return (list._sql.ToString(), list._values);
    }

    /// <summary>How many records the whole list has.</summary>
    public static (string Sql, IReadOnlyList<object> Values) Count(RecordQuery query, Audience audience, long? seq, DateOnly today)
    {
        var list = new ListSql(query, audience, seq, today);
        list._sql.Append("SELECT count(*) FROM (");
        list.WriteKeys(null);
        list._sql.Append(')');
        return (list._sql.ToString(), list._values);
    }

    private string Direction => _query.Sort is Sort.OldestFirst ? "ASC" : "DESC";

    private bool SortsByNumber => _query.Sort is Sort.MostPeopleFirst or Sort.LastUpdatedFirst;

    private bool LooksAhead => _query.From > _today;

    private bool NeedsNumbers => SortsByNumber || LooksAhead || _query.To is not null || _query.Verification is not null
        || _query.Occurrence is not null || _query.MinPeople is not null || _query.MinSources is not null;

    /// <summary>Alternatives of the first clause become the arms of a UNION, which SQLite merges in order without sorting.</summary>
    private void WriteKeys(Position? after)
    {
        var first = _query.Clauses.Where(clause => !clause.Not).MinBy(clause => (clause.Terms.Count > 1 ? 100 : 0) + clause.Rank)!;
        for (var i = 0; i < first.Terms.Count; i++)
        {
            if (i > 0)
                _sql.Append("\nUNION\n");
            WriteArm(first, first.Terms[i], after);
        }
    }

    private void WriteArm(Clause first, Term term, Position? after)
    {
        var sortedBy = _query.Sort switch
        {
            Sort.MostPeopleFirst => "n.people",
            Sort.LastUpdatedFirst => "n.updated",
            _ => "p.day",
        };
        _sql.Append(CultureInfo.InvariantCulture, $"SELECT {sortedBy}, p.key FROM posting p");
        if (NeedsNumbers)
            _sql.Append(" JOIN event_index n ON n.key = p.key AND ").Append(Valid("n"));
        _sql.Append(CultureInfo.InvariantCulture, $"\nWHERE p.term = {Value(term.Text)} AND {Valid("p")} AND {Seen("p")} AND p.workflow {In(_query.Workflow)}");
        if (_seq is not null)
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND EXISTS (SELECT 1 FROM indexed x WHERE x.key = p.key AND {Seen("x")})");
        foreach (var clause in _query.Clauses)
        {
            if (clause != first)
                WriteClause(clause);
        }
        WriteDays();
        WriteNumbers();
        WriteInForce();
        if (after is { } position)
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND ({sortedBy}, p.key) {(Direction == "ASC" ? ">" : "<")} ({Value(position.Sorted)}, {Value(position.Key)})");
    }

    /// <summary>A scalar subquery and no EXISTS, which SQLite would turn into one more table of a join to be planned.</summary>
    private void WriteClause(Clause clause) => _sql.Append(CultureInfo.InvariantCulture,
        $"\nAND (SELECT 1 FROM posting q WHERE q.term IN ({string.Join(", ", clause.Terms.Select(term => Value(term.Text)))}) AND q.day = p.day AND q.key = p.key AND {Valid("q")} AND {Seen("q")} LIMIT 1) IS {(clause.Not ? "" : "NOT ")}NULL");

    private void WriteDays()
    {
        if (_query.From is { } from)
        {
            var day = Value(CalendarDay.Of(from));
            _sql.Append("\nAND p.day >= ").Append(day);
            // What is ongoing lasts to today, and into the future only when it begins there.
            if (LooksAhead)
                _sql.Append(CultureInfo.InvariantCulture, $"\nAND (p.day < {Value(CalendarDay.Latest)} OR n.earliest >= {day})");
        }
        if (_query.To is { } to)
            _sql.Append("\nAND n.earliest <= ").Append(Value(CalendarDay.Of(to)));
    }

    private void WriteNumbers()
    {
        if (_query.Verification is { } verification)
            _sql.Append("\nAND n.verification ").Append(In(verification));
        if (_query.Occurrence is { } occurrence)
            _sql.Append("\nAND n.occurrence ").Append(In(occurrence));
        if (_query.MinPeople is { } people)
            _sql.Append("\nAND n.people >= ").Append(Value(people));
        if (_query.MinSources is { } sources)
            _sql.Append("\nAND n.sources >= ").Append(Value(sources));
    }

    private void WriteInForce()
    {
        if (_query.InForceOn is { } day)
        {
            _sql.Append(CultureInfo.InvariantCulture, $"""

                AND (SELECT s.state FROM sanction_state s WHERE s.key = p.key AND s.day <= {Value(CalendarDay.Of(day))} AND {Valid("s")} ORDER BY s.day DESC LIMIT 1)
                IN ({(int)SanctionState.InForce}, {(int)SanctionState.Eased})
                """);
        }
    }

    private string Valid(string row) => _seq is { } seq
        ? string.Create(CultureInfo.InvariantCulture, $"{row}.from_seq <= {Value(seq)} AND {row}.to_seq > {Value(seq)}")
        : $"{row}.to_seq = {Open}";

    private string Seen(string row) => string.Create(CultureInfo.InvariantCulture, $"({row}.rights & {(int)_audience.Right()}) <> 0");

    private static string In(NumberFilter filter) =>
        $"{(filter.Not ? "NOT IN" : "IN")} ({string.Join(", ", filter.Values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>Everything that a caller sent is bound, never written into the text.</summary>
    private string Value(object value)
    {
        var known = _values.IndexOf(value);
        if (known < 0)
        {
            _values.Add(value);
            known = _values.Count - 1;
        }
        return string.Create(CultureInfo.InvariantCulture, $"?{known + 1}");
    }
}

/// <summary>A place in a list: the value by which it is sorted, and the key of the record.</summary>
internal readonly record struct Position(long Sorted, long Key);
