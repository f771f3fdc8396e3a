using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>The hard rules for headcounts, checked from the part and from the whole.</summary>
internal static class HeadcountRules
{
    public static IEnumerable<Violation> Check(RecordId id, Event e, IWorld world)
    {
        var tree = new HeadcountTree(id, e, world);
        return
        [
            .. e.Headcounts.Index().SelectMany(headcount => Order(headcount.Item.Count, $"/headcounts/{headcount.Index}")),
            .. RepeatedKeys(e),
            .. e.Headcounts.Index().SelectMany(part => Whole(part.Item, $"/headcounts/{part.Index}", tree)),
            .. tree.PartsElsewhere().SelectMany(part => PartElsewhere(part.Holder.Id, part.Part, e)),
        ];
    }

    public static IEnumerable<Violation> Order(Count? count, string pointer)
    {
        if (count is { IsOrdered: false })
            yield return new(Reason.HeadcountOrder, pointer, "A count needs 0 ≤ low ≤ best ≤ high: correct the numbers, or leave out what is unknown.");
    }

    private static IEnumerable<Violation> RepeatedKeys(Event e)
    {
        var seen = new HashSet<string>();
        foreach (var (i, headcount) in e.Headcounts.Index())
        {
            if (!seen.Add(headcount.Key))
                yield return new(Reason.InvalidValue, $"/headcounts/{i}/key", $"Another headcount of this event has the key \"{headcount.Key}\": choose one that is unique here.");
        }
    }

    private static IEnumerable<Violation> Whole(Headcount part, string pointer, HeadcountTree tree)
    {
        if (part.Of is not { } of)
            return [];
        if (tree.HolderOf(of) is null)
            return [ReferenceRules.Unknown(pointer + "/of/event", $"There is no event \"{of.Event}\": correct the reference, or create that record first.")];
        if (tree.WholeOf(part) is not { } whole)
            return [ReferenceRules.Unknown(pointer + "/of/key", $"That event has no headcount \"{of.Key}\": correct the key, or add the headcount first.")];
        if (tree.IsPartOfItself(part))
            return [new(Reason.LinkCycle, pointer + "/of", $"\"{of.Key}\" is itself a part of \"{part.Key}\": a headcount is a subset in one direction only.")];
        return part.Low > whole.High
            ? [ExceedsParent(pointer, $"At least {part.Low} people cannot be a part of at most {whole.High} (\"{of.Key}\"): correct one of the two.")]
            : [];
    }

    private static IEnumerable<Violation> PartElsewhere(RecordId holder, Headcount part, Event e)
    {
        var (index, whole) = e.Headcounts.Index().FirstOrDefault(headcount => headcount.Item.Key == part.Of!.Key);
        if (whole is null)
            yield return ReferenceRules.Unknown("/headcounts", $"Event \"{holder}\" counts a part of the headcount \"{part.Of!.Key}\": keep that key, or change the other event first.");
        else if (part.Low > whole.High)
            yield return ExceedsParent($"/headcounts/{index}", $"At most {whole.High} people cannot contain the at least {part.Low} of \"{part.Key}\" in event \"{holder}\": correct one of the two.");
    }

    private static Violation ExceedsParent(string pointer, string message) => new(Reason.HeadcountExceedsParent, pointer, message);
}
