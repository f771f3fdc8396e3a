using System.Globalization;
using System.Text.Json;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;

namespace Events.Api.Grafana;

/// <summary>The contract of Grafana's JSON data source: panels, variables, filters and annotations.</summary>
/// <remarks>Everything it answers can be had from the addresses that it stands for; what Grafana sends beside is passed over.</remarks>
internal static class GrafanaEndpoints
{
    private const int MostTargets = 20;
    private const int MostMarks = 1000;

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    public static void MapGrafana(this IEndpointRouteBuilder v1)
    {
        // The shapes are not ours to describe, and are described where the data source is.
        var group = v1.MapGroup("/grafana").ExcludeFromDescription();
        group.MapMethods("", ["GET", "HEAD"], () => Answer<GrafanaHealth>.Of(new GrafanaHealth("Events", "ok"))).Reads().TakesQuery();
        group.MapPost("/metrics", Metrics).Reads().TakesQuery();
        group.MapPost("/query", Query).Reads().TakesQuery();
        group.MapPost("/variable", Variable).Reads().TakesQuery();
        group.MapPost("/annotations", Annotations).Reads().TakesQuery();
        group.MapPost("/tag-keys", TagKeys).Reads().TakesQuery();
        group.MapPost("/tag-values", TagValues).Reads().TakesQuery();
    }

    private static Answer<IReadOnlyList<GrafanaMetric>> Metrics() => Answer<IReadOnlyList<GrafanaMetric>>.Of(
        [.. GrafanaMetrics.All.Select(metric => new GrafanaMetric(metric.Label, metric.Name, [.. metric.Parameters.Select(Describe)]))]);

    private static GrafanaParameter Describe(QueryParameter parameter) => new(
        parameter.Name, parameter.Name, parameter.Codes is null ? "input" : parameter.TakesOneCode ? "select" : "multi-select", parameter.Example ?? "",
        parameter.Codes?.Select(code => new GrafanaOption(code, code)).ToList());

    private static async Task<Answer<IReadOnlyList<GrafanaFrame>>> Query(HttpContext http, CountryBook countries)
    {
        var query = await ReadAsync<GrafanaQuery>(http);
        var filters = PanelText.Filters(query.AdhocFilters);
        var targets = query.Targets ?? [];
        if (targets.Count > MostTargets)
            throw PanelText.Invalid("/targets", $"A panel has at most {MostTargets} targets.");
        var panels = targets.Index().Where(target => target.Item is not { Hide: true }).Select(target => (target.Index, target.Item?.RefId, Panel: At(target.Index, () => Read(target.Item, target.Index)))).ToList();
        return await AnswerAsync<IReadOnlyList<GrafanaFrame>>(http, panels.Select(one => one.Panel.Events), reader =>
            [.. panels.SelectMany(one => At(one.Index, () => one.Panel.Show(reader).Select(frame => frame with { RefId = one.RefId }).ToList()))]);

        Panel Read(GrafanaTarget? target, int i)
        {
            var metric = GrafanaMetrics.All.FirstOrDefault(known => known.Name == target?.Target)
                ?? throw PanelText.Invalid($"/targets/{Number(i)}/target", $"Metrics are {string.Join(", ", GrafanaMetrics.All.Select(known => known.Name))}.");
            return metric.Read(PanelText.Read(target!.Payload, metric.Parameters, query.Range, filters), countries.Directory);
        }
    }

    private static async Task<Answer<IReadOnlyList<GrafanaValue>>> Variable(HttpContext http, CountryBook countries)
    {
        var payload = (await ReadAsync<GrafanaVariable>(http)).Payload;
        // An untouched query arrives as {"target": "country"}, one in JSON as it was written.
        var target = payload is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("target", out var named) && named.ValueKind is JsonValueKind.String ? named.GetString()! : "";
        var rest = payload is { ValueKind: JsonValueKind.Object } whole ? whole.EnumerateObject().Where(member => member.Name != "target") : [];
        var filters = JsonSerializer.SerializeToElement(rest.ToDictionary(member => member.Name, member => member.Value));
        var query = At("/payload", () => ValuesOf(target, PanelText.Read(filters, GrafanaMetrics.Facets.Parameters, null, [("by", target), ("limit", "1000")]), countries));
        return await AnswerAsync<IReadOnlyList<GrafanaValue>>(http, [query.Events], reader =>
            [.. Values(reader, query).Select(value => new GrafanaValue(GrafanaMetrics.NameOf(query.By[0], value, reader), value)).OrderBy(value => value.Text, StringComparer.OrdinalIgnoreCase)]);
    }

