using Events.Domain.Ledger;

namespace Events.Domain.Organizations;

/// <summary>The hard rules for organizations.</summary>
public static class OrganizationRules
{
    public static IEnumerable<Violation> Check(Organization organization, IWorld world) =>
        world.MissingCountry(organization.Country, "/country");
}
