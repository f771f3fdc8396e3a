using System.Text.Json;

namespace Events.Api.Grafana;

/// <summary>What a panel shows, as Grafana sends it; members that are not named here are passed over.</summary>
/// <param name="Range">From when to when; all times if left out.</param>
/// <param name="Targets">What is asked for: 1 to 20.</param>
/// <param name="AdhocFilters">Filters that hold for all targets.</param>
internal sealed record GrafanaQuery(GrafanaRange? Range, IReadOnlyList<GrafanaTarget?>? Targets, IReadOnlyList<GrafanaFilter?>? AdhocFilters);

/// <summary>A span of time.</summary>
/// <param name="From">An instant in RFC 3339; its day in UTC counts.</param>
/// <param name="To">An instant in RFC 3339; its day in UTC counts.</param>
internal sealed record GrafanaRange(DateTimeOffset? From, DateTimeOffset? To);

/// <summary>One line of a panel's query.</summary>
/// <param name="Target">A metric: <c>series</c>, <c>facets</c> or <c>events</c>.</param>
/// <param name="RefId">Comes back with the answer.</param>
/// <param name="Payload">Parameters of <c>/v1/events/series</c>, <c>/v1/events/facets</c> or <c>/v1/events</c> by name: a text, a number, or a list of alternatives.</param>
/// <param name="Hide">Whether it is switched off.</param>
internal sealed record GrafanaTarget(string? Target, string? RefId, JsonElement? Payload, bool Hide);

/// <summary>A filter that the reader of a dashboard has set.</summary>
/// <param name="Key">One of the filters of events.</param>
/// <param name="Operator"><c>=</c> or <c>!=</c>.</param>
/// <param name="Value">A value of the filter.</param>
internal sealed record GrafanaFilter(string? Key, string? Operator, string? Value);

/// <summary>Asks for the values of a variable.</summary>
/// <param name="Payload">As of the metric <c>facets</c>, with <c>target</c> for the dimension whose values are wanted.</param>
internal sealed record GrafanaVariable(JsonElement? Payload);

/// <summary>Asks what to mark in a panel.</summary>
internal sealed record GrafanaAnnotations(GrafanaRange? Range, GrafanaAnnotationQuery? Annotation);

/// <summary>What is marked.</summary>
/// <param name="Query">Filters of events as in an address: <c>country=BY&amp;type=release</c>.</param>
internal sealed record GrafanaAnnotationQuery(string? Query);

/// <summary>Asks for the values of a filter.</summary>
/// <param name="Key">One of the keys that <c>tag-keys</c> gives.</param>
internal sealed record GrafanaTag(string? Key);
