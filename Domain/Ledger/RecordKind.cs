using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The kinds of record that the ledger keeps.</summary>
[JsonConverter(typeof(KebabEnumConverter<RecordKind>))]
public enum RecordKind
{
    Country,
    Person,
    Organization,
    Report,
    Sanction,
    Event,
}
