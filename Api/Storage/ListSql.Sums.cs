using System.Globalization;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Statistics;

namespace Events.Api.Storage;

/// <remarks>Beside lists it writes sums over the events that a list would show.</remarks>
internal sealed partial class ListSql
{
    /// <summary>
    /// The days on which events may have begun, the values of up to two dimensions (columns 2 and 3), and what is measured:
    /// low, best, high and unknown (4 to 7), or the term of a report.
    /// </summary>
    /// <param name="isTimed">Whether it is asked when; else all days are one, which spares a group for each day.</param>
    public static (string Sql, IReadOnlyList<object> Values) Sums(
        ListPlan plan, Audience audience, long? seq, DateOnly today, IReadOnlyList<Dimension> by, Measure measure, HeadcountKind? headcounts, bool isTimed)
    {
        var list = new ListSql(plan, audience, seq, today);
        list.WriteSums(by, measure, headcounts, isTimed);
        return (list._sql.ToString(), list._values);
    }

    /// <summary>
    /// Terms of a facet lie together: they are read one after the other, and their events looked up among those that were
    /// chosen. The other way round each event would have to be looked up under each term that there is. Looked up by IN,
    /// since of a join SQLite might believe that few were chosen and read all of them each time.
    /// </summary>
    private void WriteSums(IReadOnlyList<Dimension> by, Measure measure, HeadcountKind? headcounts, bool isTimed)
    {
        List<string> facets = [.. by.Where(dimension => dimension.Terms is not null).Select(dimension => dimension.Terms!)];
        var columns = by.Select(dimension => dimension.Terms is { } terms ? $"f{facets.IndexOf(terms)}.term" : dimension == Dimension.Verification ? "n.verification" : "n.type").ToList();
        if (measure is Measure.Reports)
            facets.Add(EventTerms.Facet("report"));
        WriteChosen(facets);
        _sql.Append(CultureInfo.InvariantCulture, $"\nSELECT {(isTimed ? "n.earliest, n.latest" : "0, 0")}, {columns.FirstOrDefault("NULL")}, {columns.ElementAtOrDefault(1) ?? "NULL"}, ");
        _sql.Append(measure switch
        {
            Measure.Events => "count(*)",
            Measure.People => "sum(h.low), sum(h.best), CASE WHEN count(h.high) = count(*) THEN sum(h.high) END, sum(h.unknown)",
            _ => $"f{facets.Count - 1}.term",
        });
        _sql.Append(facets.Count > 0 ? "\nFROM posting f0" : "\nFROM chosen f0");
        if (isTimed || facets.Count == 0 || columns.Exists(column => column.StartsWith("n.", StringComparison.Ordinal)))
            _sql.Append(CultureInfo.InvariantCulture, $" CROSS JOIN event_index n ON n.key = f0.key AND {Valid("n")}");
        for (var i = 1; i < facets.Count; i++)
            _sql.Append(CultureInfo.InvariantCulture, $" CROSS JOIN f{i} ON f{i}.key = f0.key");
        if (headcounts is { } kind)
            _sql.Append(CultureInfo.InvariantCulture, $" CROSS JOIN event_people h ON h.key = f0.key AND h.kind = {(int)kind} AND {Valid("h")}");
        if (facets.Count > 0)
            _sql.Append("\nWHERE ").Append(IsUnder("f0", facets[0]));
        List<string> apart = [.. isTimed ? (string[])["n.earliest", "n.latest"] : [], .. columns];
        if (measure is not Measure.Reports && apart.Count > 0)
            _sql.Append("\nGROUP BY ").AppendJoin(", ", apart);
    }

    private void WriteChosen(List<string> facets)
    {
        _sql.Append("WITH chosen AS ").Append(facets.Count > 0 ? "MATERIALIZED" : "NOT MATERIALIZED").Append(" (");
        WriteArms("p.day", "p.day", null, null, "UNION");
        _sql.Append(')');
        for (var i = 1; i < facets.Count; i++)
            _sql.Append(CultureInfo.InvariantCulture, $",\nf{i} AS MATERIALIZED (SELECT q.key, q.term FROM posting q WHERE {IsUnder("q", facets[i])})");
    }

    /// <summary>One of those that were chosen, under some term of the facet: a colon and what follows.</summary>
    private string IsUnder(string row, string facet) =>
        $"{row}.term > {Value(facet)} AND {row}.term < {Value(facet[..^1] + ';')} AND {Valid(row)} AND {Seen(row)} AND {row}.key IN (SELECT key FROM chosen)";
}
