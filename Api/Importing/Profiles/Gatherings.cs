using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing.Profiles;

/// <summary>Records that stand for many rows, such as a sanction with all whom a list names: each row adds its items to a list of them.</summary>
internal sealed class Gatherings
{
    private const int MostItems = 500_000;

    private readonly OrderedDictionary<string, Gathering> _all = new(StringComparer.Ordinal);
    private int _items;

    /// <summary>Adds what a row says.</summary>
    /// <param name="data">The record as the row alone would state it.</param>
    /// <param name="refs">The records of the row that it refers to, by kind and external id.</param>
    /// <exception cref="UnreadableFileException">The file is too long for that.</exception>
    public void Add(long row, RecordMaker record, ReadOnlyMemory<byte> data, Dictionary<string, (RecordKind Kind, string Name)> refs)
    {
        var stated = JsonNode.Parse(data.Span)!.AsObject();
        var member = record.Rule.Gathers!;
        var items = stated[member]?.AsArray().Select(item => item!.ToJsonString()).ToList() ?? [];
        var name = stated["externalIds"]!.AsArray()[0]!.ToJsonString();
        var key = Code.Of(record.Rule.Kind) + name;
        if (!_all.TryGetValue(key, out var gathering))
        {
            stated.Remove(member);
            _all.Add(key, gathering = new Gathering(record.Rule.Kind, JsonNode.Parse(name)!["value"]!.GetValue<string>(), member, stated.ToJsonString(), refs));
        }
        foreach (var item in items)
        {
            if (++_items > MostItems)
                throw new UnreadableFileException(row, $"The rows gather more than {MostItems:N0} items in records that stand for many of them: split the file.");
            gathering.Items.Add((row, item, refs.Where(one => item.Contains(Quoted(one.Key), StringComparison.Ordinal)).ToDictionary()));
        }
    }

    /// <summary>The records, with the items of all rows but those that were refused.</summary>
    public IEnumerable<SourceRow> Close(IReadOnlySet<long> refused) =>
        _all.Values.Select(gathering => Close(gathering, refused)).OfType<SourceRow>();

    private static SourceRow? Close(Gathering gathering, IReadOnlySet<long> refused)
    {
        var (heads, names) = (new JsonArray(), new Dictionary<(RecordKind, string), string>());
        var items = new OrderedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (_, item, refs) in gathering.Items.Where(item => !refused.Contains(item.Row)))
        {
            var text = Named(item, refs, names, heads);
            items.TryAdd(text, JsonNode.Parse(text)!);
        }
        if (items.Count == 0)
            return null;
        var data = JsonNode.Parse(Named(gathering.Data, gathering.Refs.Where(one => gathering.Data.Contains(Quoted(one.Key), StringComparison.Ordinal)), names, heads))!.AsObject();
        data[gathering.Member] = new JsonArray([.. items.Values]);
        heads.Add(new JsonObject { ["kind"] = Code.Of(gathering.Kind), ["data"] = data });
        var commit = JsonDocument.Parse(new JsonObject { ["records"] = heads }.ToJsonString());
        return new SourceRow(0, $"{Code.Of(gathering.Kind)} {gathering.Name}", commit, [], _ => null);
    }

    /// <summary>The text with refs that are the same for all rows; each record that it names is entered once.</summary>
    private static string Named(string json, IEnumerable<KeyValuePair<string, (RecordKind Kind, string Name)>> refs, Dictionary<(RecordKind, string), string> names, JsonArray heads)
    {
        foreach (var (name, record) in refs)
        {
            if (!names.TryGetValue(record, out var shared))
            {
                names.Add(record, shared = FormattableString.Invariant($"r{names.Count}"));
                heads.Add(new JsonObject { ["kind"] = Code.Of(record.Kind), ["ref"] = shared, ["externalId"] = JsonNode.Parse(record.Name) });
            }
            json = json.Replace(Quoted(name), Quoted("\n" + shared), StringComparison.Ordinal);
        }
        return json.Replace("\"#\n", "\"#", StringComparison.Ordinal);
    }

    private static string Quoted(string name) => $"\"#{name}\"";

    private sealed record Gathering(RecordKind Kind, string Name, string Member, string Data, Dictionary<string, (RecordKind Kind, string Name)> Refs)
    {
        public List<(long Row, string Item, Dictionary<string, (RecordKind Kind, string Name)> Refs)> Items { get; } = [];
    }
}
