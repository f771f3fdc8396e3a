using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Events.Domain.Ledger;

/// <summary>How answers are written: camelCase, lists always there, other members without a value left out.</summary>
public static class ViewJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The answer is JSON with nosniff, never markup: Cyrillic and Arabic stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Without it the contract of a type could not be asked for before something was written.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };
}
