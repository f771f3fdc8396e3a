using System.Globalization;
using System.Text.Json;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Grafana;

/// <summary>Reads what Grafana sends as the query parameters that it stands for.</summary>
internal static class PanelText
{
    /// <param name="payload">An object with parameters by name; what is empty counts as left out.</param>
    /// <param name="known">The parameters that it may have.</param>
    /// <param name="range">What <c>from</c> and <c>to</c> are where the payload does not say.</param>
    public static QueryText Read(JsonElement? payload, IReadOnlyList<QueryParameter> known, GrafanaRange? range, IEnumerable<(string Name, string Value)> filters)
    {
        var given = Pairs(payload, known).ToList();
        if (range is not null && !given.Any(pair => pair.Name == EventFilters.From.Name || pair.Name == EventFilters.To.Name))
            given.AddRange([(EventFilters.From.Name, Milliseconds(range.From, "from")), (EventFilters.To.Name, Milliseconds(range.To, "to"))]);
        return new QueryText(given.Concat(filters), known);
    }

    /// <summary>The filters that the reader of a dashboard has set.</summary>
    public static IReadOnlyList<(string Name, string Value)> Filters(IReadOnlyList<GrafanaFilter?>? filters) => [.. (filters ?? []).Select((filter, i) =>
    {
        var parameter = GrafanaMetrics.Filters.FirstOrDefault(known => known.Name == filter?.Key)
            ?? throw Invalid($"/adhocFilters/{Number(i)}/key", $"Filters are {string.Join(", ", GrafanaMetrics.Filters.Select(known => known.Name))}.");
        var value = filter!.Value is { Length: > 0 } text ? Quoted(text) : throw Invalid($"/adhocFilters/{Number(i)}/value", "A filter needs a value.");
        return filter.Operator switch
        {
            "=" => (parameter.Name, value),
            "!=" => (parameter.Name, "!" + value),
            _ => throw Invalid($"/adhocFilters/{Number(i)}/operator", "Filters are compared by = and != alone."),
        };
    })];

    public static Refusal Invalid(string pointer, string message) => new(Reason.InvalidValue, message, [new Violation(Reason.InvalidValue, pointer, message)]);

    private static IEnumerable<(string Name, string Value)> Pairs(JsonElement? payload, IReadOnlyList<QueryParameter> known)
    {
        // The query builder sends nothing, null or an empty text for a payload that was never touched.
        if (payload is not { ValueKind: not JsonValueKind.Null } members || members is { ValueKind: JsonValueKind.String } && members.GetString()!.Length == 0)
            return [];
        if (members.ValueKind is not JsonValueKind.Object)
            throw QueryText.Invalid("", "A payload is an object with query parameters by name.");
        return members.EnumerateObject().Select(member => (member.Name, Value: Value(member.Value, member.Name, known))).Where(pair => pair.Value.Length > 0);
    }

    private static string Value(JsonElement value, string name, IReadOnlyList<QueryParameter> known) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(one => one.ValueKind is JsonValueKind.Array ? throw NoText(name) : Quoted(Value(one, name, known)))),
        JsonValueKind.String => TakesSeveral(name, known) ? Alternatives(value.GetString()!) : value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Object => throw NoText(name),
        _ => value.GetRawText(),
    };

    private static Refusal NoText(string name) => QueryText.Invalid(name, $"\"{QueryText.Cut(name)}\" is a text, a number, or a list of them.");

    private static bool TakesSeveral(string name, IReadOnlyList<QueryParameter> known) =>
        known.FirstOrDefault(parameter => parameter.Name == name) is { } parameter && (parameter.Repeats || parameter is { Codes: not null, TakesOneCode: false });

    /// <summary>A variable with several values arrives as a regular expression of them: <c>(BY|UA)</c>.</summary>
    private static string Alternatives(string text)
    {
        var plain = text.Replace("\\", "", StringComparison.Ordinal);
        return plain.Length > 2 && plain.StartsWith('(') && plain.EndsWith(')') ? string.Join(',', plain[1..^1].Split('|').Select(Quoted)) : plain;
    }

    private static string Quoted(string value) => value.Contains(',', StringComparison.Ordinal) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string Milliseconds(DateTimeOffset? instant, string end) => instant is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"ms:{known.ToUnixTimeMilliseconds()}")
        : throw Invalid($"/range/{end}", "A range has both ends, as instants in RFC 3339.");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
