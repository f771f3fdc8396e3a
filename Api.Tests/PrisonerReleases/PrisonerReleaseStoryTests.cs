using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Tests.PrisonerReleases;

public sealed class PrisonerReleaseStoryTests
{
    private const string AnId = "019b1795-0200-7000-8000-0000000000a1";
    private const string OtherId = "019b1795-0200-7000-8000-0000000000a2";

    [Fact]
    public void The_founding_brief_becomes_five_events_with_their_links()
    {
        var told = Told.Of(Told.Brief);
        Assert.Empty(told.Violations);
        Assert.Equal(
            [EventType.Release, EventType.Transfer, EventType.SanctionLifted, EventType.Talks, EventType.Agreement],
            told.Events.Select(e => e.Type).Order());
        Assert.Equal([(LinkType.Implements, EventType.Agreement), (LinkType.InExchangeFor, EventType.SanctionLifted)], told.LinksOf(told.The(EventType.Release)));
        Assert.Equal([(LinkType.FollowsFrom, EventType.Release)], told.LinksOf(told.The(EventType.Transfer)));
        Assert.Equal([(LinkType.Implements, EventType.Agreement)], told.LinksOf(told.The(EventType.SanctionLifted)));
        Assert.Equal([(LinkType.FollowsFrom, EventType.Talks)], told.LinksOf(told.The(EventType.Agreement)));
        Assert.Empty(told.The(EventType.Talks).Links);
    }

    [Fact]
    public void The_release_comes_first_and_says_who_and_how_many()
    {
        var told = Told.Of(Told.Brief);
        var release = Assert.IsType<Event>(told.Changes[0].Record);
        Assert.Equal(["released"], release.Headcounts.Select(headcount => headcount.Key));
        Assert.Equal(Count.Of(123), release.Headcounts[0].Count);
        Assert.Equal(new CountryCode("BY"), release.Participants[0].Country);
        var president = told.World.Get<Person>(release.Participants[1].Person!.Value.Value);
        Assert.Equal(("Alexander Lukashenko", "President"), (president.Name, release.Participants[1].Capacity));
        Assert.Equal(["Ales Bialiatski", "Maria Kalesnikava"], release.People.Select(one => told.World.Get<Person>(one.Person.Value).Name));
        Assert.All(release.People, one => Assert.Equal(PersonOutcome.Released, one.Outcome));
    }

    [Fact]
    public void A_destination_becomes_a_transfer_whose_number_is_a_part_of_the_release()
    {
        var told = Told.Of(Told.Brief);
        var transfer = told.The(EventType.Transfer);
        Assert.Equal([ParticipantRole.Actor, ParticipantRole.Recipient], transfer.Participants.Select(one => one.Role));
        var received = transfer.Headcounts[0];
        Assert.Equal((HeadcountDimension.Destination, new CountryCode("UA")), (received.Dimension, received.Country));
        Assert.Equal((told.Release, "released"), (received.Of?.Event, received.Of?.Key));
        Assert.All(transfer.Headcounts.Skip(1), part => Assert.Equal((null, received.Key, true), (part.Of!.Event, part.Of.Key, part.Count.IsUnknown)));
        Assert.Equal(transfer.Headcounts.Count, transfer.Headcounts.DistinctBy(headcount => headcount.Key).Count());
        Assert.Equal("Ukraine receives 114 people released by Belarus", transfer.Title);
    }

    [Fact]
    public void A_sanction_written_out_is_lifted_by_its_senders()
    {
        var told = Told.Of(Told.Brief);
        var lift = told.The(EventType.SanctionLifted);
        Assert.Equal([new Participant { Role = ParticipantRole.Actor, Country = new("US") }], lift.Participants);
        Assert.Equal(told.IdOf(Assert.Single(told.All<Sanction>())), Assert.Single(lift.Sanctions).Sanction);
        Assert.Equal(["potash"], lift.Commodities);
        Assert.Equal("United States lifts US potash sanctions", lift.Title);
        Assert.Equal(Basis.Inferred, told.The(EventType.Release).Links.Single(link => link.Type is LinkType.InExchangeFor).Basis);
    }

