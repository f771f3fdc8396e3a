using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Api.SavedQueries;

/// <summary>A question that is kept under a name, and how its answer is shown to everyone.</summary>
public sealed record SavedQuery
{
    /// <summary>Its place in addresses: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What stands above the chart, map or table.</summary>
    public required string Title { get; init; }

    public required Show Show { get; init; }

    /// <summary>
    /// What stands behind the ? of the address that it is short for: of a chart that of `/v1/events/series`, without `asOf` and
    /// `layout`; of a map the filters of events, and as `by` one of `country` (if left out), `country.actor` and
    /// `country.target`; of a table that of `/v1/events`: filters, `sort`, and `limit` up to 100. Only what everyone may ask.
    /// </summary>
    public string Query { get; init; } = "";
}

/// <summary>How the answer to a saved query is shown.</summary>
[JsonConverter(typeof(KebabEnumConverter<Show>))]
public enum Show
{
    /// <summary>Numbers over time.</summary>
    Chart,

    /// <summary>Countries of the world, by their number of events.</summary>
    Map,

    /// <summary>A list of events.</summary>
    Table,
}

/// <summary>A saved query, with where its answer can be had.</summary>
public sealed record SavedQueryView
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required Show Show { get; init; }
    public required string Query { get; init; }

    /// <summary>1 for the first version, then 2, 3, …; the first part of the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC, to the microsecond.</summary>
    public required DateTime UpdatedAt { get; init; }

    public required SavedQueryLinks Links { get; init; }

    /// <summary>HTML to put into an article as it is: a frame that shows the page.</summary>
    public required string Iframe { get; init; }
}

/// <summary>Absolute addresses.</summary>
/// <param name="Self">This saved query.</param>
/// <param name="Data">The request that it stands for: the same numbers as JSON.</param>
/// <param name="Embed">The page to frame.</param>
/// <param name="Svg">The picture alone; left out of a table, which has none.</param>
public sealed record SavedQueryLinks(string Self, string Data, string Embed, string? Svg);

/// <summary>One page of the saved queries, by name.</summary>
/// <param name="Next">The absolute address of the next page; null on the last one.</param>
public sealed record SavedQueryList(IReadOnlyList<SavedQueryView> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
