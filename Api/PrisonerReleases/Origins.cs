using System.Globalization;
using System.Text.Json;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>Where in the request the members of the records of a story came from.</summary>
internal sealed class Origins
{
    private readonly Dictionary<(RecordId Record, string Member), HashSet<string>> _pointers = [];

    /// <summary>Members of a record came from there; the empty member is the whole record. What is said in several places has several origins.</summary>
    public void Add(RecordId record, params IEnumerable<(string Member, string Pointer)> members)
    {
        foreach (var (member, pointer) in members)
        {
            if (!_pointers.TryGetValue((record, member), out var known))
                _pointers[(record, member)] = known = [];
            known.Add(pointer);
        }
    }

    /// <summary>Where the request says what a member holds: the origin nearest to it, and from there as far as the request goes the same way.</summary>
    public string PointerTo(RecordId record, string member, JsonElement request)
    {
        var known = member;
        while (!_pointers.ContainsKey((record, known)))
            known = Shorten(known);
        var (start, way) = _pointers[(record, known)].Select(pointer => (pointer, Follow(request, pointer, member[known.Length..]))).MaxBy(origin => origin.Item2.Length);
        return start + way;
    }

    private static string Follow(JsonElement request, string pointer, string way)
    {
        while (way.Length > 0 && !Has(request, pointer + way))
            way = Shorten(way);
        return way;
    }

    private static bool Has(JsonElement request, string pointer) =>
        pointer.Split('/').Skip(1).Aggregate((JsonElement?)request, (here, name) => here is { } holder ? Step(holder, name) : null) is not null;

    private static JsonElement? Step(JsonElement holder, string name) => holder.ValueKind switch
    {
        JsonValueKind.Object when holder.TryGetProperty(name, out var member) => member,
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < holder.GetArrayLength() => holder[i],
        _ => null,
    };

    private static string Shorten(string pointer) => pointer[..pointer.LastIndexOf('/')];
}

/// <summary>An item of a record, and where in the request it came from.</summary>
internal readonly record struct Traced<T>(T Item, string Pointer);

internal static class TracedItems
{
    public static IReadOnlyList<T> Items<T>(this IReadOnlyList<Traced<T>> list) => [.. list.Select(traced => traced.Item)];

    /// <summary>The origins of the items of a list.</summary>
    public static IEnumerable<(string Member, string Pointer)> In<T>(this IReadOnlyList<Traced<T>> items, string list) =>
        items.Select((traced, i) => ($"{list}/{i}", traced.Pointer));
}