    [Fact]
    public void An_article_and_the_brief_made_from_it_stay_two_reports_also_under_one_title()
    {
        var told = Told.Of(Told.Brief);
        Assert.Equal(2, told.All<Report>().Count());
        var article = told.All<Report>().Single(report => report.DerivedFrom is null);
        var brief = told.All<Report>().Single(report => report.DerivedFrom is not null);
        Assert.Equal(told.IdOf(article), brief.DerivedFrom);
        Assert.Equal(["Aggregator", "Al Jazeera"], told.All<Organization>().Select(one => one.Name).Order(StringComparer.Ordinal));
        var support = told.Show().Support;
        Assert.Equal((2, 1), (support.Reports, support.Independent));
    }

    [Theory]
    [InlineData(EventType.Transfer, true)]
    [InlineData(EventType.SanctionLifted, true)]
    [InlineData(EventType.Agreement, false)]
    [InlineData(EventType.Talks, false)]
    public void What_stands_around_takes_over_the_evidence_that_is_about_it_too(EventType type, bool sharesTheDate)
    {
        var evidence = Told.Of(Told.Brief).The(type).Evidence;
        Assert.Equal(2, evidence.Count(one => one.Aspect is EvidenceAspect.Event));
        Assert.Equal(sharesTheDate ? 1 : 0, evidence.Count(one => one.Aspect is EvidenceAspect.Date && one.Basis is Basis.Inferred));
        Assert.DoesNotContain(evidence, one => one.Aspect is EvidenceAspect.Headcount or EvidenceAspect.Superlative);
    }

    [Fact]
    public void A_report_that_speaks_of_the_number_alone_still_supports_what_stands_around()
    {
        var told = Told.Of("""
            { "title": "Release", "start": "2025", "by": "BY", "released": 5, "destinations": [{ "to": "UA" }],
              "evidence": [{ "report": { "title": "Article" }, "aspect": "headcount", "about": "released", "value": 5, "visibility": "restricted" }] }
            """);
        Assert.Empty(told.Violations);
        var one = Assert.Single(told.The(EventType.Transfer).Evidence);
        Assert.Equal((EvidenceAspect.Event, Visibility.Restricted), (one.Aspect, one.Visibility));
    }

    [Fact]
    public void A_destination_with_evidence_of_its_own_brings_no_other()
    {
        var told = Told.With("""
            "destinations": [{ "to": "UA", "received": 114, "evidence": [{ "report": { "title": "Own" }, "aspect": "headcount", "about": "received", "value": 114 }] }]
            """);
        Assert.Empty(told.Violations);
        Assert.Equal(told.IdOf(told.All<Report>().Single(report => report.Title == "Own")), Assert.Single(told.The(EventType.Transfer).Evidence).Report);
    }

    [Fact]
    public void Destinations_are_parts_also_of_a_release_without_a_number()
    {
        var told = Told.Of("""
            { "title": "Release", "start": "2025", "by": "BY", "destinations": [{ "to": "UA", "received": 5 }], "evidence": [{ "report": { "title": "Article" } }] }
            """);
        Assert.Empty(told.Violations);
        Assert.Equal(Count.Of(5), Assert.Single(told.Show().Destinations).Received);
    }

    [Fact]
    public void Whoever_is_named_twice_is_one_person_of_whom_all_is_kept()
    {
        var told = Told.With("""
            "decidedBy": [{ "person": { "name": "A", "tags": ["politician"] } }],
            "people": [{ "person": { "name": "A", "tags": ["politician", "lawyer"], "description": "Somebody.", "visibility": "restricted" } }]
            """);
        var person = Assert.Single(told.All<Person>());
        Assert.Equal(["politician", "lawyer"], person.Tags);
        Assert.Equal(("Somebody.", Visibility.Restricted), (person.Description, person.Visibility));
    }

