using Events.Domain.Ledger;
using Events.Domain.Organizations;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Organizations;

public class OrganizationRulesTests
{
    [Theory]
    [InlineData("BY", true)]
    [InlineData("XX", false)]
    public void The_country_of_an_organization_exists(string country, bool holds)
    {
        var organization = new Organization { Name = "Ministry", Type = OrganizationType.GovernmentBody, Country = new(country) };
        var broken = Rules.Check(new("new"), organization, Brief()).Select(violation => (violation.Reason, violation.Pointer));
        Assert.Equal(holds ? [] : [(Reason.UnknownReference, "/country")], broken);
    }
}
