using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Domain.Statistics;

/// <summary>What is counted ahead of all questions: the published events that everybody may see, by month and type, under a few terms.</summary>
public static class EventTally
{
    private static readonly string[] Families = [Dimension.Country.Terms!, Dimension.CountryActor.Terms!, Dimension.CountryTarget.Terms!];

    /// <summary>Under what an event is counted.</summary>
    /// <param name="day">Its place in lists.</param>
    public static IEnumerable<TallyRow> Of(Workflow workflow, int day, IReadOnlyDictionary<string, Rights> terms, EventType type, DaySpan span)
    {
        if (workflow is not Workflow.Published)
            return [];
        var (earliest, latest, ends) = (MonthOf(span.Earliest).First, MonthOf(span.Latest).Last, MonthOf(day).Last);
        return terms.Where(term => Audience.Everyone.Sees(term.Value) && IsCounted(term.Key))
            .Select(term => new TallyRow(term.Key, earliest, latest, ends, type));
    }

    /// <summary>The question put to what is counted ahead; null when that cannot answer it.</summary>
    /// <param name="interval">How long the buckets are; null when time does not matter.</param>
    public static TallyQuestion? Ask(RecordQuery query, IReadOnlyList<Dimension> by, Interval? interval, DateOnly today)
    {
        if (interval is Interval.Day or Interval.Week || !IsPlain(query) || !FitsMonths(query, today))
            return null;
        var ranges = by.Where(dimension => dimension.Terms is not null).ToList();
        if (by.Contains(Dimension.Verification) || ranges.Exists(dimension => !dimension.IsCountry) || ranges.Count > 1)
            return null;
        var types = Enum.GetValues<EventType>().ToHashSet();
        var term = EventTerms.All.Text;
        foreach (var clause in query.Clauses)
        {
            if (TypesOf(clause) is { } asked)
                types.RemoveWhere(type => asked.Contains(type) == clause.Not);
            else if (clause is { Not: false, Terms: [var only] } && IsCounted(only.Text) && term == EventTerms.All.Text)
                term = only.Text;
            else
                return null;
        }
        if (ranges is [var range])
            return term == EventTerms.All.Text ? new TallyQuestion(range.Terms!, IsRange: true, types, query.From, query.To) : null;
        return new TallyQuestion(term, IsRange: false, types, query.From, query.To);
    }

    private static bool IsCounted(string term) => term == EventTerms.All.Text || Array.Exists(Families, family => term.StartsWith(family, StringComparison.Ordinal));

    private static bool IsPlain(RecordQuery query) =>
        query is { Verification: null, Occurrence: null, MinPeople: null, MinSources: null, Text: null, Box: null, InForceOn: null, Workflow: { Not: false, Values: [(int)Workflow.Published] } };

    /// <summary>Whole months, and no future: what is ongoing would count there only when it begins there.</summary>
    private static bool FitsMonths(RecordQuery query, DateOnly today) =>
        query.From is not { Day: > 1 } && !(query.From > today) && !(query.To is { } to && CalendarDay.Of(to) != MonthOf(CalendarDay.Of(to)).Last);

    private static HashSet<EventType>? TypesOf(Clause clause)
    {
        var prefix = EventTerms.Facet("type");
        return clause.Terms.All(term => term.Text.StartsWith(prefix, StringComparison.Ordinal))
            ? [.. clause.Terms.Select(term => Code.Parse<EventType>(term.Text[prefix.Length..]))]
            : null;
    }

    private static (int First, int Last) MonthOf(int day)
    {
        var date = CalendarDay.From(day);
        var first = day - date.Day + 1;
        return (first, first + DateTime.DaysInMonth(date.Year, date.Month) - 1);
    }
}

/// <summary>One number that is kept: how many events are alike in all this.</summary>
/// <param name="Earliest">The first day of the month in which they may have begun at the earliest.</param>
/// <param name="Latest">The last day of the month in which they may have begun at the latest.</param>
/// <param name="Ends">The last day of the month in which they ended at the latest.</param>
public readonly record struct TallyRow(string Term, int Earliest, int Latest, int Ends, EventType Type);

/// <summary>What to add up of the numbers that are kept.</summary>
/// <param name="Term">One term, or the beginning of all that are asked for.</param>
public sealed record TallyQuestion(string Term, bool IsRange, IReadOnlySet<EventType> Types, DateOnly? From, DateOnly? To);
