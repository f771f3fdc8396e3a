using System.Text.Json;
using Events.Api.Http;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Importing.Profiles;

/// <summary>Reads what somebody declared as a profile, strictly: everything that is wrong is told at once, with its pointer.</summary>
internal sealed class ProfileReader
{
    public static readonly string[] Members = ["$schema", "name", "title", "description", "reads", "optional", "empty", "values", "leaveOut", "notes", "records"];
    public static readonly string[] ReadingMembers = ["format", "delimiter", "header", "quotes", "element"];
    public static readonly string[] ValueMembers =
        ["from", "when", "empty", "replace", "split", "part", "trim", "map", "by", "country", "date", "number", "block", "code", "hash", "join", "cut", "default", "unknown"];
    public static readonly string[] NumberMembers = ["decimal", "group", "least", "most", "whole"];
    public static readonly string[] LeaveOutMembers = ["when", "because"];
    public static readonly string[] RecordMembers = ["kind", "ref", "when", "onExisting", "gathers", "data", "externalId"];
    public static readonly string[] ConditionMembers = ["value", "is", "contains", "startsWith", "endsWith", "before", "filled", "shorterThan", "ordered", "all", "any", "not"];

    private const int MostOfAnything = 1_000;

    private readonly List<Violation> _problems = [];

    /// <exception cref="Refusal">It is none.</exception>
    public static Profile Read(JsonElement given)
    {
        var reader = new ProfileReader();
        var profile = reader.ReadProfile(given);
        return reader._problems.Count == 0 ? profile! : throw new Refusal(reader._problems);
    }

    private Profile? ReadProfile(JsonElement given)
    {
        if (!IsObject(given, "", Members))
            return null;
        Require(given, "", "name", "title", "reads", "records");
        var name = Text(given, "", "name");
        if (name is not null && !ValueRules.KebabCode().IsMatch(name))
            Add("/name", "A name has 1 to 64 lower-case letters, digits and hyphens, and begins with a letter or digit.");
        var profile = new Profile
        {
            Name = name ?? "",
            Title = Text(given, "", "title") ?? "",
            Description = Text(given, "", "description"),
            Reads = [.. Items(given, "", "reads").Select(item => ReadReading(item.Value, item.Pointer)).OfType<Reading>()],
            Optional = Texts(given, "", "optional").ToHashSet(StringComparer.Ordinal),
            Empty = Texts(given, "", "empty").ToHashSet(StringComparer.Ordinal),
            Values = ReadValues(given),
            LeaveOut = [.. Items(given, "", "leaveOut").Select(item => ReadLeftOut(item.Value, item.Pointer)).OfType<LeftOut>()],
            Notes = [.. Items(given, "", "notes").Select(item => ReadLeftOut(item.Value, item.Pointer)).OfType<LeftOut>()],
            Records = [.. Items(given, "", "records").Select(item => ReadRecord(item.Value, item.Pointer)).OfType<RecordRule>()],
        };
        if (given.TryGetProperty("reads", out _) && profile.Reads.Count == 0 && _problems.Count == 0)
            Add("/reads", "Name at least one form in which the profile reads files.");
        if (given.TryGetProperty("records", out _) && profile.Records.Count == 0 && _problems.Count == 0)
            Add("/records", "Name at least one record that a row becomes.");
        if (profile.Reads.GroupBy(reading => reading.Format).FirstOrDefault(group => group.Count() > 1 && group.Key is not SourceFormat.Csv) is { } twice)
            Add("/reads", $"{SpellingOf(twice.Key)} is read in one way.");
        return profile;
    }

    private Reading? ReadReading(JsonElement given, string pointer)
    {
        if (!IsObject(given, pointer, ReadingMembers) || Choice<SourceFormat>(given, pointer, "format", required: true) is not { } format)
            return null;
        var delimiter = Text(given, pointer, "delimiter");
        if (delimiter is not null && (format is not SourceFormat.Csv || delimiter is not ("," or ";" or "\t" or "|")))
            Add(pointer + "/delimiter", "A delimiter is one of , ; | and the tab \\t, and is for csv.");
        var header = given.TryGetProperty("header", out _) ? Texts(given, pointer, "header") : null;
        if (header is not null && (format is not SourceFormat.Csv || header.Count == 0 || header.Distinct().Count() != header.Count))
            Add(pointer + "/header", "A header names the columns of csv that does not name them itself, each once.");
        var element = Text(given, pointer, "element");
        if (format is SourceFormat.Xml != element is { Length: > 0 })
            Add(pointer + "/element", "\"element\" is the name of the XML element that is a row: xml needs it, nothing else has it.");
        return new Reading(format, delimiter is [var sign] ? sign : ',', header, Flag(given, pointer, "quotes") ?? true, element);
    }

