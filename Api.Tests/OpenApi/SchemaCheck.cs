using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Events.Api.Tests.OpenApi;

/// <summary>Holds JSON against a schema of the contract. It knows the keywords that the contract uses, and stops at any other.</summary>
/// <param name="everyMember">Also what a schema leaves open must be described.</param>
internal sealed class SchemaCheck(JsonNode contract, bool everyMember)
{
    private static readonly string[] Annotations = ["description", "default", "example", "examples", "title"];

    /// <summary>Everything that does not fit, each with its pointer.</summary>
    public IReadOnlyList<string> Check(JsonNode? value, JsonNode schema, string at = "") => [.. Problems(value, schema.AsObject(), at)];

    private IEnumerable<string> Problems(JsonNode? value, JsonObject schema, string at) =>
        schema.SelectMany(keyword => Problems(value, schema, keyword.Key, keyword.Value!, at));

    private IEnumerable<string> Problems(JsonNode? value, JsonObject schema, string keyword, JsonNode says, string at) => keyword switch
    {
        "$ref" => Problems(value, Resolve(says.GetValue<string>()), at),
        "type" => When(!Types(says).Any(type => IsOf(value, type)), at, $"is no {says.ToJsonString()}"),
        "enum" => When(!says.AsArray().Any(code => JsonNode.DeepEquals(code, value)), at, $"{value} is none of {says.ToJsonString()}"),
        "anyOf" => AnyOf(value, says.AsArray(), at),
        "items" when value is JsonArray items => items.SelectMany((item, i) => Problems(item, says.AsObject(), $"{at}/{i}")),
        "maxItems" when value is JsonArray items => When(items.Count > (int)says, at, "is too long"),
        "properties" when value is JsonObject given => Members(given, says.AsObject(), schema, at),
        "required" when value is JsonObject given => says.AsArray().SelectMany(name => When(!given.ContainsKey((string)name!), at, $"lacks {name}")),
        "additionalProperties" when value is JsonObject given && says is JsonObject all => given.SelectMany(member => Problems(member.Value, all, $"{at}/{member.Key}")),
        "minLength" when IsOf(value, "string") => When(((string)value!).Length < (int)says, at, "is too short"),
        "pattern" when IsOf(value, "string") => When(!Regex.IsMatch((string)value!, (string)says!), at, $"does not match {says}"),
        "maxLength" when IsOf(value, "string") => When(((string)value!).Length > (int)says, at, "is too long"),
        "minimum" when IsOf(value, "number") => When(value!.GetValue<decimal>() < says.GetValue<decimal>(), at, "is too small"),
        "maximum" when IsOf(value, "number") => When(value!.GetValue<decimal>() > says.GetValue<decimal>(), at, "is too large"),
        "format" => When(!HasFormat(value, (string)says!), at, $"is no {says}"),
        "items" or "maxItems" or "properties" or "required" or "additionalProperties" or "minLength" or "maxLength" or "pattern" or "minimum" or "maximum" => [],
        _ when Annotations.Contains(keyword) => [],
        _ => throw new NotSupportedException($"The contract uses the keyword {keyword}, which this check does not know."),
    };

    private IEnumerable<string> Members(JsonObject given, JsonObject known, JsonObject schema, string at)
    {
        var open = schema["additionalProperties"] is { } says ? says is JsonObject || (bool)says : !everyMember;
        foreach (var (name, value) in given)
        {
            if (known[name] is JsonObject member)
            {
                foreach (var problem in Problems(value, member, $"{at}/{name}"))
                    yield return problem;
            }
            else if (!open)
            {
                yield return $"{at}/{name} is not described";
            }
        }
    }

    private IEnumerable<string> AnyOf(JsonNode? value, JsonArray choices, string at)
    {
        var tried = choices.Select(choice => Problems(value, choice!.AsObject(), at).ToList()).ToList();
        return tried.Any(problems => problems.Count == 0) ? [] : tried.MinBy(problems => problems.Count)!.Prepend($"{at} fits none of {choices.Count} choices");
    }

    private JsonObject Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(contract, (node, name) => node[name]!).AsObject();

    private static IEnumerable<string> Types(JsonNode says) => says is JsonArray several ? several.Select(type => (string)type!) : [(string)says!];

    private static bool IsOf(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && long.TryParse(value!.ToJsonString(), CultureInfo.InvariantCulture, out _)),
        _ => type == "boolean",
    };

    private static bool HasFormat(JsonNode? value, string format) => format switch
    {
        "date-time" => !IsOf(value, "string") || DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _),
        "date" => !IsOf(value, "string") || DateOnly.TryParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "int32" or "int64" or "double" => true,
        _ => throw new NotSupportedException($"The contract uses the format {format}, which this check does not know."),
    };

    private static IEnumerable<string> When(bool wrong, string at, string message) => wrong ? [$"{at} {message}"] : [];
}
