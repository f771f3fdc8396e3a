using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>What an editor states about one thing: the document of a record, which refers to other records by id only.</summary>
public abstract record Record
{
    /// <summary>Its names in other systems, each unique for the kind. At most 100.</summary>
    public IReadOnlyList<ExternalId> ExternalIds { get; init; } = [];

    [JsonIgnore]
    public abstract RecordKind Kind { get; }
}
