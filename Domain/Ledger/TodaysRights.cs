using Events.Domain.Events;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Lays the rights of today over an earlier version: what has been restricted since then is so in the past, too.</summary>
public static class TodaysRights
{
    /// <param name="later">The versions that came after it, also those of a record that took its place, newest first; the newest tells the rights of today.</param>
    /// <param name="today">Leads from records that have been merged since to those that took their place.</param>
    public static Stored<T> Over<T>(Stored<T> then, IReadOnlyList<T> later, Redirection today)
        where T : Record => (then, later) switch
        {
            (_, []) => then,
            (Stored<Person> it, IReadOnlyList<Person> people) => (Stored<T>)(object)(it with { Record = Over(it.Record, people[0]) }),
            (Stored<Event> it, IReadOnlyList<Event> events) => (Stored<T>)(object)(it with { Record = Over(it.Record, events, today) }),
            _ => then,
        };

    private static Person Over(Person then, Person today) =>
        today.Visibility is Visibility.Restricted ? then with { Visibility = Visibility.Restricted } : then;

    private static Event Over(Event then, IReadOnlyList<Event> later, Redirection today) => then with
    {
        Workflow = later[0].Rights().HasFlag(Rights.Everyone) ? then.Workflow : later[0].Workflow,
        EmbargoUntil = later[0].EmbargoUntil ?? then.EmbargoUntil,
        Place = then.Place is { } place && later.FirstOrDefault(e => e.Place is not null)?.Place is { Visibility: Visibility.Restricted }
            ? place with { Visibility = Visibility.Restricted }
            : then.Place,
        People = later.Any(e => e.People.Any(entry => entry.Visibility is Visibility.Restricted)) ? People(then, later, today) : then.People,
        Evidence = later.Any(e => e.Evidence.Any(entry => entry.Visibility is Visibility.Restricted)) ? EvidenceOf(then, later, today) : then.Evidence,
    };

    private static IReadOnlyList<NamedPerson> People(Event then, IReadOnlyList<Event> later, Redirection today)
    {
        List<IReadOnlyList<NamedPerson>> entries = [.. later.Select(e => e.People.ConvertAll(today.Of))];
        return then.People.ConvertAll(entry => today.Of(entry) is var meant
            && IsRestricted(entries, now => now with { Visibility = meant.Visibility } == meant, now => now.Person == meant.Person, now => now.Visibility)
                ? entry with { Visibility = Visibility.Restricted }
                : entry);
    }

    private static IReadOnlyList<Evidence> EvidenceOf(Event then, IReadOnlyList<Event> later, Redirection today)
    {
        List<IReadOnlyList<Evidence>> entries = [.. later.Select(e => e.Evidence.ConvertAll(today.Of))];
        return then.Evidence.ConvertAll(entry => today.Of(entry) is var meant
            && IsRestricted(entries, now => now with { Visibility = meant.Visibility } == meant, now => IsAlike(now, meant), now => now.Visibility)
                ? entry with { Visibility = Visibility.Restricted }
                : entry);
    }

    /// <summary>
    /// What the newest version says that still has the entry, word for word or else about the same thing: an entry that was
    /// restricted and then removed, or reworded while it was restricted, does not come back to light.
    /// </summary>
    private static bool IsRestricted<T>(IEnumerable<IReadOnlyList<T>> later, Func<T, bool> isSame, Func<T, bool> isAlike, Func<T, Visibility> visibility)
    {
        foreach (var entries in later)
        {
            var found = entries.Where(isSame).ToList();
            if (found.Count == 0)
                found = [.. entries.Where(isAlike)];
            if (found.Count > 0)
                return found.Exists(entry => visibility(entry) is Visibility.Restricted);
        }
        return false;
    }

    private static bool IsAlike(Evidence one, Evidence other) =>
        one.Report == other.Report && one.Aspect == other.Aspect && one.About == other.About;
}