    [Theory]
    [InlineData("{ \"title\": \"Brief\" }", "{ \"title\": \"Brief\", \"derivedFrom\": { \"title\": \"Article\" } }")]
    [InlineData("{ \"title\": \"Brief\", \"url\": \"https://example.org/1\", \"derivedFrom\": { \"title\": \"Article\" } }", "{ \"title\": \"Brief\" }")]
    public void What_is_said_of_a_report_in_one_place_holds_in_the_other(string first, string second)
    {
        var told = Told.With($$"""
            "destinations": [{ "to": "UA", "evidence": [{ "report": {{first}} }] }, { "to": "LT", "evidence": [{ "report": {{second}} }] }]
            """);
        var article = told.All<Report>().First(report => report.Title == "Article");
        Assert.Equal(told.IdOf(article), Assert.Single(told.All<Report>(), report => report.Title == "Brief").DerivedFrom);
    }

    [Fact]
    public void A_report_with_one_url_is_one_report()
    {
        var told = Told.With("""
            "destinations": [
              { "to": "UA", "evidence": [{ "report": { "title": "One", "url": "https://example.org/1" } }] },
              { "to": "LT", "evidence": [{ "report": { "title": "Uno", "url": "https://example.org/1" } }] }]
            """);
        Assert.Single(told.All<Report>(), report => report.Url is not null);
    }

    [Theory]
    [InlineData("threatens", EventType.SanctionThreatened)]
    [InlineData("imposes", EventType.SanctionImposed)]
    [InlineData("reinstates", EventType.SanctionImposed)]
    [InlineData("tightens", EventType.SanctionTightened)]
    [InlineData("extends", EventType.SanctionTightened)]
    [InlineData("eases", EventType.SanctionEased)]
    [InlineData("suspends", EventType.SanctionSuspended)]
    [InlineData("lifts", EventType.SanctionLifted)]
    public void The_effect_on_a_sanction_tells_the_type_of_the_event(string effect, EventType type)
    {
        var told = Told.With($$"""
            "inExchangeFor": [{ "sanction": "{{AnId}}", "effect": "{{effect}}", "occurrence": "announced" }]
            """, WithSanction());
        Assert.Empty(told.Violations);
        Assert.Equal(Occurrence.Announced, told.The(type).Occurrence);
    }

    [Fact]
    public void Several_senders_of_a_sanction_on_record_act_together()
    {
        var told = Told.With($$"""
            "inExchangeFor": [{ "sanction": "{{AnId}}", "effect": "eases" }]
            """, WithSanction());
        var e = told.The(EventType.SanctionEased);
        Assert.Equal("United States and European Union ease Sanctions", e.Title);
        Assert.Equal(2, e.Participants.Count);
        Assert.Empty(told.All<Sanction>());
    }

    [Fact]
    public void Another_event_may_be_given_in_exchange_and_be_only_announced()
    {
        var told = Told.With("""
            "inExchangeFor": [{ "event": { "type": "pledge", "title": "Pledge" }, "actor": "US", "occurrence": "announced", "start": "2026" }]
            """);
        Assert.Empty(told.Violations);
        var pledge = told.The(EventType.Pledge);
        Assert.Equal((Occurrence.Announced, "2026", new CountryCode("US")), (pledge.Occurrence, pledge.Start.Text, pledge.Participants[0].Country));
    }

    [Fact]
    public void Two_acts_of_one_event_on_record_are_one_link()
    {
        var told = Told.With($$"""
            "inExchangeFor": [{ "event": { "id": "{{AnId}}" }, "effect": "lifts" }, { "event": { "id": "{{AnId}}" }, "effect": "eases" }]
            """, new InMemoryWorld().Put(AnId, FoundingExample.Event(EventType.Statement, "2025")));
        Assert.Single(told.The(EventType.Release).Links);
    }

    [Theory]
    [InlineData(EventType.Agreement, LinkType.Implements)]
    [InlineData(EventType.Pledge, LinkType.Implements)]
    [InlineData(EventType.Talks, LinkType.FollowsFrom)]
    public void A_release_carries_out_what_was_agreed_and_follows_from_anything_else(EventType type, LinkType link)
    {
        var told = Told.With($$"""
            "following": [{ "event": "{{AnId}}" }]
            """, new InMemoryWorld().Put(AnId, FoundingExample.Event(type, "2025")));
        Assert.Equal([(link, type)], told.LinksOf(told.The(EventType.Release)));
    }

