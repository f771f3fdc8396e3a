using Events.Domain.Ledger;

namespace Events.Domain.People;

/// <summary>The hard rules for people.</summary>
public static class PersonRules
{
    public static IEnumerable<Violation> Check(Person person, IWorld world) =>
    [
        .. DateRules.Unordered(person.BornOn, "/bornOn"),
        .. DateRules.Unordered(person.DiedOn, "/diedOn"),
        .. DateRules.Before(person.DiedOn, person.BornOn, "/diedOn"),
        .. person.Citizenships.Index().SelectMany(c => world.MissingCountry(c.Item, $"/citizenships/{c.Index}")),
    ];
}
