using Events.Domain.Querying;

namespace Events.Domain.Statistics;

/// <summary>How many events have which values, the most frequent first.</summary>
/// <param name="Lists">For each dimension its values, and how many more there are.</param>
/// <param name="Cross">Of two dimensions: how many events have both values.</param>
/// <param name="Events">How many there are in all.</param>
public sealed record Facets(IReadOnlyList<FacetList> Lists, IReadOnlyList<Counted>? Cross, long Events)
{
    /// <param name="count">Counts the events by some of the dimensions.</param>
    public static Facets Of(FacetQuery query, Func<IReadOnlyList<Dimension>, IEnumerable<Measured>> count)
    {
        var lists = query.By.Select(dimension => FacetList.Of(dimension, Sorted(count([dimension])), query.Limit)).ToList();
        var cross = lists.Count == 2 ? Cut(Sorted(count(query.By)), Shown(lists[0]), Shown(lists[1])) : null;
        return new Facets(lists, cross, count([]).Sum(all => all.Figure.Best));
    }

    private static HashSet<string?> Shown(FacetList list) => [.. list.Values.Select(value => value.Values.First)];

    private static List<Counted> Cut(IEnumerable<Counted> cells, HashSet<string?> first, HashSet<string?> second)
    {
        var cut = cells.Where(cell => first.Contains(cell.Values.First) && second.Contains(cell.Values.Second)).Take(Series.MostCells + 1).ToList();
        return cut.Count <= Series.MostCells ? cut : throw QueryText.Invalid("limit", $"The cross table would have more than {Series.MostCells} numbers. Ask for fewer values with \"limit\".");
    }

    private static IEnumerable<Counted> Sorted(IEnumerable<Measured> measured) => measured
        .GroupBy(one => one.Values, (values, of) => new Counted(values, of.Sum(one => one.Figure.Best)))
        .OrderByDescending(counted => counted.Events).ThenBy(counted => counted.Values.First, StringComparer.Ordinal).ThenBy(counted => counted.Values.Second, StringComparer.Ordinal);
}

/// <summary>The values of one dimension.</summary>
/// <param name="More">How many values are not shown.</param>
public sealed record FacetList(Dimension Dimension, IReadOnlyList<Counted> Values, int More)
{
    public static FacetList Of(Dimension dimension, IEnumerable<Counted> sorted, int limit)
    {
        var all = sorted.ToList();
        return new FacetList(dimension, [.. all.Take(limit)], Math.Max(0, all.Count - limit));
    }
}

/// <summary>How many events have these values.</summary>
public readonly record struct Counted(ValuePair Values, long Events);
