using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Importing;

/// <summary>How an import stands.</summary>
[JsonConverter(typeof(KebabEnumConverter<BatchState>))]
public enum BatchState
{
    /// <summary>Others are at work before it.</summary>
    Waiting,

    /// <summary>Its rows are being read and written.</summary>
    Running,

    /// <summary>All rows were read, and what could be written is.</summary>
    Done,

    /// <summary>It was to be written whole or not at all, and a row was refused: nothing was written.</summary>
    Refused,

    /// <summary>The file cannot be read on, or the database not be written: what stands before is written; it can be resumed.</summary>
    Failed,

    /// <summary>Somebody stopped it, or the program ended: what stands before is written; it can be resumed.</summary>
    Stopped,

    /// <summary>What it wrote is being taken back.</summary>
    Undoing,

    /// <summary>What it wrote is taken back, but for what others have changed since.</summary>
    Undone,
}

public static class BatchStates
{
    /// <summary>Something is still to happen by itself.</summary>
    public static bool IsUnfinished(this BatchState state) => state is BatchState.Waiting or BatchState.Running or BatchState.Undoing;
}
