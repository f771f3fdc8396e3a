using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Events;

public class EventRulesTests
{
    private static readonly InMemoryWorld World = WithLaterEvidence();

    [Fact]
    public void The_events_of_the_brief_break_no_rule()
    {
        var world = Brief();
        Assert.All(EventsOfTheBrief, id => Assert.Empty(Rules.Check(new(id), world.Get<Event>(id), world)));
    }

    [Fact]
    public void The_later_evidence_breaks_no_rule() =>
        Assert.All(AllEvents, id => Assert.Empty(Rules.Check(new(id), World.Get<Event>(id), World)));

    [Theory]
    [InlineData("[2025-12-13..2025-12-01]", null, "/start")]
    [InlineData("2025-12-13", "[2025-12-20..2025-12-14]", "/end")]
    [InlineData("2025-12-13", "2025-12-12", "/end")]
    [InlineData("2025-12", "2025-11", "/end")]
    public void A_date_that_cannot_be_is_refused(string start, string? end, string pointer)
    {
        var e = Statement() with { Start = EdtfDate.Parse(start), End = end is null ? null : EdtfDate.Parse(end) };
        Assert.Equal([(Reason.DateOrder, pointer)], Broken(e));
    }

    [Theory]
    [InlineData("2025-12-13", "2025-12-13")]
    [InlineData("2025-12-13", "2025-12")]
    [InlineData("2025-12-13", "[..2026-01-01]")]
    [InlineData("[..2025-12-13]", "2020")]
    public void A_date_that_is_only_vague_is_admitted(string start, string end) =>
        Assert.Empty(Broken(Statement() with { Start = EdtfDate.Parse(start), End = EdtfDate.Parse(end) }));

    [Fact]
    public void The_dates_of_evidence_are_in_order_too()
    {
        var unordered = EdtfDate.Parse("[2025-12-13..2025-12-01]");
        var claim = Supports(Article) with { Aspect = EvidenceAspect.Date, AsOf = unordered, Value = new() { Text = unordered.Text } };
        Assert.Equal(
            [(Reason.DateOrder, "/evidence/0/asOf"), (Reason.DateOrder, "/evidence/0/value")],
            Broken(Statement() with { Evidence = [claim] }));
        Assert.Empty(Broken(Statement() with { Evidence = [claim with { AsOf = null, Value = new() { Text = "2025-12-13" } }] }));
    }

    [Theory]
    [InlineData(EventType.SanctionImposed, SanctionEffect.Imposes, true)]
    [InlineData(EventType.SanctionImposed, SanctionEffect.Reinstates, true)]
    [InlineData(EventType.SanctionImposed, SanctionEffect.Lifts, false)]
    [InlineData(EventType.SanctionTightened, SanctionEffect.Tightens, true)]
    [InlineData(EventType.SanctionTightened, SanctionEffect.Extends, true)]
    [InlineData(EventType.SanctionTightened, SanctionEffect.Imposes, false)]
    [InlineData(EventType.SanctionEased, SanctionEffect.Eases, true)]
    [InlineData(EventType.SanctionEased, SanctionEffect.Suspends, false)]
    [InlineData(EventType.SanctionSuspended, SanctionEffect.Suspends, true)]
    [InlineData(EventType.SanctionSuspended, SanctionEffect.Eases, false)]
    [InlineData(EventType.SanctionLifted, SanctionEffect.Lifts, true)]
    [InlineData(EventType.SanctionLifted, SanctionEffect.Eases, false)]
    [InlineData(EventType.SanctionThreatened, SanctionEffect.Threatens, true)]
    public void An_act_on_a_sanction_names_it_with_the_effect_of_its_type(EventType type, SanctionEffect effect, bool holds) =>
        Assert.Equal(holds ? [] : [(Reason.EventNeedsSanction, "/sanctions")], Broken(Act(type, "2025-12-13", effect)));

    [Fact]
    public void A_threat_may_leave_out_the_sanction_and_no_other_act_on_one_may()
    {
        var act = Act(EventType.SanctionThreatened, "2025-12-13", SanctionEffect.Threatens) with { Sanctions = [] };
        Assert.Empty(Broken(act));
        Assert.Equal([(Reason.EventNeedsSanction, "/sanctions")], Broken(act with { Type = EventType.SanctionLifted }));
    }

    [Fact]
    public void A_transfer_has_a_recipient() =>
        Assert.Equal([(Reason.EventNeedsRecipient, "/participants")], Broken(Transfer("UA", 114, 114) with { Participants = [Actor("BY")] }));

