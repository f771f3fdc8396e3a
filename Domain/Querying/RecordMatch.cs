using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>Whether one record fits a query: what a list finds by its indexes, asked of a single record.</summary>
public static class RecordMatch
{
    /// <param name="standing">Where the record stands at that moment.</param>
    /// <param name="today">The day of that moment: what is ongoing lasts to it.</param>
    /// <param name="text">Its words.</param>
    /// <param name="bearers">The terms under which whoever bears a phrase as a name is found.</param>
    public static bool Fits(this RecordQuery query, Standing standing, Audience audience, DateOnly today, Func<SearchText> text, Func<Phrase, IReadOnlyList<string>> bearers)
    {
        if (!audience.Sees(standing.Rights) || !Holds(query.Workflow, (int)standing.Workflow))
            return false;
        foreach (var clause in query.Clauses)
        {
            if (clause.Terms.Any(term => StandsUnder(term.Text)) == clause.Not)
                return false;
        }
        return FitsDays(query, standing, today) && FitsNumbers(query, standing.Numbers) && (query.Text is not { } words || FitsWords(words));

        bool StandsUnder(string term) => audience.Sees(standing.Terms.Rights.GetValueOrDefault(term));

        bool FitsWords(TextQuery words)
        {
            var own = text();
            return words.All.All(phrase => Has(own, phrase)) && !words.None.Any(phrase => Has(own, phrase));
        }

        bool Has(SearchText own, Phrase phrase) =>
            phrase.IsIn(own.Title) || (own.Body is { } body && phrase.IsIn(body)) || bearers(phrase).Any(StandsUnder);
    }

    private static bool FitsDays(RecordQuery query, Standing standing, DateOnly today)
    {
        if (query.From is { } from)
        {
            var day = CalendarDay.Of(from);
            if (standing.Day < day)
                return false;
            // What is ongoing lasts to today, and into the future only when it begins there.
            if (from > today && standing.Day >= CalendarDay.Latest && !(standing.Numbers?.Span.Earliest >= day))
                return false;
        }
        return query.To is not { } to || standing.Numbers?.Span.Earliest <= CalendarDay.Of(to);
    }

    private static bool FitsNumbers(RecordQuery query, EventNumbers? numbers)
    {
        if (query is { Verification: null, Occurrence: null, MinPeople: null, MinSources: null, Box: null })
            return true;
        return numbers is not null
            && (query.Verification is not { } verification || Holds(verification, (int)numbers.Verification))
            && (query.Occurrence is not { } occurrence || Holds(occurrence, (int)numbers.Occurrence))
            && (query.MinPeople is not { } people || (numbers.People ?? -1) >= people)
            && (query.MinSources is not { } sources || numbers.Sources >= sources)
            && (query.Box is not { } box || (numbers is { Lat: { } lat, Lon: { } lon } && box.Holds(lat, lon)));
    }

    private static bool Holds(NumberFilter filter, int value) => filter.Values.Contains(value) != filter.Not;
}
