using System.Text.Json;
using Events.Api.PrisonerReleases;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.PrisonerReleases;

public sealed class PrisonerReleaseViewTests
{
    [Fact]
    public void After_the_brief_nine_are_not_accounted_for()
    {
        var story = Show(Brief());
        Assert.Equal(Count.Of(123), story.Released);
        Assert.Equal(("UA", Count.Of(114)), (story.Destinations.Single().To?.Code.Value, story.Destinations.Single().Received));
        Assert.Equal(Count.Of(9), story.Unaccounted);
        Assert.Equal((2, 1), (story.Support.Reports, story.Support.Independent));
    }

    [Fact]
    public void With_eight_or_nine_in_Lithuania_one_at_most_is_not_accounted_for()
    {
        var story = Show(WithLaterEvidence());
        Assert.Equal([("UA", Count.Of(114)), ("LT", new Count(8, 9, 9))], story.Destinations.Select(it => (it.To!.Code.Value, it.Received)));
        Assert.Equal(new Count(0, 0, 1), story.Unaccounted);
    }

    [Fact]
    public void All_are_unaccounted_for_where_nobody_is_known_to_have_received_them() =>
        Assert.Equal(Count.Of(52), PrisonerReleaseView.Of(WithLaterEvidence().Find<Event>(new(SeptemberRelease))!, WithLaterEvidence(), Everyone(WithLaterEvidence())).Unaccounted);

    [Theory]
    [InlineData(Occurrence.Announced, Verification.Reported, true)]
    [InlineData(Occurrence.Cancelled, Verification.Reported, true)]
    [InlineData(Occurrence.Denied, Verification.Reported, true)]
    [InlineData(Occurrence.Occurred, Verification.Retracted, false)]
    public void What_did_not_take_place_accounts_for_nobody(Occurrence occurrence, Verification verification, bool isShown)
    {
        var world = Brief().Put(ToLithuania, Transfer("LT", 9, 9) with { Occurrence = occurrence, Verification = verification });
        Assert.Equal(isShown ? ["UA", "LT"] : ["UA"], Show(world).Destinations.Select(it => it.To!.Code.Value));
        Assert.Equal(Count.Of(9), Show(world).Unaccounted);
    }

    [Fact]
    public void Where_a_country_received_an_unknown_number_only_the_most_is_known()
    {
        var transfer = Transfer("LT", 0, 0);
        var world = Brief().Put(ToLithuania, transfer with { Headcounts = [transfer.Headcounts[0] with { Low = null, Best = null, High = null }] });
        Assert.Equal(new Count(null, null, 9), Show(world).Unaccounted);
    }

    [Fact]
    public void Parts_that_may_overlap_are_no_destinations()
    {
        var transfer = Transfer("UA", 114, 114);
        var women = transfer.Headcounts[0] with { Key = "women", Dimension = HeadcountDimension.Sex, Low = 20, Best = 20, High = 20 };
        var world = Brief().Put(ToUkraine, transfer with { Headcounts = [.. transfer.Headcounts, women] });
        Assert.Single(Show(world).Destinations);
        Assert.Equal(Count.Of(9), Show(world).Unaccounted);
    }

    [Theory]
    [InlineData(Audience.Everyone)]
    [InlineData(Audience.Editors)]
    public void A_draft_is_no_part_of_a_published_story(Audience audience)
    {
        var world = Brief()
            .Put(ToUkraine, Transfer("UA", 114, 114) with { Workflow = Workflow.Draft })
            .Put(Lift, Event(EventType.Statement, "2025") with { Workflow = Workflow.Draft });
        var story = Show(world, audience);
        Assert.Empty(story.Destinations);
        Assert.Empty(story.InExchangeFor);
        Assert.Equal(Count.Of(123), story.Unaccounted);
    }

    [Theory]
    [InlineData(Audience.Everyone, 123)]
    [InlineData(Audience.Editors, 123)]
    public void A_draft_is_no_part_of_an_archived_story_either(Audience audience, long unaccounted)
    {
        var world = Brief();
        world.Put(Release, world.Get<Event>(Release) with { Workflow = Workflow.Archived })
            .Put(ToUkraine, Transfer("UA", 114, 114) with { Workflow = Workflow.Draft });
        Assert.Equal((0, Count.Of(unaccounted)), (Show(world, audience).Destinations.Count, Show(world, audience).Unaccounted));
        world.Put(ToUkraine, Transfer("UA", 114, 114) with { Workflow = Workflow.Archived });
        Assert.Equal((1, Count.Of(9)), (Show(world, audience).Destinations.Count, Show(world, audience).Unaccounted));
    }