    [Theory]
    [InlineData(EventType.Talks)]
    [InlineData(EventType.Agreement)]
    [InlineData(EventType.RelationsRestored)]
    public void What_two_sides_do_has_two_different_parties(EventType type)
    {
        var e = Event(type, "2025");
        Assert.Empty(Broken(e with { Participants = [Side("BY"), Side("US")] }));
        Assert.Equal([(Reason.EventTooFewParties, "/participants")], Broken(e with { Participants = [Side("BY"), Side("BY")] }));
        Assert.Equal([(Reason.EventTooFewParties, "/participants")], Broken(e with { Participants = [Side("BY"), Actor("US")] }));
    }

    [Fact]
    public void Every_type_but_those_of_the_group_other_needs_somebody_who_acts()
    {
        var withoutActor = Enum.GetValues<EventType>().Where(type =>
            Broken(Event(type, "2025")).Contains((Reason.EventTooFewParties, "/participants")));
        Assert.Equal(Enum.GetValues<EventType>().Where(type => type.Group() != EventGroup.Other), withoutActor);
    }

    [Theory]
    [InlineData(EventType.Release)]
    [InlineData(EventType.Arrest)]
    [InlineData(EventType.Sentence)]
    [InlineData(EventType.Deportation)]
    public void What_happens_to_people_counts_or_names_them(EventType type)
    {
        var e = Event(type, "2025") with { Participants = [Actor("BY")] };
        Assert.Equal([(Reason.EventNeedsPeople, "/headcounts")], Broken(e));
        Assert.Empty(Broken(e with { Headcounts = [Released(1)] }));
        Assert.Empty(Broken(e with { People = [new() { Person = new(Bialiatski), Outcome = PersonOutcome.Released }] }));
    }

    [Fact]
    public void A_report_that_disputes_the_event_does_not_support_it()
    {
        Assert.Equal([(Reason.EventNeedsEvidence, "/evidence")], Broken(Statement() with { Evidence = [Disputes(Article)] }));
        Assert.Empty(Broken(Statement() with { Evidence = [Disputes(Article), Supports(OtherReport)] }));
    }

    [Theory]
    [InlineData(Workflow.Draft)]
    [InlineData(Workflow.InReview)]
    [InlineData(Workflow.Archived)]
    public void What_is_not_published_may_be_incomplete(Workflow workflow) =>
        Assert.Empty(Broken(Event(EventType.Transfer, "2025") with { Workflow = workflow, Evidence = [] }));

    [Fact]
    public void Whatever_the_event_refers_to_exists()
    {
        var e = Statement() with
        {
            Place = new() { Country = new("XX") },
            Participants =
            [
                Actor("XX"),
                new() { Role = ParticipantRole.Host, Organization = new("nobody"), OnBehalfOf = new("XX") },
                new() { Role = ParticipantRole.Target, Person = new("nobody") },
            ],
            Headcounts = [Released(1) with { Country = new("XX") }],
            People = [new() { Person = new("nobody"), Outcome = PersonOutcome.Released, Destination = new("XX") }],
            Sanctions = [new() { Sanction = new("none"), Effect = SanctionEffect.Lifts }],
            Links = [Link(LinkType.Implements, "none")],
            Evidence = [Supports("none")],
        };
        string[] pointers =
        [
            "/place/country", "/participants/0/country", "/participants/1/organization", "/participants/1/onBehalfOf",
            "/participants/2/person", "/headcounts/0/country", "/people/0/person", "/people/0/destination",
            "/sanctions/0/sanction", "/links/0/to", "/evidence/0/report",
        ];
        Assert.Equal(pointers.Select(pointer => (Reason.UnknownReference, pointer)), Broken(e));
    }

    [Fact]
    public void A_reference_to_a_record_of_another_kind_is_unknown() =>
        Assert.Equal([(Reason.UnknownReference, "/evidence/1/report")], Broken(Statement() with { Evidence = [Supports(Article), Supports(Release)] }));

    [Theory]
    [InlineData(EvidenceAspect.Headcount, "released", true)]
    [InlineData(EvidenceAspect.Headcount, "received", false)]
    [InlineData(EvidenceAspect.Person, Bialiatski, true)]
    [InlineData(EvidenceAspect.Person, "nobody", false)]
    [InlineData(EvidenceAspect.Link, "implements:E2", true)]
    [InlineData(EvidenceAspect.Link, "implements:none", false)]
    public void What_evidence_is_about_exists(EvidenceAspect aspect, string about, bool holds)
    {
        var e = World.Get<Event>(Release) with { Evidence = [Supports(Article) with { Aspect = aspect, About = new(about) }] };
        Assert.Equal(holds ? [] : [(Reason.UnknownReference, "/evidence/0/about")], Broken(e, Release));
    }

    private static Event Statement() => Event(EventType.Statement, "2025-12-13");

    private static IEnumerable<(Reason, string)> Broken(Event e, string id = "new") =>
        Rules.Check(new(id), e, World).Select(violation => (violation.Reason, violation.Pointer));
}
