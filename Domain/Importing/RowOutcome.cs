using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Importing;

/// <summary>What became of one row of an import.</summary>
[JsonConverter(typeof(KebabEnumConverter<RowOutcome>))]
public enum RowOutcome
{
    /// <summary>It made a record that there was not, or was deleted.</summary>
    Created,

    /// <summary>It changed a record.</summary>
    Updated,

    /// <summary>Everything was as the row says, or is as editors have made it since.</summary>
    Unchanged,

    /// <summary>It cannot be read, or breaks a rule: nothing of it was written.</summary>
    Refused,

    /// <summary>It stands for a record that the source has no more, and that was deleted.</summary>
    Retired,
}