    [Fact]
    public void A_story_that_is_still_a_draft_is_told_whole_to_editors()
    {
        var story = Told.Of(Told.Brief.Replace("\"by\": \"Belarus\"", "\"by\": \"BY\", \"workflow\": \"draft\"", StringComparison.Ordinal)).Show(Audience.Editors);
        Assert.Single(story.Destinations);
        Assert.Single(story.InExchangeFor);
        Assert.Single(story.Following);
        Assert.Equal(Count.Of(9), story.Unaccounted);
    }

    [Fact]
    public void What_was_given_in_exchange_is_found_whoever_holds_the_link()
    {
        Assert.Equal(Occurrence.Occurred, Assert.Single(Show(Brief()).InExchangeFor).State);
        Assert.Equal(Occurrence.Announced, Assert.Single(Show(WithLaterEvidence()).InExchangeFor).State);
        var world = Brief();
        world.Put(Release, world.Get<Event>(Release) with { Links = [] })
            .Put(Lift, world.Get<Event>(Lift) with { Links = [Link(LinkType.InExchangeFor, Release) with { Basis = Basis.Inferred }] });
        var given = Assert.Single(Show(world).InExchangeFor);
        Assert.Equal((new RecordId(Lift), "Potash", Basis.Inferred), (given.Event.Id, given.Sanction?.Name, given.Basis));
    }

    [Fact]
    public void What_it_followed_from_is_told_back_to_the_beginning_and_never_in_a_circle()
    {
        var world = Brief();
        var agreement = Assert.Single(Show(world).Following);
        Assert.Equal((new RecordId(Agreement), new RecordId(Talks)), (agreement.Event.Id, Assert.Single(agreement.Following).Event.Id));
        world.Put(Talks, world.Get<Event>(Talks) with { Links = [Link(LinkType.Implements, Agreement)] });
        Assert.Empty(Show(world).Following[0].Following[0].Following);
    }

    [Fact]
    public void Who_is_restricted_is_told_to_editors_only()
    {
        var world = Brief().Put(Bialiatski, new Person { Name = "Ales Bialiatski", Visibility = Visibility.Restricted })
            .Put(Lukashenko, new Person { Name = "Alexander Lukashenko", Visibility = Visibility.Restricted });
        var shown = JsonSerializer.Serialize(Show(world), ViewJson.Options);
        Assert.DoesNotContain("Bialiatski", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Lukashenko", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("President", shown, StringComparison.Ordinal);
        Assert.Single(Show(world).People);
        Assert.Equal("Ales Bialiatski", Show(world, Audience.Editors).People[0].Person?.Name);
    }

    [Fact]
    public void What_was_told_can_be_told_again()
    {
        var told = Told.Of(Told.Brief);
        var first = told.Show(Audience.Editors);
        var request = Told.Read(JsonSerializer.Serialize(first, ViewJson.Options), ignoresReadOnly: true);
        var world = told.World;
        var again = 0;
        var (changes, _) = PrisonerReleaseStory.Tell(request, world, () => new RecordId($"019b1795-0200-7000-8001-{++again:x12}"), code => code.Value);
        foreach (var change in changes)
            world.Put(change.Id.Value, change.Record!);
        Assert.Equal([EventType.Release, EventType.Transfer], changes.Select(change => ((Event)change.Record!).Type));
        Assert.Empty(changes.SelectMany(change => Rules.Check(change.Id, change.Record!, world)));
        var second = PrisonerReleaseView.Of(world.Find<Event>(changes[0].Id)!, world, new Renderer(world, Audience.Editors));
        Assert.Equal(Shape(first), Shape(second));
    }

    /// <summary>Everything that the two have in common: not the ids of what was written anew.</summary>
    private static string Shape(PrisonerReleaseResponse story) => JsonSerializer.Serialize(
        new { story.Title, story.Start, story.Occurrence, story.By, story.DecidedBy, story.Released, story.Unaccounted, story.People, story.InExchangeFor, story.Following, story.Evidence, story.Support }, ViewJson.Options);

    private static PrisonerReleaseResponse Show(InMemoryWorld world, Audience audience = Audience.Everyone) =>
        PrisonerReleaseView.Of(world.Find<Event>(new(Release))!, world, new Renderer(world, audience));

    private static Renderer Everyone(InMemoryWorld world) => new(world, Audience.Everyone);
}
