using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Events;

public class LinkRulesTests
{
    [Fact]
    public void An_event_is_not_linked_to_itself()
    {
        var world = Brief();
        var lift = world.Get<Event>(Lift) with { Links = [Link(LinkType.PartOf, Lift)] };
        Assert.Equal([(Reason.LinkSelf, "/links/0/to")], Broken(lift, Lift, world.Put(Lift, lift)));
    }

    [Fact]
    public void A_link_is_held_once()
    {
        var talks = Statement(Link(LinkType.Implements, Agreement), Link(LinkType.RespondsTo, Agreement), Link(LinkType.Implements, Agreement));
        Assert.Equal([(Reason.LinkDuplicate, "/links/2")], Broken(talks, "new", Brief()));
    }

    [Fact]
    public void A_symmetric_link_is_held_at_one_end_only()
    {
        var world = Brief();
        var lift = world.Get<Event>(Lift);
        Assert.Equal([(Reason.LinkDuplicate, "/links/0")], Broken(lift with { Links = [Link(LinkType.InExchangeFor, Release)] }, Lift, world));
        Assert.Empty(Broken(lift with { Links = [Link(LinkType.InExchangeFor, ToUkraine)] }, Lift, world));

        world.Put("other", Statement(Link(LinkType.Implements, Lift)));
        Assert.Empty(Broken(lift with { Links = [Link(LinkType.InExchangeFor, "other")] }, Lift, world));
    }

    [Theory]
    [InlineData(LinkType.PartOf, true)]
    [InlineData(LinkType.FollowsFrom, true)]
    [InlineData(LinkType.RespondsTo, false)]
    [InlineData(LinkType.Implements, false)]
    public void What_must_not_go_round_in_a_circle_does_not(LinkType type, bool isRefused)
    {
        var world = Brief()
            .Put("first", Statement(Link(type, "last")))
            .Put("middle", Statement(Link(type, "first")))
            .Put("last", Statement(Link(type, "middle")));
        foreach (var id in (string[])["first", "middle", "last"])
            Assert.Equal(isRefused ? [(Reason.LinkCycle, "/links/0/to")] : [], Broken(world.Get<Event>(id), id, world));
    }

    [Fact]
    public void Links_of_different_types_make_no_circle()
    {
        var world = Brief()
            .Put("first", Statement(Link(LinkType.PartOf, "last")))
            .Put("last", Statement(Link(LinkType.FollowsFrom, "first")));
        Assert.Empty(Broken(world.Get<Event>("last"), "last", world));
    }

    [Fact]
    public void A_circle_among_others_does_not_hold_up_the_check()
    {
        var world = Brief()
            .Put("first", Statement(Link(LinkType.PartOf, "last")))
            .Put("last", Statement(Link(LinkType.PartOf, "first")));
        Assert.Empty(Broken(Statement(Link(LinkType.PartOf, "first")), "new", world));
    }

    [Fact]
    public void Only_acts_that_undo_each_other_are_joined_by_reverses()
    {
        var world = WithLaterEvidence();
        var arrest = world.Get<Event>(Arrest);
        Assert.Empty(Broken(arrest, Arrest, world));
        Assert.Equal([(Reason.LinkNotAllowed, "/links/0/type")], Broken(arrest with { Links = [Link(LinkType.Reverses, Talks)] }, Arrest, world));
    }

    [Fact]
    public void An_event_that_is_reversed_keeps_a_type_that_can_be()
    {
        var world = WithLaterEvidence();
        var release = world.Get<Event>(SeptemberRelease);
        Assert.Equal([(Reason.LinkNotAllowed, "/type")], Broken(release with { Type = EventType.Statement }, SeptemberRelease, world));
        Assert.Empty(Broken(release with { Type = EventType.Pardon }, SeptemberRelease, world));
    }

    private static Event Statement(params EventLink[] links) => Event(EventType.Statement, "2025-12-13") with { Links = links };

    private static IEnumerable<(Reason, string)> Broken(Event e, string id, InMemoryWorld world) =>
        Rules.Check(new(id), e, world).Select(violation => (violation.Reason, violation.Pointer));
}
