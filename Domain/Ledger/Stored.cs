using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>One version of a record as the ledger keeps it.</summary>
/// <param name="Key">The number of the record's first version in the ledger: stable, and the tie-break of every list.</param>
/// <param name="Version">1 for the first version of the record, then 2, 3, …</param>
/// <param name="Seq">The commit that wrote this version.</param>
public sealed record Stored<T>(
    long Key, RecordId Id, long Version, long Seq, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, T Record)
    where T : Record
{
    /// <summary>The day of this version, in UTC.</summary>
    public DateOnly WrittenOn => DateOnly.FromDateTime(UpdatedAt.UtcDateTime);
}
