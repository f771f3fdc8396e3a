using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Events.Api.Http;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Importing.Profiles;

/// <summary>Reads how a record is written against the contract of its kind, so that a misspelt member is told before the first row.</summary>
/// <param name="refs">The records of the profile by their refs.</param>
internal sealed class NodeReader(IReadOnlyDictionary<string, int> refs, Func<string, string, int> slotOf, List<Violation> problems)
{
    private static readonly string[] ChoiceMembers = ["when", "each", "give"];

    private bool _isInEach;

    /// <param name="type">What is to stand here; null when anything may.</param>
    public Node Read(JsonElement given, Type? type, string pointer)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        switch (given.ValueKind)
        {
            case JsonValueKind.String:
                return ReadText(Intake.TextOf(given) ?? "", type, pointer);
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return new RawNode(given.GetRawText());
            case JsonValueKind.Array:
                var item = type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
                return new ListNode([.. given.EnumerateArray().Select((element, i) => Read(element, item, FormattableString.Invariant($"{pointer}/{i}")))]);
            case JsonValueKind.Object when given.TryGetProperty("give", out var give):
                return ReadChoice(given, give, type, pointer);
            case JsonValueKind.Object:
                return ReadObject(given, type, pointer);
            default:
                Add(Reason.InvalidValue, pointer, "null says nothing here: leave it out.");
                return new RawNode("null");
        }
    }

    private Node ReadText(string text, Type? type, string pointer)
    {
        if (text.StartsWith('#') && ValueRules.KebabCode().IsMatch(text[1..]))
        {
            if (refs.TryGetValue(text[1..], out var record))
                return new RefNode(text[1..], record);
            Add(Reason.UnknownReference, pointer, $"No record of this profile has the ref \"{QueryText.Cut(text[1..])}\"{QueryText.DidYouMean(text[1..], refs.Keys)}");
        }
        var template = Template.Of(text, pointer, (name, at) => _isInEach && name == "item" ? RowReading.ItemSlot : slotOf(name, at));
        if (template.Constant is { } constant && type is { IsEnum: true } && CodesOf(type) is var codes && !codes.Contains(constant))
            Add(Reason.UnknownCode, pointer, $"\"{QueryText.Cut(constant)}\" is no code here{QueryText.DidYouMean(constant, codes)} Known: {string.Join(", ", codes)}.");
        return new TextNode(template);
    }

    private ChoiceNode ReadChoice(JsonElement given, JsonElement give, Type? type, string pointer)
    {
        foreach (var member in given.EnumerateObject().Where(member => !ChoiceMembers.Contains(member.Name)))
            Add(Reason.UnknownMember, Intake.Append(pointer, member.Name), $"Beside \"give\" stand \"when\" and \"each\" only{QueryText.DidYouMean(member.Name, ChoiceMembers)}");
        var when = given.TryGetProperty("when", out var condition) ? new RowTest(ProfileReader.ConditionOf(condition, pointer + "/when"), slotOf) : null;
        var each = given.TryGetProperty("each", out var list) ? Template.Of(Intake.TextOf(list) ?? "", pointer + "/each", slotOf) : null;
        if (when is null && each is null)
            Add(Reason.MissingMember, pointer, "\"give\" needs \"when\" or \"each\".");
        if (each is not null && each.Slots.Count == 0)
            Add(Reason.InvalidValue, pointer + "/each", "\"each\" names a list: a column or a value in braces.");
        _isInEach |= each is not null;
        var node = Read(give, type, pointer + "/give");
        _isInEach &= each is null;
        return new ChoiceNode(when, each, node);
    }

    private ObjectNode ReadObject(JsonElement given, Type? type, string pointer)
    {
        var contract = type is null || type.IsGenericType || type == typeof(string) || type.IsValueType ? null : RecordJson.Options.GetTypeInfo(type);
        if (contract?.Kind is not JsonTypeInfoKind.Object)
            contract = null;
        var members = new List<(JsonEncodedText, Node)>();
        foreach (var member in given.EnumerateObject())
        {
            var at = Intake.Append(pointer, member.Name);
            var property = contract?.Properties.FirstOrDefault(property => property.Name == member.Name && property.Set is not null);
            if (contract is not null && property is null)
                Add(Reason.UnknownMember, at, $"There is no member \"{QueryText.Cut(member.Name)}\" here{QueryText.DidYouMean(member.Name, contract.Properties.Where(known => known.Set is not null).Select(known => known.Name))}");
            members.Add((JsonEncodedText.Encode(member.Name), Read(member.Value, property?.PropertyType, at)));
        }
        return new ObjectNode([.. members]);
    }

    private static IReadOnlyList<string> CodesOf(Type type) =>
        (IReadOnlyList<string>)typeof(Code).GetMethod(nameof(Code.All), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;

    private void Add(Reason reason, string pointer, string message) => problems.Add(new Violation(reason, pointer, message));
}
