using System.Text.Json.Serialization;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Sanctions;

/// <summary>One act on a sanction.</summary>
/// <param name="On">When: the act applies from the latest day of this date.</param>
/// <param name="Before">The state that the known acts before this one left; unknown for the first.</param>
/// <param name="After">The state that this one left: the same as before when the act does not count.</param>
public sealed record LifeEntry(Stored<Event> Event, SanctionAct Act, EdtfDate On, SanctionState Before, SanctionState After);

/// <summary>The state from this day on.</summary>
public sealed record StateStep(DateOnly Day, SanctionState State);

/// <summary>The state on a day.</summary>
/// <param name="Since">The day on which it began; null when that is unknown.</param>
public sealed record StateOnDay(SanctionState State, DateOnly? Since);

/// <summary>A time in which the sanction was in force or eased.</summary>
/// <param name="From">The first day; null when it is unknown.</param>
/// <param name="To">The day on which it was so no longer; null when it still is.</param>
public sealed record InForce(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? To);

/// <summary>What events did to one sanction, and how it stands because of them.</summary>
public sealed class SanctionLife
{
    private SanctionLife(IReadOnlyList<LifeEntry> timeline)
    {
        Timeline = timeline;
        Steps = [.. Changes([.. timeline.Where(Counts)])];
        InForce = [.. TimesInForce(Steps)];
    }

    /// <summary>All acts of published events that are neither retracted nor duplicates, by their latest day, then by the event's key.</summary>
    public IReadOnlyList<LifeEntry> Timeline { get; }

    /// <summary>
    /// The days on which the state changed, ascending, each with what its last act left. Before the first the state is
    /// unknown; where the first known act shows that the sanction was in force before, the first step is that, on
    /// <see cref="DateOnly.MinValue"/>.
    /// </summary>
    public IReadOnlyList<StateStep> Steps { get; }

    /// <summary>Ascending, and never touching one another.</summary>
    public IReadOnlyList<InForce> InForce { get; }

    /// <param name="events">Those that act on the sanction, in any order; others do no harm.</param>
    public static SanctionLife Of(RecordId sanction, IReadOnlyList<Stored<Event>> events)
    {
        var timeline = new List<LifeEntry>();
        var state = SanctionState.Unknown;
        foreach (var (stored, act) in ActsOn(sanction, events))
        {
            var after = Counts(stored.Record) ? Next(state, act.Effect) : state;
            timeline.Add(new(stored, act, stored.Record.Start, state, after));
            state = after;
        }
        return new(timeline);
    }

    /// <summary>The state at the end of that day.</summary>
    public StateOnDay StateAt(DateOnly day) =>
        Steps.LastOrDefault(step => step.Day <= day) is { } step
            ? new(step.State, Known(step.Day))
            : new(SanctionState.Unknown, null);

    // Sorting is stable, so that several acts of one event keep the order of its list.
    private static IEnumerable<(Stored<Event> Event, SanctionAct Act)> ActsOn(RecordId sanction, IReadOnlyList<Stored<Event>> events) =>
        from stored in events
        where stored.Record.Stands()
        orderby stored.Record.Start.LatestKnown, stored.Key
        from act in stored.Record.Sanctions
        where act.Sanction == sanction
        select (stored, act);

    private static bool Counts(LifeEntry entry) => Counts(entry.Event.Record);

    // An act that is still going on has not changed the law yet.
    private static bool Counts(Event e) => e.Counts() && e.Occurrence == Occurrence.Occurred;

    private static SanctionState Next(SanctionState state, SanctionEffect effect) => effect switch
    {
        SanctionEffect.Threatens when state is SanctionState.Unknown or SanctionState.Lifted => SanctionState.Threatened,
        SanctionEffect.Threatens => state,
        SanctionEffect.Extends when state is SanctionState.Eased or SanctionState.Suspended => state,
        SanctionEffect.Eases => SanctionState.Eased,
        SanctionEffect.Suspends => SanctionState.Suspended,
        SanctionEffect.Lifts => SanctionState.Lifted,
        _ => SanctionState.InForce,
    };

    /// <summary>Nobody eases, extends or lifts what is not in force.</summary>
    private static bool ShowsItWasInForce(SanctionEffect effect) =>
        effect is not (SanctionEffect.Threatens or SanctionEffect.Imposes or SanctionEffect.Reinstates);

    private static IEnumerable<StateStep> Changes(IReadOnlyList<LifeEntry> counted)
    {
        var state = SanctionState.Unknown;
        foreach (var day in States(counted).GroupBy(step => step.Day))
        {
            var last = day.Last();
            if (last.State != state)
                yield return last;
            state = last.State;
        }
    }

    private static IEnumerable<StateStep> States(IReadOnlyList<LifeEntry> counted)
    {
        if (counted is [var first, ..] && ShowsItWasInForce(first.Act.Effect))
            yield return new(DateOnly.MinValue, SanctionState.InForce);
        foreach (var entry in counted)
            yield return new(entry.On.LatestKnown, entry.After);
    }

    private static IEnumerable<InForce> TimesInForce(IEnumerable<StateStep> steps)
    {
        StateStep? begun = null;
        foreach (var step in steps)
        {
            var inForce = step.State is SanctionState.InForce or SanctionState.Eased;
            if (begun is not null && !inForce)
                yield return new(Known(begun.Day), step.Day);
            begun = inForce ? begun ?? step : null;
        }
        if (begun is not null)
            yield return new(Known(begun.Day), null);
    }

    private static DateOnly? Known(DateOnly day) => day == DateOnly.MinValue ? null : day;
}
