using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Domain.Ledger;

namespace Events.Domain.Importing;

/// <summary>
/// What a source states anew about a record that editors may have changed since: member by member, what the source changed
/// goes over what stands there, and what editors changed stays.
/// </summary>
public static class Restatement
{
    /// <param name="stated">What the source stated the last time.</param>
    /// <param name="current">The record as it stands.</param>
    /// <param name="restated">What the source states now.</param>
    /// <returns>The record as it is to be; and the members that both have changed, each in its own way, which nobody can decide here.</returns>
    public static (Record Record, IReadOnlyList<string> Contested) Over(Record stated, Record current, Record restated)
    {
        var (was, stands, says) = (Members(stated), Members(current), Members(restated));
        var contested = new List<string>();
        foreach (var name in was.Select(member => member.Key).Union(says.Select(member => member.Key)).ToList())
        {
            if (Same(was[name], says[name]) || Same(stands[name], says[name]))
                continue;
            if (!Same(was[name], stands[name]))
                contested.Add(name);
            else if (says[name] is { } value)
                stands[name] = value.DeepClone();
            else
                stands.Remove(name);
        }
        return (RecordJson.Read(current.Kind, JsonSerializer.SerializeToUtf8Bytes(stands, RecordJson.Options)), contested);
    }

    private static JsonObject Members(Record record) => JsonNode.Parse(RecordJson.Write(record))!.AsObject();

    private static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);
}
