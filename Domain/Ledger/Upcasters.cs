using System.Text.Json;
using System.Text.Json.Nodes;

namespace Events.Domain.Ledger;

/// <summary>
/// Reads documents of older shapes: for each kind and schema the pure step to the next schema. Stored documents are never
/// rewritten, so a step, once released, stays.
/// </summary>
public sealed class Upcasters(int current, IReadOnlyDictionary<(RecordKind Kind, int Schema), Func<JsonObject, JsonObject>> steps)
{
    /// <summary>The steps of this program. Schema 1 is the first, so there is none yet.</summary>
    public static readonly Upcasters Current = new(RecordJson.Schema, new Dictionary<(RecordKind, int), Func<JsonObject, JsonObject>>());

    /// <summary>The document in today's shape.</summary>
    /// <exception cref="NotSupportedException">The document is newer than this program, or a step is missing.</exception>
    public byte[] Upcast(RecordKind kind, int schema, byte[] document)
    {
        if (schema == current)
            return document;
        if (schema > current)
            throw new NotSupportedException($"A {kind} of schema {schema} was written by a newer version of this program, which knows schemas up to {current}.");
        var shape = JsonNode.Parse(document)!.AsObject();
        for (; schema < current; schema++)
        {
            // A kind whose shape did not change between two schemas has no step.
            if (steps.TryGetValue((kind, schema), out var step))
                shape = step(shape);
        }
        return JsonSerializer.SerializeToUtf8Bytes(shape, RecordJson.Options);
    }
}
