using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The record that bears an external id.</summary>
/// <param name="ByMerge">It was that of a record that was merged into this one: whoever states something under it does not mean to write over this one.</param>
public readonly record struct Identity(RecordId Id, bool ByMerge);
