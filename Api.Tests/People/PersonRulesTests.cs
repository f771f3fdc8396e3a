using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.People;

public class PersonRulesTests
{
    [Theory]
    [InlineData("1962-09-25", "1962-09-24", false)]
    [InlineData("1962-09-25", "1962-09-25", true)]
    [InlineData("1962-09-25", "1962", true)]
    [InlineData("1962-09-25", "[..2025-12-13]", true)]
    [InlineData(null, "2025", true)]
    public void Nobody_dies_before_birth(string? born, string died, bool holds)
    {
        var person = new Person { Name = "A", BornOn = born is null ? null : EdtfDate.Parse(born), DiedOn = EdtfDate.Parse(died) };
        Assert.Equal(holds ? [] : [(Reason.DateOrder, "/diedOn")], Broken(person));
    }

    [Fact]
    public void A_range_begins_before_it_ends() =>
        Assert.Equal([(Reason.DateOrder, "/bornOn")], Broken(new() { Name = "A", BornOn = EdtfDate.Parse("[1963..1962]") }));

    [Fact]
    public void Citizenships_are_those_of_known_countries() =>
        Assert.Equal([(Reason.UnknownReference, "/citizenships/1")], Broken(new() { Name = "A", Citizenships = [new("BY"), new("XX")] }));

    private static IEnumerable<(Reason, string)> Broken(Person person) =>
        Rules.Check(new("new"), person, Brief()).Select(violation => (violation.Reason, violation.Pointer));
}
