using Events.Api.Tests.Support;
using Events.Domain.Countries;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Countries;

public class CountryRulesTests
{
    [Theory]
    [InlineData("GE", null)]
    [InlineData("XX", Reason.UnknownReference)]
    [InlineData("GE-AB", Reason.LinkSelf)]
    [InlineData("GE-AB-1", Reason.LinkCycle)]
    public void The_parent_of_an_area_is_another_known_country_outside_it(string parent, Reason? broken)
    {
        var area = new Country { Code = new("GE-AB"), Name = "Abkhazia", Status = CountryStatus.Local, Parent = new(parent) };
        var world = new InMemoryWorld().PutCountries("GE")
            .Put("GE-AB", area)
            .Put("GE-AB-1", area with { Code = new("GE-AB-1"), Parent = new("GE-AB") });
        var violations = Rules.Check(new("GE-AB"), area, world).Select(violation => (violation.Reason, violation.Pointer));
        Assert.Equal(broken is { } reason ? [(reason, "/parent")] : [], violations);
    }
}
