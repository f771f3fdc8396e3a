namespace Events.Domain.Duplicates;

/// <summary>Lists of which each item is one thing: what joins them stands there once.</summary>
internal static class Joined
{
    /// <summary>The items that are held, and of those that join them what is not there yet.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> held, IEnumerable<T> joining, Func<T, T, bool>? isSame = null, Func<T, T, T>? fill = null) =>
        Of([.. held.Select(item => (item, false)), .. joining.Select(item => (item, true))], isSame, fill);

    /// <param name="items">In their order, each with whether it joins those that do not.</param>
    /// <param name="isSame">Whether two items stand for the same thing; equal ones, when it is left out.</param>
    /// <param name="fill">Adds to an item that is held what only the one that joins it says.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<(T Item, bool Joins)> items, Func<T, T, bool>? isSame = null, Func<T, T, T>? fill = null)
    {
        isSame ??= EqualityComparer<T>.Default.Equals;
        var kept = new List<(int Place, T Item)>(items.Count);
        foreach (var (place, (item, joins)) in items.Index())
        {
            if (!joins)
                kept.Add((place, item));
        }
        foreach (var (place, (item, joins)) in items.Index())
        {
            if (!joins)
                continue;
            var at = kept.FindIndex(other => isSame(other.Item, item));
            if (at < 0)
                kept.Add((place, item));
            else if (fill is not null)
                kept[at] = (kept[at].Place, fill(kept[at].Item, item));
        }
        return [.. kept.OrderBy(it => it.Place).Select(it => it.Item)];
    }
}
