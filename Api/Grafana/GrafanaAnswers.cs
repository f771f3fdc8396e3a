using System.Text.Json.Serialization;

namespace Events.Api.Grafana;

/// <summary>That the data source is there.</summary>
internal sealed record GrafanaHealth(string Name, string Status);

/// <summary>Something that a panel can ask for.</summary>
/// <param name="Payloads">Its parameters.</param>
internal sealed record GrafanaMetric(string Label, string Value, IReadOnlyList<GrafanaParameter> Payloads);

/// <summary>A parameter, as the query builder shows it.</summary>
/// <param name="Type"><c>input</c>, <c>select</c> or <c>multi-select</c>.</param>
/// <param name="Options">What there is to select; left out of an input.</param>
internal sealed record GrafanaParameter(string Name, string Label, string Type, string Placeholder, IReadOnlyList<GrafanaOption>? Options);

/// <summary>One of several things to select.</summary>
internal sealed record GrafanaOption(string Label, string Value);

/// <summary>An answer to one target: a line of a series, or a table.</summary>
/// <param name="Target">What the line is called.</param>
/// <param name="Datapoints">Of a line: pairs of a value and the first day of its bucket, in milliseconds since 1970; a value is null when it has no upper bound.</param>
/// <param name="Type">Of a table: <c>table</c>.</param>
/// <param name="Rows">Of a table: a value for each column.</param>
internal sealed record GrafanaFrame(string? RefId, string? Target, IReadOnlyList<IReadOnlyList<long?>>? Datapoints, string? Type, IReadOnlyList<GrafanaColumn>? Columns, IReadOnlyList<IReadOnlyList<object?>>? Rows);

/// <summary>A column of a table.</summary>
/// <param name="Type"><c>time</c> (milliseconds since 1970), <c>number</c> or <c>string</c>.</param>
internal sealed record GrafanaColumn(string Text, string Type);

/// <summary>A value of a variable, and what it is called.</summary>
internal sealed record GrafanaValue([property: JsonPropertyName("__text")] string Text, [property: JsonPropertyName("__value")] string Value);

/// <summary>An event as a mark in a panel.</summary>
/// <param name="Time">The first day on which it can have begun, in milliseconds since 1970.</param>
/// <param name="TimeEnd">The last day on which it can have ended.</param>
/// <param name="Tags">Its type and topics.</param>
internal sealed record GrafanaMark(long Time, long TimeEnd, string Title, string? Text, IReadOnlyList<string> Tags);

/// <summary>A filter that dashboards can offer, or a value of one.</summary>
internal sealed record GrafanaTagText(string? Type, string Text);