    private static Answer<IReadOnlyList<GrafanaTagText>> TagKeys() => Answer<IReadOnlyList<GrafanaTagText>>.Of([.. GrafanaMetrics.Filters.Select(filter => new GrafanaTagText("string", filter.Name))]);

    private static async Task<Answer<IReadOnlyList<GrafanaTagText>>> TagValues(HttpContext http, CountryBook countries)
    {
        var key = (await ReadAsync<GrafanaTag>(http)).Key ?? "";
        var query = At("/key", () => ValuesOf(key, new QueryText([("by", key), ("limit", "1000")], GrafanaMetrics.Facets.Parameters), countries));
        return await AnswerAsync<IReadOnlyList<GrafanaTagText>>(http, [query.Events], reader => [.. Values(reader, query).Select(value => new GrafanaTagText(null, value))]);
    }

    private static async Task<Answer<IReadOnlyList<GrafanaMark>>> Annotations(HttpContext http, CountryBook countries)
    {
        var asked = await ReadAsync<GrafanaAnnotations>(http);
        var given = Queries.Pairs(new QueryString("?" + asked.Annotation?.Query?.TrimStart('?')));
        var query = At("/annotation/query", () => EventFilters.Read(PanelText.Read(null, EventFilters.Parameters, asked.Range, given), countries.Directory));
        return await AnswerAsync<IReadOnlyList<GrafanaMark>>(http, [query], reader => At("/annotation/query", () => ItemPage.OfEvents(reader, query, MostMarks, e =>
            new GrafanaMark(GrafanaMetrics.Milliseconds(e.First), GrafanaMetrics.Milliseconds(GrafanaMetrics.LastDay(e, reader.World.Today)), e.Title, e.Summary, [e.Type, .. e.Topics]))));
    }

    private static FacetQuery ValuesOf(string dimension, QueryText text, CountryBook countries) => Dimension.Names.Contains(dimension)
        ? StatisticsQueries.ReadFacets(text, countries.Directory)
        : throw QueryText.UnknownCode("target", dimension, Dimension.Names);

    private static IEnumerable<string> Values(RecordReader reader, FacetQuery query) => new StatisticsReader(reader).Read(query).Lists[0].Values.Select(counted => counted.Values.First!);

    private static async Task<T> ReadAsync<T>(HttpContext http)
    {
        using var body = await JsonBody.ReadAsync(http);
        RequireText(body.Root);
        try
        {
            return body.Root.Deserialize<T>(Reading) ?? throw PanelText.Invalid("", "The body is a JSON object.");
        }
        catch (JsonException failure)
        {
            throw PanelText.Invalid(failure.Path?.TrimStart('$').Replace('.', '/').Replace('[', '/').Replace("]", "", StringComparison.Ordinal) ?? "", "The value does not have the type that Grafana sends here.");
        }
    }

    /// <summary>Half of a sign that takes two cannot be read as text.</summary>
    private static void RequireText(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                RequireText(member.Value);
        }
        else if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var entry in value.EnumerateArray())
                RequireText(entry);
        }
        else if (value.ValueKind is JsonValueKind.String && value.GetRawText().Contains("\\u", StringComparison.Ordinal))
        {
            try
            {
                _ = value.GetString();
            }
            catch (InvalidOperationException)
            {
                throw PanelText.Invalid("", $"The text {QueryText.Cut(value.GetRawText())} holds a character that is none.");
            }
        }
    }

    private static async Task<Answer<T>> AnswerAsync<T>(HttpContext http, IEnumerable<RecordQuery> queries, Func<RecordReader, T> read)
    {
        foreach (var query in queries)
            Lists.RequirePublished(query, http.Caller());
        return await http.RequestServices.GetRequiredService<Readers>().ReadAsync(
            snapshot => Answer<T>.Of(read(new RecordReader(snapshot, http.Caller().Audience, null, snapshot.Now))), http.RequestAborted, isLong: true);
    }

    private static T At<T>(int target, Func<T> read) => At($"/targets/{Number(target)}/payload", read);

    /// <summary>Says of what is wrong with a parameter where in the body it stands.</summary>
    private static T At<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Refusal refusal) when (refusal.Violations.Any(violation => !violation.Pointer.StartsWith('/')))
        {
            throw new Refusal(refusal.Reason, refusal.Message, [.. refusal.Violations.Select(violation => violation with { Pointer = $"{place}/{violation.Pointer}".TrimEnd('/') })]);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
