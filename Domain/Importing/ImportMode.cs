using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Importing;

/// <summary>What a refused row means for the others.</summary>
[JsonConverter(typeof(KebabEnumConverter<ImportMode>))]
public enum ImportMode
{
    /// <summary>Each row is written or refused for itself.</summary>
    Each,

    /// <summary>All rows are written in one transaction, or none is.</summary>
    All,
}
