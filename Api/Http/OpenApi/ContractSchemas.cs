using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Events.Api.Commits;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Events.Api.Http.OpenApi;

/// <summary>In which direction a type crosses the wire: the same name may stand for different shapes.</summary>
internal enum Shape
{
    Answer,

    /// <summary>Strict about members, but of a reference, date or count every form that answers have is taken.</summary>
    Request,

    /// <summary>A request in which everything may be left out, or null to remove it (RFC 7396).</summary>
    Patch,
}

/// <summary>Describes types as the very serializers of documents and answers treat them.</summary>
internal sealed class ContractSchemas : ISchemaGenerator
{
    private readonly XmlDocs _docs = XmlDocs.Load();
    private readonly ValueBounds _bounds = new();
    private readonly ConcurrentDictionary<string, Type> _names = new(StringComparer.Ordinal);

    public IOpenApiSchema GenerateSchema(
        Type modelType, SchemaRepository schemaRepository, MemberInfo? memberInfo, ParameterInfo? parameterInfo, ApiParameterRouteInfo? routeInfo) =>
        Of(modelType, Shape.Answer, schemaRepository);

    /// <summary>The body of a request: PUT also takes back what was read.</summary>
    public IOpenApiSchema OfBody(TakesBody body, string method, SchemaRepository schemas)
    {
        if (body.ContentType == MergePatch)
            return Of(body.Type, Shape.Patch, schemas);
        var request = Of(body.Type, Shape.Request, schemas);
        return method == HttpMethods.Put && ViewOf(body.Type) is { } view
            ? new OpenApiSchema { AnyOf = [request, Of(view, Shape.Answer, schemas)] }
            : request;
    }

    internal const string MergePatch = "application/merge-patch+json";