    private List<ValueRule> ReadValues(JsonElement given)
    {
        var values = new List<ValueRule>();
        if (!given.TryGetProperty("values", out var all))
            return values;
        if (all.ValueKind is not JsonValueKind.Object)
        {
            Add("/values", "\"values\" is an object: the name of each value, and how it is made.");
            return values;
        }
        foreach (var member in all.EnumerateObject())
        {
            if (ReadValue(member.Name, member.Value, Intake.Append("/values", member.Name)) is { } value)
                values.Add(value);
        }
        return values;
    }

    private ValueRule? ReadValue(string name, JsonElement given, string pointer)
    {
        if (!IsObject(given, pointer, ValueMembers))
            return null;
        Require(given, pointer, "from");
        if (given.TryGetProperty("by", out _) && !given.TryGetProperty("map", out _))
            Add(pointer + "/by", "\"by\" says how the keys of a map are held against a text: add \"map\".");
        if (given.TryGetProperty("part", out _) && !given.TryGetProperty("split", out _))
            Add(pointer + "/part", "\"part\" takes one piece of what was split: add \"split\".");
        var part = Number(given, pointer, "part", -100, 100);
        if (part == 0)
            Add(pointer + "/part", "Pieces are counted from 1, or from -1 at the end.");
        return new ValueRule
        {
            Name = name,
            Pointer = pointer,
            From = OneOrMore(given, pointer, "from"),
            When = ReadWhen(given, pointer),
            Empty = Texts(given, pointer, "empty"),
            Replace = ReadMap(given, pointer, "replace") ?? [],
            Split = OneOrMore(given, pointer, "split"),
            Part = part,
            Trim = Text(given, pointer, "trim"),
            Map = ReadMap(given, pointer, "map"),
            By = Choice<MapBy>(given, pointer, "by") ?? MapBy.Whole,
            Country = [.. OneOrMore(given, pointer, "country").Select(code => Choice<CountrySystem>(code, pointer + "/country")).OfType<CountrySystem>()],
            Date = [.. OneOrMore(given, pointer, "date").Select(form => ReadForm(form, pointer + "/date")).OfType<SourceDate>()],
            Number = ReadNumber(given, pointer),
            Block = Number(given, pointer, "block", 1, 1_000_000),
            IsCode = Flag(given, pointer, "code") ?? false,
            IsHash = Flag(given, pointer, "hash") ?? false,
            Join = Text(given, pointer, "join"),
            Cut = Number(given, pointer, "cut", 1, 20_000),
            Default = Text(given, pointer, "default"),
            Unknown = Choice<Unknown>(given, pointer, "unknown") ?? Unknown.Refuse,
        };
    }

    private SourceDate? ReadForm(string form, string pointer)
    {
        var date = SourceDate.Of(form);
        if (date is null)
            Add(pointer, $"\"{QueryText.Cut(form)}\" is no form of dates: write yyyy-MM-dd, d.M.yyyy, MMM yyyy, yyyy, or the like, with the year in four digits.");
        return date;
    }

    private SourceNumber? ReadNumber(JsonElement given, string pointer)
    {
        if (!given.TryGetProperty("number", out var number) || number.ValueKind is JsonValueKind.False)
            return null;
        if (number.ValueKind is JsonValueKind.True)
            return new SourceNumber();
        pointer += "/number";
        if (!IsObject(number, pointer, NumberMembers))
            return null;
        var (mark, group) = (Text(number, pointer, "decimal") ?? ".", Text(number, pointer, "group"));
        if (mark is not ("." or ",") || group is not (null or { Length: 1 }) || group == mark)
            Add(pointer, "\"decimal\" is . or , and \"group\" is another single sign.");
        return new SourceNumber(mark is [var sign, ..] ? sign : '.', group is [var between, ..] ? between : null, Bound(number, pointer, "least"), Bound(number, pointer, "most"), Flag(number, pointer, "whole") ?? false);
    }

    private LeftOut? ReadLeftOut(JsonElement given, string pointer)
    {
        if (!IsObject(given, pointer, LeaveOutMembers))
            return null;
        Require(given, pointer, "when", "because");
        return ReadWhen(given, pointer) is { } when && Text(given, pointer, "because") is { } because ? new LeftOut(when, because) : null;
    }

