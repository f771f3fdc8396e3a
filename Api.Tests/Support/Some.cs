using System.Text.Json.Nodes;

namespace Events.Api.Tests.Support;

/// <summary>Small records to send, each of which keeps all rules.</summary>
internal static class Some
{
    /// <summary>A statement, which needs nothing but evidence.</summary>
    public static JsonObject Event(string title = "A statement", string start = "2024-05-06") => new()
    {
        ["type"] = "statement",
        ["title"] = title,
        ["start"] = start,
        ["evidence"] = new JsonArray(Supports("d1")),
    };

    public static JsonObject Release(string title, string start, params string[] people) => Event(title, start).With(new()
    {
        ["type"] = "release",
        ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }),
        ["people"] = new JsonArray([.. people.Select(person => new JsonObject { ["person"] = person, ["outcome"] = "released" })]),
        ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = 7 }),
    });

    public static JsonObject Supports(string report) => new() { ["report"] = report.Length == 2 ? Talk.Id(report) : report };

    public static JsonObject Person(string name) => new() { ["name"] = name };

    public static JsonObject Organization(string name) => new() { ["name"] = name, ["type"] = "other" };

    public static JsonObject Report(string title) => new() { ["title"] = title };

    public static JsonObject Sanction(string name, string sender = "US", string target = "BY") => new()
    {
        ["name"] = name,
        ["kinds"] = new JsonArray("travel"),
        ["senders"] = new JsonArray(new JsonObject { ["country"] = sender }),
        ["targets"] = new JsonArray(new JsonObject { ["country"] = target }),
    };

    public static JsonObject Link(string type, string to) => new() { ["type"] = type, ["to"] = to };

    /// <summary>The same with some members set.</summary>
    public static JsonObject With(this JsonObject record, JsonObject members)
    {
        foreach (var (name, value) in members.ToList())
        {
            members.Remove(name);
            record[name] = value;
        }
        return record;
    }
}