    private IOpenApiSchema Of(Type type, Shape shape, SchemaRepository schemas)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
            return AnyRecord(shape, schemas);
        if (type == typeof(JsonNode))
            return new OpenApiSchema();
        if (shape is not Shape.Answer && Lenient(type, schemas) is { } lenient)
            return lenient;
        if (Plain(type) is { } plain)
            return plain;
        if (type.IsEnum)
            return Named(type.Name, type, schemas, schema => FillEnum(schema, type));
        if (type == typeof(EvidenceValue))
            return new OpenApiSchema { AnyOf = [Of(typeof(Count), shape, schemas), Text()] };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Text() };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(type.GetGenericArguments()[0], shape, schemas);
        return Named(NameOf(type, shape), type, schemas, schema => FillObject(schema, type, shape, schemas));
    }

    private static OpenApiSchema? Plain(Type type)
    {
        if (type == typeof(string) || type == typeof(CountryCode) || type == typeof(RecordId) || type == typeof(About) || type == typeof(EdtfDate))
            return Text();
        if (type == typeof(bool))
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        if (type == typeof(int) || type == typeof(long))
            return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = type == typeof(int) ? "int32" : "int64" };
        if (type == typeof(double))
            return new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" };
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset))
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        return type == typeof(DateOnly) ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" } : null;
    }

    /// <summary>What requests take in several forms.</summary>
    private IOpenApiSchema? Lenient(Type type, SchemaRepository schemas)
    {
        if (type == typeof(CountryCode))
            return Either("CountryInput", "A country by code (alpha-2, alpha-3, numeric, `fips:BO`, Wikidata id) or by a name in any language; or as answers show it, of which only `code` counts.", "code", schemas);
        if (type == typeof(RecordId))
            return Either("IdInput", "The id of a record, or the record as answers refer to it, of which only `id` counts. Where several records are written at once, `#ref` stands for the id of another one.", "id", schemas);
        if (type == typeof(EdtfDate))
            return Either("DateInput", "A date: `2025`, `2025-12` or `2025-12-13`, each with `~` (about), `?` (uncertain) or `%` (both) behind it, or one moment within a range, `[2025-09-11..2025-09-15]`, open to one side as `[..2025-12-13]`; or as answers show it, of which only `value` counts.", "value", schemas);
        if (type == typeof(Count))
            return Named("CountInput", type, schemas, schema => FillCount(schema));
        if (type == typeof(EvidenceValue))
            return Named("EvidenceValueInput", type, schemas, schema =>
            {
                schema.Description = _docs.Of(type);
                schema.AnyOf = [Of(typeof(Count), Shape.Request, schemas), Text()];
            });
        if (type == typeof(Party))
            return Named("PartyInput", type, schemas, schema =>
            {
                var whole = new OpenApiSchema();
                FillObject(whole, type, Shape.Request, schemas);
                schema.Description = _docs.Of(type) + " A text alone is a country.";
                schema.AnyOf = [Text(), whole];
                whole.Description = null;
            });
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OrId<>)
            ? new OpenApiSchema { AnyOf = [Of(typeof(RecordId), Shape.Request, schemas), Of(type.GetGenericArguments()[0], Shape.Request, schemas)] }
            : null;
    }

    private static OpenApiSchemaReference Either(string name, string description, string member, SchemaRepository schemas) => Named(name, schemas, schema =>
    {
        schema.Description = description;
        schema.AnyOf =
        [
            Text(),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { [member] = Text() },
                Required = new HashSet<string> { member },
            },
        ];
    });

    private static void FillCount(OpenApiSchema schema)
    {
        var number = new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null, Format = "int64", Minimum = "0" };
        schema.Description = "How many: a number that is certain, or `low`, `best` and `high`, each of which may be unknown. `best` alone means all three.";
        schema.AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["low"] = number, ["best"] = number, ["high"] = number },
                AdditionalPropertiesAllowed = false,
            },
        ];
    }

    /// <summary>Countries come with the program: the feed shows them, but no commit takes them.</summary>
    private OpenApiSchemaReference AnyRecord(Shape shape, SchemaRepository schemas) => Named(shape is Shape.Answer ? "RecordDocument" : "RecordRequest", schemas, schema =>
    {
        schema.Description = "A record as its editors state it: the shape that a POST to the collection of its kind takes.";
        schema.AnyOf =
        [
            .. Enum.GetValues<RecordKind>().Where(kind => shape is Shape.Answer || kind is not RecordKind.Country)
                .Select(kind => Of(RecordJson.TypeOf(kind), Shape.Request, schemas)),
        ];
    });

    private void FillEnum(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String;
        schema.Description = _docs.Of(type);
        schema.Enum = [.. CodesOf(type).Select(code => (JsonNode)JsonValue.Create(code)!)];
    }

    private static IReadOnlyList<string> CodesOf(Type type) =>
        (IReadOnlyList<string>)typeof(Code).GetMethod(nameof(Code.All))!.MakeGenericMethod(type).Invoke(null, null)!;

    private OpenApiSchema List(Type item, Shape shape, SchemaRepository schemas) => new()
    {
        Type = JsonSchemaType.Array,
        Items = Of(item, shape is Shape.Patch ? Shape.Request : shape, schemas),
        MaxItems = shape is Shape.Answer ? null : item == typeof(CommitBodyRecord) ? LedgerTransaction.MostVersions : Intake.LongestList,
    };

    private void FillObject(OpenApiSchema schema, Type type, Shape shape, SchemaRepository schemas)
    {
        var contract = (shape is Shape.Answer ? ViewJson.Options : RecordJson.Options).GetTypeInfo(type);
        var blank = shape is Shape.Request && type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type) : null;
        schema.Type = JsonSchemaType.Object;
        schema.Description = _docs.Of(type);
        schema.Properties = new Dictionary<string, IOpenApiSchema>();
        schema.Required = new HashSet<string>();
        schema.AdditionalPropertiesAllowed = shape is Shape.Answer;
        foreach (var property in contract.Properties)
        {
            if (shape is Shape.Answer ? property.Get is null : property.Set is null && !IsParameter(property))
                continue;
            var described = Of(property.PropertyType, shape, schemas);
            if (shape is not Shape.Answer && property.AttributeProvider is PropertyInfo { Name: var name })
                _bounds.Apply(described, type, name);
            if (shape is Shape.Patch || IsWrittenNull(property))
                described = OrNull(described);
            if (Said(property, blank) is { Length: > 0 } text)
                described.Description = text;
            schema.Properties[property.Name] = described;
            if (IsRequired(property, shape))
                schema.Required.Add(property.Name);
        }
    }

    private static bool IsParameter(JsonPropertyInfo property) => property.AssociatedParameter is not null;

    private static bool IsNullable(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsGetNullable);

    /// <summary>Answers leave out what is null, but for members that say that they are always there.</summary>
    private static bool IsWrittenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];

    private static bool IsRequired(JsonPropertyInfo property, Shape shape) => shape switch
    {
        Shape.Answer => !IsNullable(property) || IsWrittenNull(property),
        Shape.Request => property.IsRequired && !IsNullable(property),
        _ => false,
    };

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type } plain)
        {
            plain.Type = type | JsonSchemaType.Null;
            return plain;
        }
        return new OpenApiSchema { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
    }

    private string Said(JsonPropertyInfo property, object? blank)
    {
        var text = property.AttributeProvider is PropertyInfo member ? _docs.Of(member) : null;
        return blank is not null && DefaultOf(property, blank) is { } value ? $"{text} Left out, it is `{value}`.".TrimStart() : text ?? "";
    }

    /// <summary>What a request means that leaves out a code or a yes or no. It is said in words, since some makers of clients take a default for something that must be sent.</summary>
    private static JsonNode? DefaultOf(JsonPropertyInfo property, object blank)
    {
        if (property.IsRequired || property.Get is not { } get || !(property.PropertyType.IsEnum || property.PropertyType == typeof(bool)))
            return null;
        return JsonSerializer.SerializeToNode(get(blank), property.PropertyType, RecordJson.Options);
    }

    private OpenApiSchemaReference Named(string name, Type type, SchemaRepository schemas, Action<OpenApiSchema> fill)
    {
        if (_names.GetOrAdd(name, type) != type)
            throw new InvalidOperationException($"Two types would be called {name} in the contract: {_names[name]} and {type}.");
        return Named(name, schemas, fill);
    }

    /// <summary>Stands in the list of schemas before it is filled, so that it may refer to itself.</summary>
    private static OpenApiSchemaReference Named(string name, SchemaRepository schemas, Action<OpenApiSchema> fill)
    {
        if (schemas.Schemas.ContainsKey(name))
            return new OpenApiSchemaReference(name);
        var schema = new OpenApiSchema();
        var reference = schemas.AddDefinition(name, schema);
        fill(schema);
        return reference;
    }

    /// <summary>EventView is Event, a list of them EventList, and what is sent to write one EventRequest or EventPatch.</summary>
    private static string NameOf(Type type, Shape shape)
    {
        var name = type.Name.Split('`')[0];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ListResponse<>))
            return NameOf(type.GetGenericArguments()[0], shape) + "List";
        foreach (var suffix in (string[])["View", "Response", "Body", "Request"])
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
                name = name[..^suffix.Length];
        }
        return shape switch
        {
            Shape.Answer => name,
            Shape.Request => name.Replace("Body", "", StringComparison.Ordinal) + "Request",
            _ => name + "Patch",
        };
    }

    private static Type? ViewOf(Type record) => record.Assembly.GetType($"{record.FullName}View");

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