    private RecordRule? ReadRecord(JsonElement given, string pointer)
    {
        if (!IsObject(given, pointer, RecordMembers))
            return null;
        var kind = Choice<RecordKind>(given, pointer, "kind", required: true);
        if (kind is RecordKind.Country)
            Add(pointer + "/kind", "Countries come with the program.");
        var (hasData, hasName) = (given.TryGetProperty("data", out var data), given.TryGetProperty("externalId", out var name));
        if (hasData == hasName)
            Add(pointer, "A record has \"data\", or else the \"externalId\" of one that must exist.");
        if (hasData && (data.ValueKind is not JsonValueKind.Object || !data.TryGetProperty("externalIds", out _)))
            Add(pointer + "/data", "\"data\" is the record itself, with \"externalIds\": without them the next import could not recognise it.");
        if (hasName && (name.ValueKind is not JsonValueKind.Object || !name.TryGetProperty("scheme", out _) || !name.TryGetProperty("value", out _)))
            Add(pointer + "/externalId", "\"externalId\" is {\"scheme\", \"value\"}.");
        var existing = Text(given, pointer, "onExisting");
        if (existing is not (null or "update" or "keep"))
            Add(pointer + "/onExisting", "\"onExisting\" is update or keep.");
        var gathers = Text(given, pointer, "gathers");
        if (gathers is not null && !(hasData && data.ValueKind is JsonValueKind.Object && data.TryGetProperty(gathers, out var list) && list.ValueKind is JsonValueKind.Array))
            Add(pointer + "/gathers", "\"gathers\" names the member of \"data\" that is a list of what each row adds.");
        var reference = Text(given, pointer, "ref");
        if (reference is not null && !ValueRules.KebabCode().IsMatch(reference))
            Add(pointer + "/ref", "A ref has 1 to 64 lower-case letters, digits and hyphens.");
        return kind is not { } known ? null : new RecordRule
        {
            Kind = known,
            Pointer = pointer,
            Ref = reference,
            When = ReadWhen(given, pointer),
            Keeps = existing == "keep",
            Gathers = gathers,
            Data = data,
            ExternalId = name,
        };
    }

    private Condition? ReadWhen(JsonElement given, string pointer) => given.TryGetProperty("when", out var when) ? ReadCondition(when, pointer + "/when") : null;

    /// <summary>Reads a question to a row, also one within a record.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public static Condition ConditionOf(JsonElement given, string pointer)
    {
        var reader = new ProfileReader();
        var condition = reader.ReadCondition(given, pointer);
        return reader._problems.Count == 0 ? condition! : throw new Refusal(reader._problems);
    }

    private Condition? ReadCondition(JsonElement given, string pointer)
    {
        if (!IsObject(given, pointer, ConditionMembers))
            return null;
        var tests = given.EnumerateObject().Where(member => member.Name != "value").Select(member => member.Name).ToList();
        if (tests is not [var test] || !ConditionMembers.Contains(test))
        {
            Add(pointer, $"A condition asks one thing: one of {string.Join(", ", ConditionMembers[1..])}.");
            return null;
        }
        var joins = test is "all" or "any" or "not" or "ordered";
        if (joins == given.TryGetProperty("value", out _))
            Add(pointer, joins ? $"\"{test}\" asks about no \"value\" of its own." : $"\"{test}\" needs a \"value\": the text that is asked about, such as \"{{column}}\".");
        var value = Text(given, pointer, "value");
        var at = Intake.Append(pointer, test);
        switch (test)
        {
            case "all" or "any":
                return new Condition(test == "all" ? Test.All : Test.Any) { Pointer = pointer, Parts = [.. Items(given, pointer, test).Select(item => ReadCondition(item.Value, item.Pointer)).OfType<Condition>()] };
            case "not":
                return ReadCondition(given.GetProperty("not"), at) is { } part ? new Condition(Test.Not) { Pointer = pointer, Parts = [part] } : null;
            case "ordered":
                return new Condition(Test.Ordered) { Pointer = pointer, Texts = Texts(given, pointer, "ordered") };
            case "filled":
                return new Condition(Flag(given, pointer, "filled") == false ? Test.Empty : Test.Filled) { Pointer = pointer, Value = value };
            case "shorterThan":
                return new Condition(Test.ShorterThan) { Pointer = pointer, Value = value, Length = Number(given, pointer, "shorterThan", 1, 1_000_000) ?? 1 };
            default:
                return new Condition(Enum.Parse<Test>(test, ignoreCase: true)) { Pointer = pointer, Value = value, Texts = OneOrMore(given, pointer, test) };
        }
    }

