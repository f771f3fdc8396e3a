using CsCheck;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Sanctions;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Sanctions;

public class SanctionLifeTests
{
    private static readonly DateOnly FirstDay = new(2025, 1, 1);

    private static readonly Gen<(SanctionEffect Effect, int Day, Occurrence Occurrence)[]> Acts =
        Gen.Select(Gen.Enum<SanctionEffect>(), Gen.Int[0, 20], Gen.Bool.Select(occurred => occurred ? Occurrence.Occurred : Occurrence.Announced)).Array[0, 8];

    [Fact]
    public void In_the_brief_the_lift_shows_that_the_sanction_was_in_force_before()
    {
        var life = LifeIn(Brief());
        Assert.Equal(new StateOnDay(SanctionState.InForce, null), life.StateAt(new(2025, 12, 12)));
        Assert.Equal(new StateOnDay(SanctionState.Lifted, new(2025, 12, 13)), life.StateAt(new(2025, 12, 13)));
        Assert.Equal([new InForce(null, new(2025, 12, 13))], life.InForce);
    }

    [Fact]
    public void With_the_later_evidence_it_is_in_force_since_it_was_imposed_and_then_eased()
    {
        var life = LifeIn(WithLaterEvidence());
        Assert.Equal(new StateOnDay(SanctionState.Unknown, null), life.StateAt(new(2021, 8, 8)));
        Assert.Equal(new StateOnDay(SanctionState.InForce, new(2021, 8, 9)), life.StateAt(new(2025, 12, 14)));
        Assert.Equal(new StateOnDay(SanctionState.Eased, new(2025, 12, 15)), life.StateAt(new(2025, 12, 16)));
        Assert.Equal([new InForce(new(2021, 8, 9), null)], life.InForce);
        Assert.Equal([Imposing, Lift, Easing], life.Timeline.Select(entry => entry.Event.Id.Value));
    }

    [Fact]
    public void What_is_retracted_a_duplicate_or_not_published_is_left_out()
    {
        var lift = Brief().Get<Event>(Lift);
        Event[] others =
        [
            lift with { Verification = Verification.Retracted },
            lift with { Links = [Link(LinkType.DuplicateOf, Release)] },
            lift with { Workflow = Workflow.Draft },
        ];
        Assert.All(others, other => Assert.Empty(LifeIn(Brief().Put(Lift, other)).Timeline));
    }

    [Theory]
    [InlineData(Occurrence.Announced)]
    [InlineData(Occurrence.Ongoing)]
    [InlineData(Occurrence.Cancelled)]
    [InlineData(Occurrence.Denied)]
    public void What_has_not_occurred_stands_in_the_timeline_and_changes_nothing(Occurrence occurrence)
    {
        var life = LifeIn(Brief().Put(Lift, Brief().Get<Event>(Lift) with { Occurrence = occurrence }));
        Assert.Single(life.Timeline);
        Assert.Empty(life.Steps);
    }

    [Fact]
    public void An_act_on_another_sanction_does_no_harm() =>
        Assert.Empty(SanctionLife.Of(new("other"), Brief().Under<Event>(EventTerms.All)).Timeline);

    [Theory]
    [InlineData("", SanctionState.Unknown)]
    [InlineData("threatens", SanctionState.Threatened)]
    [InlineData("imposes", SanctionState.InForce)]
    [InlineData("imposes threatens", SanctionState.InForce)]
    [InlineData("lifts threatens", SanctionState.Threatened)]
    [InlineData("imposes eases", SanctionState.Eased)]
    [InlineData("imposes eases extends", SanctionState.Eased)]
    [InlineData("imposes extends", SanctionState.InForce)]
    [InlineData("imposes eases tightens", SanctionState.InForce)]
    [InlineData("imposes suspends", SanctionState.Suspended)]
    [InlineData("imposes suspends extends", SanctionState.Suspended)]
    [InlineData("imposes suspends reinstates", SanctionState.InForce)]
    [InlineData("imposes lifts", SanctionState.Lifted)]
    [InlineData("imposes lifts imposes", SanctionState.InForce)]
    public void Acts_one_after_the_other_leave_a_state(string effects, SanctionState state) =>
        Assert.Equal(state, Life(Daily(effects)).StateAt(FirstDay.AddDays(30)).State);

