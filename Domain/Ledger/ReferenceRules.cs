using Events.Domain.Countries;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The rule that what a record refers to exists.</summary>
internal static class ReferenceRules
{
    public static IEnumerable<Violation> Missing<T>(this IWorld world, RecordId? id, string pointer)
        where T : Record
    {
        if (id is { } referred && world.Find<T>(referred) is null)
            yield return Unknown(pointer, $"There is no {Code.Of(RecordJson.KindOf<T>())} \"{referred}\": correct the reference, or create that record first.");
    }

    public static IEnumerable<Violation> MissingCountry(this IWorld world, CountryCode? code, string pointer) =>
        world.Missing<Country>(code?.Id, pointer);

    public static IEnumerable<Violation> MissingParty(this IWorld world, Party party, string pointer) =>
    [
        .. world.MissingCountry(party.Country, pointer + "/country"),
        .. world.Missing<Organization>(party.Organization, pointer + "/organization"),
        .. world.Missing<Person>(party.Person, pointer + "/person"),
    ];

    public static Violation Unknown(string pointer, string message) => new(Reason.UnknownReference, pointer, message);
}
