using Events.Domain.Events;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Lays the rights of today over an earlier version: what has been restricted since then is so in the past, too.</summary>
public static class TodaysRights
{
    public static Stored<T> Over<T>(Stored<T> then, T today)
        where T : Record => (then, today) switch
        {
            (Stored<Person> it, Person now) => (Stored<T>)(object)(it with { Record = Over(it.Record, now) }),
            (Stored<Event> it, Event now) => (Stored<T>)(object)(it with { Record = Over(it.Record, now) }),
            _ => then,
        };

    private static Person Over(Person then, Person today) =>
        today.Visibility is Visibility.Restricted ? then with { Visibility = Visibility.Restricted } : then;

    private static Event Over(Event then, Event today) => then with
    {
        Workflow = today.Rights().HasFlag(Rights.Everyone) ? then.Workflow : today.Workflow,
        EmbargoUntil = today.EmbargoUntil ?? then.EmbargoUntil,
        Place = then.Place is { } place && today.Place?.Visibility is Visibility.Restricted
            ? place with { Visibility = Visibility.Restricted }
            : then.Place,
        People = then.People.ConvertAll(entry =>
            today.People.Any(now => now.Person == entry.Person && now.Visibility is Visibility.Restricted)
                ? entry with { Visibility = Visibility.Restricted }
                : entry),
        Evidence = then.Evidence.ConvertAll(entry =>
            today.Evidence.Any(now => now.Visibility is Visibility.Restricted && IsSame(now, entry))
                ? entry with { Visibility = Visibility.Restricted }
                : entry),
    };

    private static bool IsSame(Evidence one, Evidence other) =>
        one.Report == other.Report && one.Aspect == other.Aspect && one.About == other.About;
}
