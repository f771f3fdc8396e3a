using System.Text.Json;

namespace Events.Api.Http.Formats;

/// <summary>Writes the items of a list, one after the other, in one format.</summary>
internal abstract class ItemWriter
{
    /// <summary>How many rows were written, where the end of an answer does not say whether it is whole.</summary>
    public virtual long? Rows => null;

    public abstract void Write(JsonElement item);

    /// <summary>Puts into the answer what was written so far.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>Completes the answer, so that it can be told from one that was cut off.</summary>
    public abstract void End(Ending ending);
}

/// <summary>What is known when the last item is written.</summary>
/// <param name="Items">How many items were written.</param>
/// <param name="Seq">The commit that all of them show.</param>
/// <param name="Next">The absolute address of the next page.</param>
internal readonly record struct Ending(long Items, long Seq, string? Next);
