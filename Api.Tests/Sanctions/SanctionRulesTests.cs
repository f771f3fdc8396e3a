using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Sanctions;

public class SanctionRulesTests
{
    private static readonly Sanction Measure = Brief().Get<Sanction>(Potash);

    [Fact]
    public void The_potash_sanction_breaks_no_rule() => Assert.Empty(Broken(Measure));

    [Fact]
    public void A_sanction_has_senders_and_targets() =>
        Assert.Equal(
            [(Reason.SanctionParties, "/senders"), (Reason.SanctionParties, "/targets")],
            Broken(Measure with { Senders = [], Targets = [] }));

    [Fact]
    public void No_one_is_on_both_sides() =>
        Assert.Equal([(Reason.SanctionParties, "/targets/1")], Broken(Measure with { Targets = [Party.Of(new("BY")), Party.Of(new("US"))] }));

    [Fact]
    public void Its_parties_exist() =>
        Assert.Equal(
            [(Reason.UnknownReference, "/senders/0/organization"), (Reason.UnknownReference, "/targets/0/country"), (Reason.UnknownReference, "/targets/1/person")],
            Broken(Measure with
            {
                Senders = [new() { Organization = new("none") }],
                Targets = [Party.Of(new("XX")), new() { Person = new("nobody") }],
            }));

    private static IEnumerable<(Reason, string)> Broken(Sanction sanction) =>
        Rules.Check(new(Potash), sanction, Brief()).Select(violation => (violation.Reason, violation.Pointer));
}
