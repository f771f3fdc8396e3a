namespace Events.Domain.Values;

internal static class Lists
{
    /// <summary>The list with every item turned into another, without the detour of an enumerator.</summary>
    public static IReadOnlyList<TTo> ConvertAll<TFrom, TTo>(this IReadOnlyList<TFrom> list, Func<TFrom, TTo> convert)
    {
        if (list.Count == 0)
            return [];
        var converted = new TTo[list.Count];
        for (var i = 0; i < converted.Length; i++)
            converted[i] = convert(list[i]);
        return converted;
    }
}
