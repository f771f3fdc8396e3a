using System.Globalization;
using System.Text;
using System.Text.Json;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>
/// Turns a query into one SQL statement and its values. What the plan drives with is read in the order of the list; all
/// else is looked up record by record, so that a page ends as soon as it is full.
/// </summary>
internal sealed partial class ListSql
{
    private const string Open = "9223372036854775807";

    /// <summary>A name that holds the words counts more than any text.</summary>
    private const string ScoreOfName = "1000000000";

    private readonly StringBuilder _sql = new();
    private readonly List<object> _values = [];
    private readonly ListPlan _plan;
    private readonly RecordQuery _query;
    private readonly Audience _audience;
    private readonly long? _seq;
    private readonly DateOnly _today;

    private ListSql(ListPlan plan, Audience audience, long? seq, DateOnly today) => (_plan, _query, _audience, _seq, _today) = (plan, plan.Query, audience, seq, today);

    /// <summary>The keys of a page, each with the value by which the list is sorted.</summary>
    /// <param name="seq">The commit as of which to look; null for now.</param>
    /// <param name="after">Where the last page ended.</param>
    public static (string Sql, IReadOnlyList<object> Values) Page(ListPlan plan, Audience audience, long? seq, DateOnly today, Position? after, int limit)
    {
        var list = new ListSql(plan, audience, seq, today);
        if (plan.Query.Sort is Sort.BestFirst)
            list.WriteBest(after, limit);
        else
            list.WritePage(after, limit);
        return (list._sql.ToString(), list._values);
    }

    /// <summary>How many records the whole list has.</summary>
    public static (string Sql, IReadOnlyList<object> Values) Count(ListPlan plan, Audience audience, long? seq, DateOnly today)
    {
        var list = new ListSql(plan, audience, seq, today);
        list._sql.Append("SELECT count(*) FROM (");
        list.WriteArms("p.day", "p.day", null, null, "UNION");
        list._sql.Append(')');
        return (list._sql.ToString(), list._values);
    }

    private string Direction => _query.Sort is Sort.OldestFirst ? "ASC" : "DESC";

    private string SortedBy => _query.Sort switch
    {
        Sort.MostPeopleFirst => "n.people",
        Sort.LastUpdatedFirst => "n.updated",
        _ => "p.day",
    };

    private bool LooksAhead => _query.From > _today;

    private bool NeedsNumbers => LooksAhead || _query.Sort is Sort.MostPeopleFirst or Sort.LastUpdatedFirst || _query.To is not null || _query.Verification is not null
        || _query.Occurrence is not null || _query.MinPeople is not null || _query.MinSources is not null || _query.Box is not null;

    private void WritePage(Position? after, int limit)
    {
        var arms = WriteArms(SortedBy, SortedBy, after, limit, "UNION");
        if (arms > 1)
            WriteOrder("1", "2", limit);
    }

    /// <summary>One record may fit by its text and by a name: the better counts.</summary>
    private void WriteBest(Position? after, int limit)
    {
        _sql.Append("SELECT max(sorted), key FROM (");
        WriteArms(ScoreOfName, "CAST(bm25(record_text, 5.0, 1.0) * -1000000 AS INTEGER)", null, null, "UNION ALL");
        _sql.Append(") GROUP BY key");
        if (after is { } position)
            _sql.Append(CultureInfo.InvariantCulture, $" HAVING (max(sorted), key) < ({Value(position.Sorted)}, {Value(position.Key)})");
        WriteOrder("1", "2", limit);
    }

    private void WriteOrder(string sorted, string key, int limit) =>
        _sql.Append(CultureInfo.InvariantCulture, $"\nORDER BY {sorted} {Direction}, {key} {Direction} LIMIT {Value(limit)}");

    /// <summary>
    /// Alternatives become the arms of a UNION; each brings no more than the page needs, so that none of them is read to
    /// its end and sorted.
    /// </summary>
    /// <returns>How many there are.</returns>
    private int WriteArms(string sortedBy, string textSortedBy, Position? after, int? limit, string union)
    {
        var arms = _plan.Arms(isPinned: _seq is not null);
        for (var i = 0; i < arms.Count; i++)
        {
            if (i > 0)
                _sql.Append('\n').Append(union).Append('\n');
            if (arms.Count > 1)
                _sql.Append("SELECT * FROM (");
            WriteArm(arms[i], arms[i] is TextArm ? textSortedBy : sortedBy, after);
            if (limit is { } most)
                WriteArmOrder(arms[i], sortedBy, most);
            else if (_query.Sort is Sort.BestFirst)
                _sql.Append(" LIMIT -1"); // Or SQLite would move the rank into the grouping, where it cannot be computed.
            if (arms.Count > 1)
                _sql.Append(')');
        }
        return arms.Count;
    }

    private void WriteArmOrder(Arm arm, string sortedBy, int limit)
    {
        // The rows of the text index lie in the order of lists: its own order ends the reading early, an equal one does not.
        if (arm is TextArm && sortedBy == "p.day")
            _sql.Append(CultureInfo.InvariantCulture, $"\nORDER BY t.rowid {Direction} LIMIT {Value(limit)}");
        else
            WriteOrder(sortedBy, arm is NumberArm ? "n.key" : "p.key", limit);
    }