    private bool IsObject(JsonElement given, string pointer, string[] members)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            Add(pointer, $"Expected an object with {string.Join(", ", members)}.");
            return false;
        }
        foreach (var member in given.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                _problems.Add(new Violation(Reason.UnknownMember, Intake.Append(pointer, member.Name), $"There is no member \"{QueryText.Cut(member.Name)}\" here{QueryText.DidYouMean(member.Name, members)} Known: {string.Join(", ", members)}."));
        }
        return true;
    }

    private void Require(JsonElement given, string pointer, params string[] members)
    {
        foreach (var member in members)
        {
            if (!given.TryGetProperty(member, out _))
                _problems.Add(new Violation(Reason.MissingMember, Intake.Append(pointer, member), $"\"{member}\" is required."));
        }
    }

    private string? Text(JsonElement given, string pointer, string member)
    {
        if (!given.TryGetProperty(member, out var value))
            return null;
        if (Intake.TextOf(value) is { } text)
            return text;
        Add(Intake.Append(pointer, member), "Expected text.");
        return null;
    }

    private bool? Flag(JsonElement given, string pointer, string member)
    {
        if (!given.TryGetProperty(member, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Add(Intake.Append(pointer, member), "Expected true or false.");
        return null;
    }

    private int? Number(JsonElement given, string pointer, string member, int least, int most)
    {
        if (!given.TryGetProperty(member, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Add(Intake.Append(pointer, member), $"Expected a whole number from {least:N0} to {most:N0}.");
        return null;
    }

    private double? Bound(JsonElement given, string pointer, string member)
    {
        if (!given.TryGetProperty(member, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number)
            return value.GetDouble();
        Add(Intake.Append(pointer, member), "Expected a number.");
        return null;
    }

    private IEnumerable<(JsonElement Value, string Pointer)> Items(JsonElement given, string pointer, string member)
    {
        if (!given.TryGetProperty(member, out var list))
            return [];
        pointer = Intake.Append(pointer, member);
        if (list.ValueKind is JsonValueKind.Array && list.GetArrayLength() <= MostOfAnything)
            return list.EnumerateArray().Select((item, i) => (item, FormattableString.Invariant($"{pointer}/{i}")));
        Add(pointer, $"Expected a list of at most {MostOfAnything:N0}.");
        return [];
    }

    private IReadOnlyList<string> Texts(JsonElement given, string pointer, string member) => [.. Items(given, pointer, member).Select(item => TextOf(item.Value, item.Pointer))];

    private IReadOnlyList<string> OneOrMore(JsonElement given, string pointer, string member) =>
        given.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? [TextOf(value, Intake.Append(pointer, member))] : Texts(given, pointer, member);

    private string TextOf(JsonElement given, string pointer)
    {
        if (Intake.TextOf(given) is { } text)
            return text;
        Add(pointer, "Expected text.");
        return "";
    }

    /// <summary>In the order in which it is written, since the first key that fits counts.</summary>
    private OrderedDictionary<string, string>? ReadMap(JsonElement given, string pointer, string member)
    {
        if (!given.TryGetProperty(member, out var map))
            return null;
        pointer = Intake.Append(pointer, member);
        if (map.ValueKind is JsonValueKind.Object)
        {
            var entries = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in map.EnumerateObject())
            {
                if (!entries.TryAdd(entry.Name, TextOf(entry.Value, Intake.Append(pointer, entry.Name))))
                    Add(Intake.Append(pointer, entry.Name), "It stands there twice.");
            }
            return entries;
        }
        Add(pointer, "Expected an object: what stands there, and what it means.");
        return null;
    }

    private T? Choice<T>(JsonElement given, string pointer, string member, bool required = false)
        where T : struct, Enum
    {
        if (Text(given, pointer, member) is { } text)
            return Choice<T>(text, Intake.Append(pointer, member));
        if (required && !given.TryGetProperty(member, out _))
            Require(given, pointer, member);
        return null;
    }

    private T? Choice<T>(string text, string pointer)
        where T : struct, Enum
    {
        if (Code.TryParse<T>(text, out var choice))
            return choice;
        _problems.Add(new Violation(Reason.UnknownCode, pointer, $"\"{QueryText.Cut(text)}\" is no code here{QueryText.DidYouMean(text, Code.All<T>())} Known: {string.Join(", ", Code.All<T>())}."));
        return null;
    }

    private static string SpellingOf(SourceFormat format) => Code.Of(format);

    private void Add(string pointer, string message) => _problems.Add(new Violation(Reason.InvalidValue, pointer, message));
}
