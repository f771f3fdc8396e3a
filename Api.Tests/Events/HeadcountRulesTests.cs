using CsCheck;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Events;

public class HeadcountRulesTests
{
    private static readonly Gen<long?> Number = Gen.Select(Gen.Bool, Gen.Long[-3, 12], (known, number) => known ? number : (long?)null);

    [Fact]
    public void A_count_is_admitted_exactly_when_its_known_numbers_ascend_from_zero() =>
        Gen.Select(Number, Number, Number).Sample((low, best, high) =>
        {
            var known = new[] { 0, low, best, high }.OfType<long>().ToList();
            var ascends = known.Zip(known.Skip(1)).All(pair => pair.First <= pair.Second);
            var broken = Broken(Count(Released(0) with { Low = low, Best = best, High = high }));
            Assert.Equal(ascends ? [] : [(Reason.HeadcountOrder, "/headcounts/0")], broken);
        });

    [Fact]
    public void A_part_is_refused_exactly_when_its_low_exceeds_the_high_of_its_whole() =>
        Gen.Select(Gen.Long[0, 20], Gen.Long[0, 20], Gen.Bool).Sample((part, whole, isKnown) =>
        {
            var e = Count(
                Released(whole) with { High = isKnown ? whole : null },
                Released(part) with { Key = "part", Of = new() { Key = "released" } });
            Assert.Equal(isKnown && part > whole ? [(Reason.HeadcountExceedsParent, "/headcounts/1")] : [], Broken(e));
        });

    [Fact]
    public void A_part_in_another_event_is_held_against_its_whole_from_both_ends()
    {
        var world = Brief();
        Assert.Equal([(Reason.HeadcountExceedsParent, "/headcounts/0")], Broken(Transfer("UA", 124, 124), ToUkraine, world));
        Assert.Empty(Broken(Transfer("UA", 123, 130), ToUkraine, world));

        var release = world.Get<Event>(Release);
        Assert.Equal([(Reason.HeadcountExceedsParent, "/headcounts/0")], Broken(release with { Headcounts = [Released(113)] }, Release, world));
        Assert.Empty(Broken(release with { Headcounts = [Released(114)] }, Release, world));
    }

    [Fact]
    public void A_headcount_that_another_event_counts_a_part_of_stays()
    {
        var world = Brief();
        var renamed = world.Get<Event>(Release) with { Headcounts = [Released(123) with { Key = "freed" }], Evidence = [Supports(Article)] };
        Assert.Equal([(Reason.UnknownReference, "/headcounts")], Broken(renamed, Release, world));
    }

    [Fact]
    public void Two_headcounts_of_an_event_do_not_share_a_key() =>
        Assert.Equal([(Reason.InvalidValue, "/headcounts/1/key")], Broken(Count(Released(1), Released(2))));

    [Theory]
    [InlineData("none", "released", "/headcounts/0/of/event")]
    [InlineData(Release, "none", "/headcounts/0/of/key")]
    [InlineData(null, "none", "/headcounts/0/of/key")]
    public void The_whole_of_a_part_exists(string? holder, string key, string pointer)
    {
        var part = Released(1) with { Key = "part", Of = new() { Event = holder is null ? null : new(holder), Key = key } };
        Assert.Equal([(Reason.UnknownReference, pointer)], Broken(Count(part)));
    }

    [Fact]
    public void A_headcount_is_no_part_of_itself() =>
        Assert.Equal([(Reason.LinkCycle, "/headcounts/0/of")], Broken(Count(Released(1) with { Of = new() { Key = "released" } })));

    [Fact]
    public void Parts_do_not_go_round_in_a_circle()
    {
        var e = Count(
            Released(1) with { Key = "a", Of = new() { Key = "b" } },
            Released(2) with { Key = "b", Of = new() { Key = "a" } },
            Released(3) with { Key = "c", Of = new() { Key = "a" }, Low = 0 });
        Assert.Equal([(Reason.LinkCycle, "/headcounts/0/of"), (Reason.LinkCycle, "/headcounts/1/of")], Broken(e));
    }

    [Fact]
    public void Parts_do_not_go_round_in_a_circle_through_another_event()
    {
        var world = Brief();
        var release = world.Get<Event>(Release) with { Headcounts = [Released(123) with { Of = new() { Event = new(ToUkraine), Key = "received" } }] };
        world.Put(Release, release);
        Assert.Contains((Reason.LinkCycle, "/headcounts/0/of"), Broken(release, Release, world));
        Assert.Contains((Reason.LinkCycle, "/headcounts/0/of"), Broken(world.Get<Event>(ToUkraine), ToUkraine, world));
    }

    [Fact]
    public void A_claimed_count_is_in_order_too()
    {
        var claim = Supports(Article) with { Aspect = EvidenceAspect.Headcount, Value = new() { Count = new(9, 8, 9) } };
        Assert.Equal([(Reason.HeadcountOrder, "/evidence/0/value")], Broken(Count() with { Evidence = [claim] }));
    }

    private static Event Count(params Headcount[] headcounts) => Event(EventType.Other, "2025-12-13") with { Headcounts = headcounts };

    private static IEnumerable<(Reason, string)> Broken(Event e, string id = "new", InMemoryWorld? world = null) =>
        Rules.Check(new(id), e, world ?? Brief()).Select(violation => (violation.Reason, violation.Pointer));
}