    [Fact]
    public void What_an_event_on_record_followed_from_may_be_repeated_but_not_changed()
    {
        static InMemoryWorld World(params EventLink[] links) => new InMemoryWorld()
            .Put(OtherId, FoundingExample.Event(EventType.Talks, "2025"))
            .Put(AnId, FoundingExample.Event(EventType.Agreement, "2025") with { Links = links });
        var following = $$"""
            "following": [{ "event": "{{AnId}}", "following": [{ "event": "{{OtherId}}" }] }]
            """;
        Assert.Single(Told.With(following, World(FoundingExample.Link(LinkType.FollowsFrom, OtherId))).The(EventType.Release).Links);
        Assert.Equal("/following/0/following/0", Refused(following, World()).Pointer);
    }

    [Theory]
    [InlineData("\"people\": [{ \"outcome\": \"released\" }]", "/people/0")]
    [InlineData("\"people\": [{ \"name\": \"A\", \"person\": { \"name\": \"B\" } }]", "/people/0")]
    [InlineData("\"inExchangeFor\": [{ \"effect\": \"lifts\" }]", "/inExchangeFor/0")]
    [InlineData("\"inExchangeFor\": [{ \"sanction\": \"019b1795-0200-7000-8000-0000000000a1\" }]", "/inExchangeFor/0")]
    public void What_is_not_given_in_one_of_the_two_ways_is_refused(string member, string pointer) =>
        Assert.Equal((Reason.InvalidValue, pointer), (Refused(member).Reason, Refused(member).Pointer));

    [Fact]
    public void A_sanction_that_is_not_on_record_is_refused() =>
        Assert.Equal(
            (Reason.UnknownReference, "/inExchangeFor/0/sanction"),
            Refused($$""" "inExchangeFor": [{ "sanction": "{{AnId}}", "effect": "lifts" }] """) is var it ? (it.Reason, it.Pointer) : default);

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void What_it_followed_from_goes_five_levels_deep(int levels, bool fits)
    {
        var following = "";
        for (var i = 0; i < levels; i++)
            following = $$""" "following": [{ "event": { "type": "statement", "title": "S", "start": "2025" }{{(following.Length > 0 ? "," : "")}} {{following}} }] """;
        if (fits)
            Assert.Equal(levels, Told.With(following).Events.Count(e => e.Type is EventType.Statement));
        else
            Assert.Equal(Reason.InvalidValue, Refused(following).Reason);
    }

    [Fact]
    public void A_draft_is_a_draft_in_every_event()
    {
        var told = Told.Of(Told.Brief.Replace("\"by\": \"Belarus\"", "\"by\": \"BY\", \"workflow\": \"draft\"", StringComparison.Ordinal));
        Assert.All(told.Events, e => Assert.Equal(Workflow.Draft, e.Workflow));
    }

    [Theory]
    [InlineData(Occurrence.Announced)]
    [InlineData(Occurrence.Cancelled)]
    public void A_release_that_did_not_take_place_moved_nobody_and_keeps_what_is_said_of_the_rest(Occurrence occurrence)
    {
        var told = Told.Of(Told.Brief.Replace("\"by\": \"Belarus\"", $"\"by\": \"BY\", \"occurrence\": \"{Code.Of(occurrence)}\"", StringComparison.Ordinal));
        Assert.Empty(told.Violations);
        Assert.Equal((occurrence, occurrence), (told.The(EventType.Release).Occurrence, told.The(EventType.Transfer).Occurrence));
        Assert.All([EventType.SanctionLifted, EventType.Agreement], type => Assert.Equal(Occurrence.Occurred, told.The(type).Occurrence));
        Assert.Equal((occurrence, Count.Of(123)), (told.Show().Occurrence, told.Show().Unaccounted));
    }

    private static InMemoryWorld WithSanction() => new InMemoryWorld()
        .Put(OtherId, new Organization { Name = "European Union", Type = OrganizationType.Igo })
        .Put(AnId, new Sanction
        {
            Name = "Sanctions",
            Kinds = [SanctionKind.Travel],
            Senders = [Party.Of(new("US")), new() { Organization = new(OtherId) }],
            Targets = [Party.Of(new("BY"))],
        });

    private static Violation Refused(string member, InMemoryWorld? world = null) =>
        Assert.Single(Assert.Throws<Refusal>(() => Told.With(member, world)).Violations);
}
