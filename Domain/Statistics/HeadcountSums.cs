using Events.Domain.Events;
using Events.Domain.Ledger;

namespace Events.Domain.Statistics;

/// <summary>What an event adds to the sums of people.</summary>
public static class HeadcountSums
{
    /// <summary>
    /// The headcounts of one event by kind, when the event counts. One that is a subset of a headcount of the same kind,
    /// here or in another event, is left out, so that nobody is counted twice within a kind.
    /// </summary>
    public static IReadOnlyList<HeadcountSum> Of(Stored<Event> stored, IWorld world)
    {
        var e = stored.Record;
        if (e.Headcounts.Count == 0 || !e.Counts())
            return [];
        var tree = new HeadcountTree(stored.Id, e, world);
        return
        [
            .. e.Headcounts.Where(headcount => tree.WholeOf(headcount)?.Kind != headcount.Kind)
                .GroupBy(headcount => headcount.Kind).OrderBy(kind => kind.Key)
                .Select(kind => new HeadcountSum(kind.Key, kind.Select(headcount => Figure.Of(headcount.Count)).Aggregate((sum, next) => sum + next))),
        ];
    }
}

/// <summary>How many people of one kind an event counts.</summary>
public sealed record HeadcountSum(HeadcountKind Kind, Figure People);
