using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>What became of one field from one version to the next.</summary>
[JsonConverter(typeof(KebabEnumConverter<FieldOp>))]
public enum FieldOp
{
    Added,
    Removed,
    Changed,
}

/// <summary>One field that is not as it was.</summary>
/// <param name="Pointer">Where: an RFC 6901 pointer into this version; of an item that was removed, into the version before.</param>
/// <param name="From">What stood there before; left out when it was added.</param>
/// <param name="To">What stands there now; left out when it was removed.</param>
public sealed record FieldChange(string Pointer, FieldOp Op, JsonNode? From, JsonNode? To);

/// <summary>
/// Compares two versions of a record as one reader sees them, member by member and item by item. Of a reference only the
/// id counts, of a date only its value, and nothing but what editors state; what is withheld is equal to what is withheld.
/// The order of a list is no field: equal items belong together; of the others those with the same key do and are
/// compared in turn; what is left was added or removed.
/// </summary>
public static class Difference
{
    /// <summary>By what the items of a list are known. The items of other lists are as a whole there, or not.</summary>
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["headcounts"] = ["key"],
        ["links"] = ["type", "to"],
        ["people"] = ["person"],
        ["participants"] = ["role", "country", "organization", "person"],
        ["sanctions"] = ["sanction"],
        ["evidence"] = ["report", "aspect"],
        ["otherNames"] = ["name"],
    };

    public static IReadOnlyList<FieldChange> Between(RecordKind kind, JsonObject before, JsonObject after)
    {
        var stated = RecordJson.Options.GetTypeInfo(RecordJson.TypeOf(kind)).Properties.Select(property => property.Name);
        return [.. stated.SelectMany(name => Values($"/{name}", name, before[name], after[name]))];
    }

    private static IEnumerable<FieldChange> Values(string pointer, string name, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        _ when Identity(before) == Identity(after) => [],
        (null, _) => [new(pointer, FieldOp.Added, null, after)],
        (_, null) => [new(pointer, FieldOp.Removed, before, null)],
        (JsonArray one, JsonArray other) => Items(pointer, Keys.GetValueOrDefault(name, []), one, other),
        (JsonObject one, JsonObject other) when Thing(one) is null && Thing(other) is null => Members(pointer, one, other),
        _ => [new(pointer, FieldOp.Changed, before, after)],
    };

    private static IEnumerable<FieldChange> Members(string pointer, JsonObject before, JsonObject after) =>
        before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .SelectMany(name => Values($"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", name, before[name], after[name]));

    private static List<FieldChange> Items(string pointer, string[] key, JsonArray before, JsonArray after)
    {
        var (gone, come) = (Listed(before), Listed(after));
        Pair(gone, come, Identity);
        var known = key.Length > 0 ? Pair(gone, come, item => string.Join(' ', key.Select(member => Identity(item[member])))) : [];
        return
        [
            .. gone.Select(it => new FieldChange($"{pointer}/{it.Index}", FieldOp.Removed, it.Value, null)),
            .. known.SelectMany(pair => Members($"{pointer}/{pair.After.Index}", pair.Before.Value.AsObject(), pair.After.Value.AsObject())),
            .. come.Select(it => new FieldChange($"{pointer}/{it.Index}", FieldOp.Added, null, it.Value)),
        ];
    }

    private static List<Item> Listed(JsonArray list) => [.. list.Select((item, i) => new Item(i, item!))];

    /// <summary>Takes out of both lists what belongs together, first come, first served.</summary>
    private static List<(Item Before, Item After)> Pair(List<Item> before, List<Item> after, Func<JsonNode, string> by)
    {
        var open = before.GroupBy(it => by(it.Value)).ToDictionary(group => group.Key, group => new Queue<Item>(group));
        var pairs = new List<(Item Before, Item After)>();
        foreach (var it in after)
        {
            if (open.TryGetValue(by(it.Value), out var alike) && alike.TryDequeue(out var was))
                pairs.Add((was, it));
        }
        var (gone, come) = (pairs.Select(pair => pair.Before).ToHashSet(), pairs.Select(pair => pair.After).ToHashSet());
        before.RemoveAll(gone.Contains);
        after.RemoveAll(come.Contains);
        return pairs;
    }

    /// <summary>The same for everything that means the same.</summary>
    private static string Identity(JsonNode? node) => node switch
    {
        null => "",
        JsonObject one => Thing(one) ?? $"{{{string.Join(',', one.Select(member => $"{member.Key}:{Identity(member.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Identity))}]",
        _ => node.ToJsonString(),
    };

    /// <summary>What an object stands for that is compared as one: a record, a country, a date, something withheld; else null.</summary>
    private static string? Thing(JsonObject one) =>
        (one["id"] ?? one["code"] ?? one["withheld"] ?? (one.ContainsKey("precision") ? one["value"] : null))?.ToJsonString();

    private readonly record struct Item(int Index, JsonNode Value);
}
