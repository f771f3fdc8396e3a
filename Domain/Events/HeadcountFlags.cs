using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>What looks odd about the numbers of an event.</summary>
internal static class HeadcountFlags
{
    public static IEnumerable<Flag> Of(RecordId id, Event e, IWorld world)
    {
        var tree = new HeadcountTree(id, e, world);
        return
        [
            .. e.Headcounts.Index().SelectMany(part => BestExceedsParent(part.Item, $"/headcounts/{part.Index}", tree)),
            .. PartsExceedWhole(e, tree),
            .. e.Evidence.Index().SelectMany(claim => ClaimOutsideRange(claim.Item, $"/evidence/{claim.Index}", e)),
            .. MoreNamedThanCounted(e, tree),
        ];
    }

    private static IEnumerable<Flag> BestExceedsParent(Headcount part, string pointer, HeadcountTree tree)
    {
        var isKnown = tree.IsPartWithin(part) || (part.Of is { } of && tree.HolderOf(of)?.Stands() is true);
        if (isKnown && tree.WholeOf(part) is { } whole && part.Best > Bound(whole))
            yield return Flag.Of(FlagCode.HeadcountBestExceedsParent, $"Its best value {part.Best} is greater than the {Bound(whole)} of its whole \"{whole.Key}\".", pointer);
    }

    private static IEnumerable<Flag> PartsExceedWhole(Event e, HeadcountTree tree)
    {
        var elsewhere = tree.PartsElsewhere().Where(part => part.Holder.Record.Counts()).Select(part => part.Part).ToList();
        foreach (var (i, whole) in e.Headcounts.Index())
        {
            var sum = tree.PartsWithin(whole).Concat(elsewhere.Where(part => part.Of!.Key == whole.Key))
                .Where(part => part.Dimension == HeadcountDimension.Destination)
                .Sum(part => part.Best ?? part.Low ?? 0);
            if (sum > Bound(whole))
                yield return Flag.Of(FlagCode.HeadcountPartsExceedWhole, $"Its parts by destination add up to {sum}, more than {Bound(whole)}.", $"/headcounts/{i}");
        }
    }

    private static IEnumerable<Flag> ClaimOutsideRange(Evidence claim, string pointer, Event e)
    {
        if (claim is { Aspect: EvidenceAspect.Headcount, Value.Count: { } claimed } && Claimed(claim.About, e) is { } headcount && IsOutside(claimed, headcount))
            yield return Flag.Of(FlagCode.HeadcountClaimOutsideRange, $"A report states a number outside the range of the headcount \"{headcount.Key}\".", pointer).ShownAs(claim.Visibility);
    }

    private static Headcount? Claimed(About? about, Event e) => about is { } named
        ? e.Headcounts.FirstOrDefault(headcount => headcount.Key == named.Text)
        : e.Headcounts is [var only] ? only : null;

    private static bool IsOutside(Count claimed, Headcount headcount) =>
        (claimed.Best ?? claimed.High) < headcount.Low || (claimed.Best ?? claimed.Low) > headcount.High;

    private static IEnumerable<Flag> MoreNamedThanCounted(Event e, HeadcountTree tree)
    {
        var counts = e.Headcounts.Where(headcount => !tree.IsPartWithin(headcount));
        foreach (var kind in counts.GroupBy(headcount => headcount.Kind))
        {
            var named = e.People.Where(one => IsCounted(one.Outcome, kind.Key)).DistinctBy(one => one.Person).Count();
            var most = kind.Aggregate((long?)0, (sum, headcount) => sum + headcount.High);
            if (named > most)
                yield return Flag.Of(FlagCode.MoreNamedThanCounted, $"{named} people are named, but at most {most} were counted as {Code.Of(kind.Key)}.", "/people");
        }
    }

    private static bool IsCounted(PersonOutcome outcome, HeadcountKind kind) => kind switch
    {
        HeadcountKind.Released => outcome is PersonOutcome.Released,
        HeadcountKind.Received => outcome is PersonOutcome.Transferred or PersonOutcome.Released,
        HeadcountKind.Pardoned => outcome is PersonOutcome.Pardoned,
        HeadcountKind.Deported => outcome is PersonOutcome.Deported,
        HeadcountKind.Arrested => outcome is PersonOutcome.Arrested or PersonOutcome.ReDetained,
        HeadcountKind.Charged => outcome is PersonOutcome.Charged,
        HeadcountKind.Sentenced => outcome is PersonOutcome.Sentenced,
        HeadcountKind.Died => outcome is PersonOutcome.Died,
        _ => false,
    };

    private static long? Bound(Headcount whole) => whole.Best ?? whole.High;
}
