using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Events;

public class EventFlagsTests
{
    [Fact]
    public void In_the_brief_only_the_lift_of_what_was_never_imposed_looks_odd()
    {
        var world = Brief();
        Assert.Equal([("sanction-state-jump", "/sanctions/0")], Flags(Lift, world));
        Assert.All(EventsOfTheBrief.Except([Lift]), id => Assert.Empty(Flags(id, world)));
    }

    [Fact]
    public void With_the_later_evidence_nothing_looks_odd() =>
        Assert.All(AllEvents, id => Assert.Empty(Flags(id, WithLaterEvidence())));

    [Theory]
    [InlineData(Workflow.Draft)]
    [InlineData(Workflow.InReview)]
    [InlineData(Workflow.Archived)]
    public void What_is_not_published_is_flagged_for_what_it_lacks(Workflow workflow)
    {
        var e = Event(EventType.Transfer, "2025") with { Workflow = workflow, Evidence = [] };
        Assert.Equal(["event-needs-recipient", "event-too-few-parties", "event-needs-people", "event-needs-evidence"], Codes("new", Brief().Put("new", e)));
        Assert.Empty(Codes("new", Brief().Put("new", e with { Workflow = Workflow.Published })));
    }

    [Fact]
    public void Every_requirement_is_among_the_codes_of_flags() =>
        Assert.Subset(Code.All<FlagCode>().ToHashSet(), Code.All<Reason>().Where(code => code.StartsWith("event-", StringComparison.Ordinal)).ToHashSet());

    [Fact]
    public void A_part_is_flagged_whose_best_value_exceeds_that_of_its_whole()
    {
        var world = Brief();
        world.Put(ToUkraine, Transfer("UA", 0, 124));
        Assert.Equal([("headcount-best-exceeds-parent", "/headcounts/0")], Flags(ToUkraine, world));
        world.Put(ToUkraine, Transfer("UA", 0, 123));
        Assert.Empty(Flags(ToUkraine, world));
    }

