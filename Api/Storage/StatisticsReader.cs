using System.Globalization;
using System.Text;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Counts events, people and reports over the events that a list would show: from what is counted ahead where that answers the question, else event by event.</summary>
/// <param name="ahead">Whether to use what is counted ahead; both ways give the same.</param>
internal sealed class StatisticsReader(RecordReader reader, bool ahead = true)
{
    public Series Read(SeriesQuery query)
    {
        query = query with { Events = reader.Understand(query.Events) };
        IEnumerable<Measured> Measure(IReadOnlyList<Dimension> by) => Count(query.Events, by, query.Interval);
        // Where each event has one value at the most, the numbers by value add up to those of all events.
        if (query.Measure is Domain.Statistics.Measure.Events && query.By.All(dimension => dimension.Terms is null))
        {
            List<Measured> measured = [.. Measure(query.By)];
            return Series.Of(query, measured, measured);
        }
        List<Measured> all = [.. Measure([])];
        return Series.Of(query, all, query.Measure is Domain.Statistics.Measure.Events ? Measure(query.By) : Rows(query.Events, query.By, query.Measure, query.Headcounts, isTimed: true));
    }

    public Facets Read(FacetQuery query)
    {
        query = query with { Events = reader.Understand(query.Events) };
        return Facets.Of(query, by => Count(query.Events, by, interval: null));
    }

    private IEnumerable<Measured> Count(RecordQuery query, IReadOnlyList<Dimension> by, Interval? interval) =>
        ahead && reader is { AsOf: null, Audience: Audience.Everyone } && EventTally.Ask(query, by, interval, reader.World.Today) is { } question
            ? Tally(question, by, isTimed: interval is not null)
            : Rows(query, by, Measure.Events, null, isTimed: interval is not null);

    private IEnumerable<Measured> Rows(RecordQuery query, IReadOnlyList<Dimension> by, Measure measure, HeadcountKind? headcounts, bool isTimed)
    {
        var (sql, values) = ListSql.Sums(reader.Plan(query), reader.Audience, reader.AsOf, reader.World.Today, by, measure, headcounts, isTimed);
        var statement = reader.Bind(sql, values);
        while (statement.Step())
        {
            var (figure, report) = measure switch
            {
                Measure.Events => (Figure.Of(statement.Long(4)), null),
                Measure.People => (new Figure(statement.Long(4), statement.Long(5), statement.IsNull(6) ? null : statement.Long(6), statement.Long(7)), null),
                _ => (Figure.Of(1), (string?)statement.Text(4)),
            };
            yield return new Measured(Span(statement), Values(statement, by), figure, report);
        }
        statement.Reset();
    }

    /// <summary>Adds up what is counted ahead.</summary>
    /// <param name="isTimed">Whether it is asked when; else all days are one.</param>
    private IEnumerable<Measured> Tally(TallyQuestion question, IReadOnlyList<Dimension> by, bool isTimed)
    {
        var columns = by.Select(dimension => dimension.Terms is null ? "type" : "term").ToList();
        var sql = new StringBuilder(isTimed ? "SELECT earliest, latest, " : "SELECT 0, 0, ").Append(columns.FirstOrDefault("NULL")).Append(", ").Append(columns.ElementAtOrDefault(1) ?? "NULL");
        sql.Append(", sum(events) FROM event_tally WHERE earliest <= ?1 AND ends >= ?2 AND ").Append(question.IsRange ? "term > ?3 AND term < ?4" : "term = ?3");
        if (question.Types.Count < Enum.GetValues<EventType>().Length)
            sql.Append(" AND type IN (").AppendJoin(", ", question.Types.Order().Select(type => ((int)type).ToString(CultureInfo.InvariantCulture))).Append(')');
        List<string> apart = [.. columns.Where(column => column == "term"), .. isTimed ? (string[])["earliest", "latest"] : [], .. columns.Where(column => column == "type")];
        if (apart.Count > 0)
            sql.Append(" GROUP BY ").AppendJoin(", ", apart);
        List<object> values = [CalendarDay.Of(question.To ?? DateOnly.MaxValue), CalendarDay.Of(question.From ?? DateOnly.MinValue), question.Term];
        if (question.IsRange)
            values.Add(question.Term[..^1] + ';');
        var statement = reader.Bind(sql.ToString(), values);
        while (statement.Step())
        {
            // Without a value to tell apart there is one row, also of nothing.
            if (!statement.IsNull(4))
                yield return new Measured(Span(statement), Values(statement, by), Figure.Of(statement.Long(4)));
        }
        statement.Reset();
    }

    private static DaySpan Span(Statement statement) => new((int)statement.Long(0), (int)statement.Long(1));

    private static ValuePair Values(Statement statement, IReadOnlyList<Dimension> by) => new(
        by.Count > 0 ? by[0].ValueOf(statement, 2) : null, by.Count > 1 ? by[1].ValueOf(statement, 3) : null);
}

internal static class DimensionColumns
{
    /// <summary>The value that a column holds: a term, or the number of a code.</summary>
    public static string ValueOf(this Dimension dimension, Statement statement, int column) => dimension.Terms is null
        ? dimension.ValueOf((int)statement.Long(column))
        : dimension.ValueOf(statement.Text(column));
}
