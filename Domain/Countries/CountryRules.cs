using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Countries;

/// <summary>The hard rules for countries.</summary>
public static class CountryRules
{
    public static IEnumerable<Violation> Check(RecordId id, Country country, IWorld world)
    {
        if (country.Parent is not { } parent)
            return [];
        if (parent.Id == id)
            return [new(Reason.LinkSelf, "/parent", "A country is not its own parent: name another one, or none.")];
        if (Walk.Leads(parent.Id, id, area => Parents(area, world)))
            return [new(Reason.LinkCycle, "/parent", $"\"{parent}\" lies in this country already: remove one of the two parents.")];
        return world.MissingCountry(parent, "/parent");
    }

    private static IEnumerable<RecordId> Parents(RecordId area, IWorld world) =>
        world.Find<Country>(area)?.Record.Parent is { } parent ? [parent.Id] : [];
}