    [Theory]
    [InlineData("eases", true)]
    [InlineData("suspends", true)]
    [InlineData("lifts", true)]
    [InlineData("tightens", true)]
    [InlineData("extends", true)]
    [InlineData("imposes", false)]
    [InlineData("reinstates", false)]
    [InlineData("threatens", false)]
    public void A_first_known_act_shows_what_stood_before(string effect, bool wasInForce) =>
        Assert.Equal(
            new StateOnDay(wasInForce ? SanctionState.InForce : SanctionState.Unknown, null),
            Life(Daily(effect)).StateAt(FirstDay.AddDays(-1)));

    [Fact]
    public void Eased_is_in_force_and_suspended_is_not() =>
        Assert.Equal(
            [new InForce(FirstDay, FirstDay.AddDays(2)), new InForce(FirstDay.AddDays(3), null)],
            Life(Daily("imposes eases suspends reinstates")).InForce);

    [Fact]
    public void A_state_holds_since_the_day_that_brought_it_whatever_confirmed_it_later() =>
        Assert.Equal(new StateOnDay(SanctionState.InForce, FirstDay), Life(Daily("imposes tightens extends")).StateAt(FirstDay.AddDays(30)));

    [Fact]
    public void The_last_act_of_a_day_wins_and_the_older_record_comes_first()
    {
        var life = Life([("imposes", 0), ("lifts", 0)]);
        Assert.Equal([new StateStep(FirstDay, SanctionState.Lifted)], life.Steps);
        Assert.Empty(life.InForce);
    }

    [Fact]
    public void An_act_applies_from_the_latest_day_of_its_event()
    {
        var life = LifeIn(Brief().Put(Lift, Act(EventType.SanctionLifted, "2025-12", SanctionEffect.Lifts)));
        Assert.Equal(SanctionState.InForce, life.StateAt(new(2025, 12, 30)).State);
        Assert.Equal(SanctionState.Lifted, life.StateAt(new(2025, 12, 31)).State);
    }

    [Fact]
    public void The_state_is_constant_between_steps() => Acts.Sample(acts =>
    {
        var life = Life(acts);
        for (var day = FirstDay.AddDays(-1); day < FirstDay.AddDays(22); day = day.AddDays(1))
        {
            var changes = life.StateAt(day).State != life.StateAt(day.AddDays(-1)).State;
            Assert.Equal(changes, life.Steps.Any(step => step.Day == day));
        }
    });

    [Fact]
    public void The_times_in_force_are_the_days_on_which_it_is_in_force_or_eased() => Acts.Sample(acts =>
    {
        var life = Life(acts);
        for (var day = FirstDay.AddDays(-1); day < FirstDay.AddDays(22); day = day.AddDays(1))
        {
            var inForce = life.StateAt(day).State is SanctionState.InForce or SanctionState.Eased;
            Assert.Equal(inForce, life.InForce.Any(time => (time.From is null || time.From <= day) && (time.To is null || day < time.To)));
        }
    });

    [Fact]
    public void Steps_ascend_and_each_changes_the_state() => Acts.Sample(acts =>
    {
        var steps = Life(acts).Steps;
        Assert.All(steps.Zip(steps.Skip(1)), pair =>
        {
            Assert.True(pair.First.Day < pair.Second.Day);
            Assert.NotEqual(pair.First.State, pair.Second.State);
        });
    });

    private static SanctionLife LifeIn(InMemoryWorld world) =>
        SanctionLife.Of(new(Potash), world.Under<Event>(EventTerms.Sanction(new(Potash))));

    private static IEnumerable<(string, int)> Daily(string effects) =>
        effects.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((effect, day) => (effect, day));

    private static SanctionLife Life(IEnumerable<(string Effect, int Day)> acts) =>
        Life(acts.Select(act => (Enum.Parse<SanctionEffect>(act.Effect, ignoreCase: true), act.Day, Occurrence.Occurred)));

    private static SanctionLife Life(IEnumerable<(SanctionEffect Effect, int Day, Occurrence Occurrence)> acts)
    {
        var world = new InMemoryWorld();
        foreach (var (i, act) in acts.Index())
        {
            var start = FirstDay.AddDays(act.Day).ToString("O", null);
            world.Put($"act-{i}", Act(EventType.SanctionImposed, start, act.Effect) with { Occurrence = act.Occurrence });
        }
        return LifeIn(world);
    }
}
