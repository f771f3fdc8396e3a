using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Events.Domain.Ledger;

/// <summary>How records become documents and back: camelCase, members without a value left out.</summary>
public static class RecordJson
{
    /// <summary>The version of the documents' shape that is written today; <see cref="Upcasters"/> lead older ones to it.</summary>
    public const int Schema = 1;

    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The answer is JSON with nosniff, never markup: Cyrillic and Arabic stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutKind).WithAddedModifier(LeaveOutEmptyLists),
    };

    public static byte[] Write(Record record) => JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), Options);

    public static T Read<T>(ReadOnlySpan<byte> document)
        where T : Record => JsonSerializer.Deserialize<T>(document, Options)!;

    public static Record Read(RecordKind kind, ReadOnlySpan<byte> document) =>
        (Record)JsonSerializer.Deserialize(document, TypeOf(kind), Options)!;

    public static Type TypeOf(RecordKind kind) => kind switch
    {
        RecordKind.Country => typeof(Countries.Country),
        RecordKind.Person => typeof(People.Person),
        RecordKind.Organization => typeof(Organizations.Organization),
        RecordKind.Report => typeof(Reports.Report),
        RecordKind.Sanction => typeof(Sanctions.Sanction),
        _ => typeof(Events.Event),
    };

    public static RecordKind KindOf<T>()
        where T : Record => KindCache<T>.Kind;

    // The ledger keeps it beside the document; an override does not inherit JsonIgnore.
    private static void LeaveOutKind(JsonTypeInfo type)
    {
        if (typeof(Record).IsAssignableFrom(type.Type) && type.Properties.FirstOrDefault(property => property.Name == "kind") is { } kind)
            type.Properties.Remove(kind);
    }

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType != typeof(string))
                property.ShouldSerialize = static (_, value) => value is not ICollection { Count: 0 };
        }
    }

    private static class KindCache<T>
    {
        public static readonly RecordKind Kind = Enum.GetValues<RecordKind>().First(kind => TypeOf(kind) == typeof(T));
    }
}