    [Fact]
    public void A_draft_does_not_show_through_the_flag_of_a_published_part()
    {
        var world = Brief();
        world.Put(ToUkraine, Transfer("UA", 0, 124)).Put(Release, world.Get<Event>(Release) with { Workflow = Workflow.Draft });
        Assert.Empty(Flags(ToUkraine, world));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_whole_is_flagged_whose_parts_by_destination_add_up_to_more(long toLithuania, bool isFlagged)
    {
        var world = WithLaterEvidence();
        world.Put(ToLithuania, Transfer("LT", 8, toLithuania));
        Assert.Equal(isFlagged ? [("headcount-parts-exceed-whole", "/headcounts/0")] : [], Flags(Release, world));
    }

    [Fact]
    public void A_part_that_names_its_own_event_is_added_up_once()
    {
        var part = Received("UA", 114, 114) with { Of = new() { Event = new("new"), Key = "released" } };
        var e = Event(EventType.Release, "2025-12-13") with { Participants = [Actor("BY")], Headcounts = [Released(123), part] };
        Assert.Empty(Flags("new", Brief().Put("new", e)));
    }

    [Fact]
    public void Parts_of_another_dimension_are_not_added_up()
    {
        var world = Brief();
        var transfer = Transfer("LT", 20, 20);
        world.Put(ToLithuania, transfer with { Headcounts = [transfer.Headcounts[0] with { Dimension = HeadcountDimension.Citizenship }] });
        Assert.Empty(Flags(Release, world));
    }

    [Fact]
    public void Parts_in_events_that_do_not_count_are_not_added_up()
    {
        var transfer = Transfer("LT", 20, 20);
        Event[] others =
        [
            transfer with { Workflow = Workflow.Draft },
            transfer with { Occurrence = Occurrence.Announced },
            transfer with { Verification = Verification.Retracted },
            transfer with { Links = [Link(LinkType.DuplicateOf, ToUkraine)] },
        ];
        Assert.Contains("headcount-parts-exceed-whole", Codes(Release, Brief().Put(ToLithuania, transfer)));
        Assert.All(others, other => Assert.Empty(Codes(Release, Brief().Put(ToLithuania, other))));
    }

    [Theory]
    [InlineData(8, 8, 8, false)]
    [InlineData(9, 9, 9, false)]
    [InlineData(7, 7, 7, true)]
    [InlineData(10, 10, 10, true)]
    [InlineData(5, null, 7, true)]
    [InlineData(5, null, 8, false)]
    [InlineData(10, null, null, true)]
    public void A_claim_outside_the_range_of_its_headcount_is_flagged(int? low, int? best, int? high, bool isFlagged)
    {
        var claim = Supports(Article) with { Aspect = EvidenceAspect.Headcount, About = new("received"), Value = new() { Count = new(low, best, high) } };
        var e = Transfer("LT", 8, 9) with { Evidence = [claim] };
        Assert.Equal(isFlagged ? [("headcount-claim-outside-range", "/evidence/0")] : [], Flags(ToLithuania, Brief().Put(ToLithuania, e)));
    }

    [Fact]
    public void A_claim_that_names_no_headcount_is_about_the_only_one()
    {
        var claim = Supports(Article) with { Aspect = EvidenceAspect.Headcount, Value = new() { Count = Count.Of(7) } };
        var e = Transfer("LT", 8, 9) with { Evidence = [claim] };
        Assert.Equal(["headcount-claim-outside-range"], Codes(ToLithuania, Brief().Put(ToLithuania, e)));
        var two = e with { Headcounts = [.. e.Headcounts, Released(1)] };
        Assert.Empty(Codes(ToLithuania, Brief().Put(ToLithuania, two)));
    }

    [Theory]
    [InlineData(1, PersonOutcome.Released, true)]
    [InlineData(2, PersonOutcome.Released, false)]
    [InlineData(1, PersonOutcome.RefusedRemoval, false)]
    public void More_people_named_than_counted_is_flagged(long counted, PersonOutcome outcome, bool isFlagged)
    {
        var e = Event(EventType.Release, "2025-12-13") with
        {
            Participants = [Actor("BY")],
            Headcounts = [Released(counted)],
            People =
            [
                new() { Person = new(Bialiatski), Outcome = PersonOutcome.Released },
                new() { Person = new(Lukashenko), Outcome = outcome },
                new() { Person = new(Bialiatski), Outcome = PersonOutcome.Pardoned },
            ],
        };
        Assert.Equal(isFlagged ? [("more-named-than-counted", "/people")] : [], Flags("new", Brief().Put("new", e)));
        Assert.Empty(Flags("new", Brief().Put("new", e with { Headcounts = [Released(counted) with { High = null }] })));
    }

    [Fact]
    public void Corroborated_needs_two_independent_sources()
    {
        var brief = Brief();
        brief.Put(Release, brief.Get<Event>(Release) with { Verification = Verification.Corroborated });
        Assert.Equal([("verification-not-independent", "/verification")], Flags(Release, brief));

        var later = WithLaterEvidence();
        later.Put(Release, later.Get<Event>(Release) with { Verification = Verification.Corroborated });
        Assert.Empty(Flags(Release, later));
    }

    [Theory]
    [InlineData(LinkType.FollowsFrom, "2025-12-12", true)]
    [InlineData(LinkType.Implements, "2025-12-12", true)]
    [InlineData(LinkType.RespondsTo, "2025-12-12", true)]
    [InlineData(LinkType.InExchangeFor, "2025-12-12", false)]
    [InlineData(LinkType.FollowsFrom, "2025-12-13", false)]
    [InlineData(LinkType.FollowsFrom, "2025-12", false)]
    [InlineData(LinkType.FollowsFrom, "[..2025-12-12]", true)]
    [InlineData(LinkType.FollowsFrom, "[2025-12-12..]", false)]
    public void A_consequence_dated_before_its_cause_is_flagged(LinkType type, string start, bool isFlagged)
    {
        var e = Event(EventType.Statement, start) with { Links = [Link(type, ToUkraine)] };
        Assert.Equal(isFlagged ? [("link-order", "/links/0")] : [], Flags("new", Brief().Put("new", e)));
    }

    [Fact]
    public void A_draft_does_not_show_through_the_flag_of_its_consequence()
    {
        var world = Brief().Put("new", Event(EventType.Statement, "2025-12-12") with { Links = [Link(LinkType.RespondsTo, ToUkraine)] });
        Assert.Equal(["link-order"], Codes("new", world));
        Assert.Empty(Codes("new", world.Put(ToUkraine, world.Get<Event>(ToUkraine) with { Workflow = Workflow.Draft })));
    }

    [Fact]
    public void What_one_report_supports_and_another_disputes_is_flagged()
    {
        var e = Event(EventType.Statement, "2025-12-13");
        var dispute = Disputes(BriefReport) with { Aspect = EvidenceAspect.Person, About = new(Bialiatski) };
        Assert.Equal([("claim-disputed", "/evidence/1")], Flags("new", Brief().Put("new", e with { Evidence = [Supports(Article), dispute] })));
        Assert.Empty(Flags("new", Brief().Put("new", e with { Evidence = [dispute] })));
        Assert.Empty(Flags("new", Brief().Put("new", e with { Evidence = [Supports(Article), dispute with { Stance = Stance.Qualifies }] })));
    }

    [Fact]
    public void A_flag_about_what_is_restricted_is_for_editors()
    {
        var world = Brief().Put(Bialiatski, new Person { Name = "Withheld", Visibility = Visibility.Restricted });
        var dispute = Disputes(BriefReport) with { Aspect = EvidenceAspect.Person };
        Assert.Equal(Rights.All, OnlyFlag(dispute));
        Assert.Equal(Rights.Editors, OnlyFlag(dispute with { Visibility = Visibility.Restricted }));
        Assert.Equal(Rights.Editors, OnlyFlag(dispute with { About = new(Bialiatski) }));

        Rights OnlyFlag(Evidence evidence) => Assert.Single(
            EventFlags.Of(new("new"), Event(EventType.Statement, "2025-12-13") with { Evidence = [Supports(Article), evidence] }, world.Today, world)).Rights;
    }

    [Fact]
    public void A_lift_after_a_lift_is_flagged()
    {
        var world = Brief()
            .Put(Imposing, Act(EventType.SanctionImposed, "2021-08-09", SanctionEffect.Imposes))
            .Put("again", Act(EventType.SanctionLifted, "2025-12-20", SanctionEffect.Lifts));
        Assert.Empty(Flags(Lift, world));
        Assert.Equal([("sanction-state-jump", "/sanctions/0")], Flags("again", world));
    }

    [Fact]
    public void A_lift_after_a_mere_threat_is_flagged()
    {
        var threat = Act(EventType.SanctionThreatened, "2021-08-09", SanctionEffect.Threatens);
        Assert.Equal(["sanction-state-jump"], Codes(Lift, Brief().Put("threat", threat)));
    }

    [Fact]
    public void An_announced_lift_is_no_jump()
    {
        var world = Brief();
        world.Put(Lift, world.Get<Event>(Lift) with { Occurrence = Occurrence.Announced });
        Assert.Empty(Flags(Lift, world));
    }

    [Theory]
    [InlineData("2026-02-01", Occurrence.Occurred, true)]
    [InlineData("2026-02-01", Occurrence.Announced, false)]
    [InlineData("2026-01-31", Occurrence.Occurred, false)]
    [InlineData("2026", Occurrence.Occurred, false)]
    public void What_occurred_on_a_day_to_come_is_flagged(string start, Occurrence occurrence, bool isFlagged)
    {
        var e = Event(EventType.Statement, start) with { Occurrence = occurrence };
        Assert.Equal(isFlagged ? [("future-but-occurred", "/start")] : [], Flags("new", Brief().Put("new", e)));
    }

    [Theory]
    [InlineData("2025-12-12", true)]
    [InlineData("2025-12", false)]
    [InlineData("2025-12-13", false)]
    public void A_person_who_takes_part_after_her_death_is_flagged(string diedOn, bool isFlagged)
    {
        var world = Brief();
        foreach (var id in (string[])[Bialiatski, Lukashenko])
            world.Put(id, new Person { Name = id, DiedOn = EdtfDate.Parse(diedOn) });
        Assert.Equal(
            isFlagged ? [("person-active-after-death", "/people/0"), ("person-active-after-death", "/participants/1")] : [],
            Flags(Release, world));
    }

    [Theory]
    [InlineData("2026-01-05", 124, true)]
    [InlineData("2026-01-05", 123, false)]
    [InlineData("2025-09-11", 200, false)]
    [InlineData("2025-12-13", 200, false)]
    public void The_largest_so_far_is_flagged_once_a_later_one_is_larger(string start, long count, bool isFlagged)
    {
        var later = Event(EventType.Release, start) with { Participants = [Actor("BY")], Headcounts = [Released(count)] };
        Assert.Equal(isFlagged ? [("superlative-outdated", "/evidence/3")] : [], Flags(Release, Brief().Put("later", later)));
    }

    [Fact]
    public void Only_an_event_of_the_same_type_and_actor_that_counts_outdates_a_superlative()
    {
        var later = Event(EventType.Release, "2026-01-05") with { Participants = [Actor("BY")], Headcounts = [Released(200)] };
        var ministry = new Organization { Name = "Ministry", Type = OrganizationType.GovernmentBody, Country = new("BY") };
        Event[] others =
        [
            later with { Type = EventType.Pardon },
            later with { Participants = [Actor("US")] },
            later with { Participants = [Participant(ParticipantRole.Host, "BY")] },
            later with { Occurrence = Occurrence.Announced },
            later with { Headcounts = [] },
        ];
        Assert.All(others, other => Assert.Empty(Flags(Release, Brief().Put("later", other))));
        Assert.Equal(["superlative-outdated"], Codes(Release, Brief().Put("ministry", ministry)
            .Put("later", later with { Participants = [new() { Role = ParticipantRole.Actor, Organization = new("ministry") }] })));
    }

    private static IEnumerable<string> Codes(string id, InMemoryWorld world) => Flags(id, world).Select(flag => flag.Item1);

    private static IEnumerable<(string, string?)> Flags(string id, InMemoryWorld world)
    {
        var flags = EventFlags.Of(new(id), world.Get<Event>(id), world.Today, world);
        Assert.All(flags, flag => Assert.Contains(flag.Code, Code.All<FlagCode>()));
        return flags.Select(flag => (flag.Code, flag.Pointer));
    }
}