    private void WriteArm(Arm arm, string sortedBy, Position? after)
    {
        _sql.Append(CultureInfo.InvariantCulture, $"SELECT {sortedBy} AS sorted, p.key AS key FROM ");
        WriteFrom(arm);
        _sql.Append(CultureInfo.InvariantCulture, $" AND {Valid("p")} AND {Seen("p")} AND p.workflow {In(_query.Workflow)}");
        if (_seq is not null)
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND EXISTS (SELECT 1 FROM indexed x WHERE x.key = p.key AND {Seen("x")})");
        foreach (var clause in _query.Clauses)
        {
            if (clause != (arm as TermArm)?.Clause)
                _sql.Append("\nAND ").Append(Holds(clause.Terms.Select(term => term.Text))).Append(clause.Not ? " IS NULL" : " IS NOT NULL");
        }
        WriteWords(arm);
        WriteDays();
        WriteNumbers();
        WriteInForce();
        if (after is { } position)
            WriteAfter(arm, sortedBy, position);
    }

    private void WriteFrom(Arm arm)
    {
        var numbers = $"JOIN event_index n ON n.key = p.key AND {Valid("n")}";
        _sql.Append(arm switch
        {
            TermArm it => $"posting p {(NeedsNumbers ? numbers : "")}\nWHERE p.term = {Value(it.Term)}",
            TextArm it => $"record_text t CROSS JOIN posting p {(NeedsNumbers ? numbers : "")}\nWHERE record_text MATCH {Value(it.Match)} AND {AtPlaceOf("t.rowid")}",
            ChangedArm it => $"json_each({Value(it.Rows)}) j CROSS JOIN posting p {(NeedsNumbers ? numbers : "")}\nWHERE {AtPlaceOf("j.value")}",
            NumberArm => $"event_index n INDEXED BY event_index_{(_query.Sort is Sort.MostPeopleFirst ? "people" : "updated")} CROSS JOIN indexed i ON i.key = n.key CROSS JOIN posting p\nWHERE {Valid("n")} AND {AtPlace("i.day", "n.key")}",
            _ => throw new NotSupportedException(),
        });
        if (arm is TextArm && _plan.Text!.Changed is not null)
            _sql.Append("\nAND ").Append(Unchanged);
    }

    private string AtPlaceOf(string row) =>
        AtPlace($"({row} >> {DerivedRows.KeyBits}) + {DerivedRows.FirstDay.ToString(CultureInfo.InvariantCulture)}", $"({row} & {DerivedRows.KeyMask})");

    private string AtPlace(string day, string key) => $"p.term = {Value(Term.All(_query.Kind).Text)} AND p.day = {day} AND p.key = {key}";

    private static string RowOfText => $"((p.day - {DerivedRows.FirstDay.ToString(CultureInfo.InvariantCulture)}) << {DerivedRows.KeyBits} | p.key)";

    /// <summary>The text index holds texts of now: of a past seq they tell only where nothing has changed.</summary>
    private string Unchanged => $"(SELECT 1 FROM record f JOIN record c ON c.kind = f.kind AND c.id = f.id AND c.seq > {Value(_seq!.Value)} WHERE f.row = p.key LIMIT 1) IS NULL";

    /// <summary>An arm of the text index holds all words; any other has them looked up.</summary>
    private void WriteWords(Arm arm)
    {
        if (_plan.Text is not { } text)
            return;
        if (arm is not (TextArm or ChangedArm))
        {
            foreach (var word in text.All.Where(word => word != (arm as TermArm)?.Word))
                _sql.Append("\nAND (").Append(Holds(word)).Append(')');
        }
        foreach (var word in text.None)
            _sql.Append("\nAND NOT (").Append(Holds(word)).Append(')');
    }

    private string Holds(WordPlan word)
    {
        var text = $"(SELECT 1 FROM record_text WHERE record_text MATCH {Value(word.Match)} AND rowid = {RowOfText}) IS NOT NULL";
        if (word.Changed is { } changed)
            text = $"({text} AND {Unchanged}) OR {RowOfText} IN (SELECT value FROM json_each({Value(changed)}))";
        return word.Terms.Count == 0 ? text : $"{text} OR {HoldsAny(JsonSerializer.Serialize(word.Terms))} IS NOT NULL";
    }

    /// <summary>As <see cref="Holds(IEnumerable{string})"/>, of terms that may be many, and are looked up in every arm: they are one value.</summary>
    private string HoldsAny(string terms) =>
        $"(SELECT 1 FROM json_each({Value(terms)}) b CROSS JOIN posting q ON q.term = b.value AND q.day = p.day AND q.key = p.key AND {Valid("q")} AND {Seen("q")} LIMIT 1)";

    /// <summary>A scalar subquery and no EXISTS, which SQLite would turn into one more table of a join to be planned.</summary>
    private string Holds(IEnumerable<string> terms) =>
        $"(SELECT 1 FROM posting q WHERE q.term IN ({string.Join(", ", terms.Select(Value))}) AND q.day = p.day AND q.key = p.key AND {Valid("q")} AND {Seen("q")} LIMIT 1)";

    private void WriteAfter(Arm arm, string sortedBy, Position after)
    {
        var beyond = Direction == "ASC" ? ">" : "<";
        if (arm is TextArm && sortedBy == "p.day")
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND t.rowid {beyond} {Value(DerivedRows.TextRow((int)after.Sorted, after.Key))}");
        else
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND ({sortedBy}, p.key) {beyond} ({Value(after.Sorted)}, {Value(after.Key)})");
    }

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
        // Its clause has found the cells of the map that the box touches.
        if (_query.Box is { } box)
            _sql.Append(CultureInfo.InvariantCulture, $"\nAND n.lat BETWEEN {Value(box.South)} AND {Value(box.North)} AND (n.lon >= {Value(box.West)} {(box.West <= box.East ? "AND" : "OR")} n.lon <= {Value(box.East)})");
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
