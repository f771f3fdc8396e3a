using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>What a version does to its record.</summary>
[JsonConverter(typeof(KebabEnumConverter<Op>))]
public enum Op
{
    Create,
    Update,
    Delete,
    Merge,
    Redact,
}

/// <summary>One version that a commit is to write.</summary>
/// <param name="Record">What is stated from now on; null to delete or to merge.</param>
public sealed record Change(RecordKind Kind, RecordId Id, Record? Record)
{
    /// <summary>The record as <see cref="RecordJson"/> writes it, when that was done before.</summary>
    public byte[]? Document { get; init; }

    /// <summary>The record that takes its place for good; null when it is not merged.</summary>
    public RecordId? Into { get; private init; }

    public static Change Put(RecordId id, Record record) => new(record.Kind, id, record);

    public static Change Delete(RecordKind kind, RecordId id) => new(kind, id, null);

    public static Change Merge(RecordKind kind, RecordId id, RecordId into) => new(kind, id, null) { Into = into };
}

/// <summary>
/// Decides what a commit writes, from the world at the moment of the commit alone, where nothing can race. Refuses by
/// throwing a <see cref="Refusal"/>.
/// </summary>
public delegate IReadOnlyList<Change> Decide(IWorld world);
