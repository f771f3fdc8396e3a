using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Http;

/// <summary>
/// Reads what a caller sent against the contract, strictly but in every shape that answers use: of a reference only the
/// id or code counts, of a date only its value. It says everything that is wrong at once, each with its pointer.
/// </summary>
internal sealed class Intake(CountryDirectory countries)
{
    public const int LongestList = 1000;

    private static readonly ConcurrentDictionary<Type, EnumCodes> Enums = [];

    private readonly List<Violation> _violations = [];

    /// <summary>The ids that stand behind local names (<c>#release</c>) in this request.</summary>
    public IReadOnlyDictionary<string, RecordId> Refs { get; init; } = new Dictionary<string, RecordId>();

    /// <summary>Members that only answers have are passed over (PUT of what was read) or refused.</summary>
    public bool IgnoresReadOnly { get; init; }

    /// <summary>A merge patch leaves out what stays as it is, and its nulls remove members.</summary>
    private bool IsPatch { get; init; }

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Reads a merge patch against the contract, also the members that it removes; what it makes of the record is read later.</summary>
    /// <exception cref="Refusal">Something in it is wrong by itself.</exception>
    public static void RequirePatch<T>(JsonElement patch, CountryDirectory countries)
        where T : class
    {
        var intake = new Intake(countries) { IsPatch = true };
        using var nowhere = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { SkipValidation = true });
        intake.Walk(patch, typeof(T), "", nowhere);
        if (intake._violations.Count > 0)
            throw new Refusal(intake._violations);
    }

    /// <summary>The value, or null when something is wrong with it.</summary>
    public object? Read(JsonElement given, Type type, string pointer = "")
    {
        var before = _violations.Count;
        var canonical = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(canonical, new JsonWriterOptions { SkipValidation = true }))
            Walk(given, type, pointer, writer);
        return _violations.Count > before ? null : JsonSerializer.Deserialize(canonical.WrittenSpan, type, RecordJson.Options);
    }

    /// <summary>The value.</summary>
    /// <exception cref="Refusal">Something is wrong with it.</exception>
    public T Read<T>(JsonElement given)
        where T : class => (T?)Read(given, typeof(T)) ?? throw new Refusal(_violations);

    public void Add(Reason reason, string pointer, string message) => _violations.Add(new Violation(reason, pointer, message));

    private void Walk(JsonElement given, Type type, string pointer, Utf8JsonWriter writer)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            WriteText(given, pointer, writer);
        else if (type == typeof(CountryCode))
            WriteCountry(given, pointer, writer);
        else if (type == typeof(RecordId))
            WriteId(given, pointer, writer);
        else if (type == typeof(EdtfDate))
            WriteDate(given, pointer, writer);
        else if (type == typeof(About))
            WriteAbout(given, pointer, writer);
        else if (type == typeof(EvidenceValue))
            WriteValue(given, pointer, writer);
        else if (type == typeof(Count))
            WriteCount(given, pointer, writer);
        else if (type == typeof(Party) && given.ValueKind is JsonValueKind.String)
            WriteCountryParty(given, pointer, writer);
        else if (type.IsEnum)
            WriteCode(given, type, pointer, writer);
        else if (type == typeof(bool))
            WriteIf(given.ValueKind is JsonValueKind.True or JsonValueKind.False, given, pointer, "true or false", writer);
        else if (type == typeof(long) || type == typeof(int))
            WriteIf(IsInteger(given, type), given, pointer, "a whole number", writer);
        else if (type == typeof(double))
            WriteIf(given.ValueKind is JsonValueKind.Number && double.IsFinite(given.GetDouble()), given, pointer, "a number", writer);
        else if (type == typeof(DateTimeOffset))
            WriteInstant(given, pointer, writer);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            WriteList(given, type.GetGenericArguments()[0], pointer, writer);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            WriteMap(given, pointer, writer);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OrId<>))
            WriteOrId(given, type.GetGenericArguments()[0], pointer, writer);
        else
            WriteObject(given, type, pointer, writer);
    }

    private void WriteObject(JsonElement given, Type type, string pointer, Utf8JsonWriter writer)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            Wrong(pointer, "an object", given);
            return;
        }
        var contract = RecordJson.Options.GetTypeInfo(type);
        writer.WriteStartObject();
        foreach (var member in given.EnumerateObject())
        {
            var at = Append(pointer, member.Name);
            if (Find(contract, member.Name) is not { } property)
                Foreign(member.Name, type, contract, at);
            else if (member.Value.ValueKind is not JsonValueKind.Null)
            {
                writer.WritePropertyName(property.Name);
                Walk(member.Value, property.PropertyType, at, writer);
            }
        }
        foreach (var property in contract.Properties)
        {
            if (!IsPatch && property.IsRequired && !(given.TryGetProperty(property.Name, out var value) && value.ValueKind is not JsonValueKind.Null))
                Add(Reason.MissingMember, Append(pointer, property.Name), $"\"{property.Name}\" is required.");
        }
        if (type == typeof(Headcount) || type == typeof(Count))
            WriteBestAlone(given, writer);
        writer.WriteEndObject();
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo contract, string name)
    {
        foreach (var property in contract.Properties)
        {
            if (property.Name == name && property.Set is not null)
                return property;
        }
        return null;
    }

    private void Foreign(string name, Type type, JsonTypeInfo contract, string pointer)
    {
        if (ReadOnlyMembers.Of(type).Contains(name))
        {
            if (!IgnoresReadOnly)
                Add(Reason.ReadOnlyMember, pointer, $"\"{name}\" is read-only: it follows from other records or is set by the server.");
            return;
        }
        var known = contract.Properties.Where(property => property.Set is not null).Select(property => property.Name);
        Add(Reason.UnknownMember, pointer, $"There is no member \"{QueryText.Cut(name)}\" here{QueryText.DidYouMean(name, known)}");
    }

    /// <summary>Best alone means all three.</summary>
    private static void WriteBestAlone(JsonElement given, Utf8JsonWriter writer)
    {
        if (HasNumber(given, "low") || HasNumber(given, "high") || !given.TryGetProperty("best", out var best) || !IsInteger(best, typeof(long)))
            return;
        writer.WriteNumber("low", best.GetInt64());
        writer.WriteNumber("high", best.GetInt64());
    }

    private static bool HasNumber(JsonElement given, string name) =>
        given.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    private void WriteList(JsonElement given, Type item, string pointer, Utf8JsonWriter writer)
    {
        if (given.ValueKind is not JsonValueKind.Array)
        {
            Wrong(pointer, "a list", given);
            return;
        }
        if (given.GetArrayLength() > LongestList)
        {
            Add(Reason.InvalidValue, pointer, $"A list holds at most {LongestList:N0} items.");
            return;
        }
        writer.WriteStartArray();
        var i = 0;
        foreach (var element in given.EnumerateArray())
        {
            var at = $"{pointer}/{(i++).ToString(CultureInfo.InvariantCulture)}";
            if (element.ValueKind is JsonValueKind.Null)
                Wrong(at, "a value", element);
            else
                Walk(element, item, at, writer);
        }
        writer.WriteEndArray();
    }

    private void WriteMap(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            Wrong(pointer, "an object", given);
            return;
        }
        writer.WriteStartObject();
        foreach (var member in given.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            WriteText(member.Value, Append(pointer, member.Name), writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>Either the id of a record (in any shape of a reference) or a new record written out.</summary>
    private void WriteOrId(JsonElement given, Type value, string pointer, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (given.ValueKind is JsonValueKind.String || (given.ValueKind is JsonValueKind.Object && given.TryGetProperty("id", out _)))
        {
            writer.WritePropertyName("id");
            WriteId(given, pointer, writer);
        }
        else
        {
            writer.WritePropertyName("value");
            WriteObject(given, value, pointer, writer);
        }
        writer.WriteEndObject();
    }

    private void WriteText(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(given, pointer, "text") is { } text)
            writer.WriteStringValue(text);
    }

    private void WriteCountry(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(Inner(given, "code"), pointer, "a country's code or name") is not { } text)
            return;
        var match = countries.Resolve(text);
        if (match.Code is { } code)
        {
            writer.WriteStringValue(code.Value);
            return;
        }
        var (reason, message) = CountryProblem.Explain(text, match, countries);
        Add(reason, pointer, message);
    }

    private void WriteCountryParty(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("country");
        WriteCountry(given, pointer, writer);
        writer.WriteEndObject();
    }

    private void WriteId(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(Inner(given, "id"), pointer, "an id") is not { } text)
            return;
        if (Id(text, pointer) is { } id)
            writer.WriteStringValue(id.Value);
    }

    private RecordId? Id(string text, string pointer)
    {
        if (text.StartsWith('#'))
        {
            if (Refs.TryGetValue(text[1..], out var local))
                return local;
            Add(Reason.UnknownReference, pointer, $"Nothing in this request has the ref \"{QueryText.Cut(text[1..])}\"{QueryText.DidYouMean(text[1..], Refs.Keys)}");
            return null;
        }
        if (RecordId.TryParse(text, out var id))
            return id;
        Add(Reason.InvalidValue, pointer, $"\"{QueryText.Cut(text)}\" is no id: ids are UUIDs.");
        return null;
    }

    private void WriteAbout(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(given, pointer, "text") is not { } text)
            return;
        var sharp = text.IndexOf('#', StringComparison.Ordinal);
        if (sharp < 0)
            writer.WriteStringValue(text);
        else if (Id(text[sharp..], pointer) is { } id)
            writer.WriteStringValue(text[..sharp] + id.Value);
    }

    private void WriteDate(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(Inner(given, "value"), pointer, "a date") is not { } text)
            return;
        if (EdtfDate.TryParse(text, out var date, out var error))
            writer.WriteStringValue(date.Text);
        else
            Add(Reason.InvalidDate, pointer, error!);
    }

    private void WriteInstant(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (Text(given, pointer, "an instant") is not { } text)
            return;
        if (Instant.TryParse(text, out var instant))
            writer.WriteStringValue(instant);
        else
            Add(Reason.InvalidDate, pointer, $"\"{QueryText.Cut(text)}\" is no instant: write it as in RFC 3339, 2025-12-13T10:00:00Z.");
    }

    private void WriteValue(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (given.ValueKind is JsonValueKind.String)
            WriteText(given, pointer, writer);
        else
            WriteCount(given, pointer, writer);
    }

    private void WriteCount(JsonElement given, string pointer, Utf8JsonWriter writer)
    {
        if (given.ValueKind is JsonValueKind.Number)
        {
            if (!IsInteger(given, typeof(long)))
                Wrong(pointer, "a whole number", given);
            else
                JsonSerializer.Serialize(writer, Count.Of(given.GetInt64()), RecordJson.Options);
            return;
        }
        WriteObject(given, typeof(Count), pointer, writer);
    }

    private void WriteCode(JsonElement given, Type type, string pointer, Utf8JsonWriter writer)
    {
        if (Text(given, pointer, "a code") is not { } text)
            return;
        var codes = Enums.GetOrAdd(type, EnumCodes.Of);
        if (codes.Known.Contains(text))
            writer.WriteStringValue(text);
        else
            Add(Reason.UnknownCode, pointer, $"\"{QueryText.Cut(text)}\" is no code here{QueryText.DidYouMean(text, codes.All)} Known: {string.Join(", ", codes.All)}.");
    }

    private void WriteIf(bool fits, JsonElement given, string pointer, string expected, Utf8JsonWriter writer)
    {
        if (fits)
            given.WriteTo(writer);
        else
            Wrong(pointer, expected, given);
    }

    /// <summary>Of an answer's shape the one member that counts.</summary>
    private static JsonElement Inner(JsonElement given, string member) =>
        given.ValueKind is JsonValueKind.Object && given.TryGetProperty(member, out var inner) ? inner : given;

    private string? Text(JsonElement given, string pointer, string expected)
    {
        if (given.ValueKind is not JsonValueKind.String)
        {
            Wrong(pointer, expected, given);
            return null;
        }
        if (TextOf(given) is { } text)
            return text;
        Add(Reason.InvalidValue, pointer, "This text holds a character that is none.");
        return null;
    }

    /// <summary>The text that a value is; null when it is none, or holds what is no character.</summary>
    public static string? TextOf(JsonElement given)
    {
        if (given.ValueKind is not JsonValueKind.String)
            return null;
        try
        {
            var text = given.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair.
            return null;
        }
    }

    private void Wrong(string pointer, string expected, JsonElement given) =>
        Add(Reason.InvalidValue, pointer, $"Expected {expected}, found {Describe(given.ValueKind)}.");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static bool IsInteger(JsonElement given, Type type) => given.ValueKind is JsonValueKind.Number
        && (type == typeof(int) ? given.TryGetInt32(out _) : given.TryGetInt64(out _));

    /// <summary>The pointer of a member, as RFC 6901 writes it.</summary>
    public static string Append(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private sealed record EnumCodes(IReadOnlyList<string> All, IReadOnlySet<string> Known)
    {
        public static EnumCodes Of(Type type)
        {
            var codes = (IReadOnlyList<string>)typeof(Code).GetMethod(nameof(Code.All))!.MakeGenericMethod(type).Invoke(null, null)!;
            return new EnumCodes(codes, codes.ToHashSet(StringComparer.Ordinal));
        }
    }
}

/// <summary>In a request: the id of a record that exists, or a new record written out.</summary>
public sealed record OrId<T>
    where T : class
{
    public RecordId? Id { get; init; }
    public T? Value { get; init; }
}
