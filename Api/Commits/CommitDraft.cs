using System.Globalization;
using System.Text.Json;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Commits;

/// <summary>Several records of one commit, as a caller or a line of an import writes them down.</summary>
internal sealed class CommitDraft
{
    private const int MostRecords = 10_000;
    private static readonly string[] Members = ["reason", "records"];
    private static readonly string[] RecordMembers = ["kind", "ref", "id", "data"];

    private CommitDraft(IReadOnlyList<Entry> entries) => Entries = entries;

    public IReadOnlyList<Entry> Entries { get; }

    public IReadOnlyList<Change> Changes => [.. Entries.Select(entry => Change.Put(entry.Id, NormalForm.Of(entry.Id, entry.Record)))];

    /// <summary>Reads a commit of new records.</summary>
    public static CommitDraft OfNew(JsonElement root, CountryDirectory countries, Func<RecordId> newId) => Read(root, countries, (_, given, _) =>
        given is null ? newId() : throw new Refusal([new Violation(Reason.ReadOnlyMember, "", "\"id\" is given by the server; it can be chosen only with onExisting=update.")]));

    /// <summary>Reads a commit of which records that exist already, by an external id or by their id, are replaced.</summary>
    public static CommitDraft OfAny(JsonElement root, CountryDirectory countries, IWorld world, Func<RecordId> newId) =>
        Read(root, countries, (kind, given, data) => Identify(kind, given, data, world) ?? newId());

    private static CommitDraft Read(JsonElement root, CountryDirectory countries, Func<RecordKind, RecordId?, JsonElement, RecordId> identify)
    {
        var problems = new List<Violation>();
        const string Shape = "A commit is {\"reason\", \"records\": [{\"kind\", \"ref\", \"data\"}]}.";
        if (root.ValueKind is not JsonValueKind.Object)
            throw new Refusal([new Violation(Reason.InvalidValue, "", Shape)]);
        if (!root.TryGetProperty("records", out var records))
            throw new Refusal([new Violation(Reason.MissingMember, "/records", Shape)]);
        if (records.ValueKind is not JsonValueKind.Array || records.GetArrayLength() == 0)
            throw new Refusal([new Violation(Reason.InvalidValue, "/records", $"\"records\" is a list of 1 to {MostRecords:N0} records.")]);
        if (records.GetArrayLength() > MostRecords)
            throw new Refusal(Reason.TooLarge, $"A commit holds at most {MostRecords:N0} records. Split it.");
        Foreign(root, Members, "", problems);
        var heads = records.EnumerateArray().Select((record, i) => ReadHead(record, i, problems)).ToList();
        if (problems.Count > 0)
            throw new Refusal(problems);
        var ids = heads.Select((head, i) => IdOf(head, i, identify, problems)).ToList();
        if (problems.Count > 0)
            throw new Refusal(problems);
        RequireDistinct(heads, ids, problems);
        var refs = Refs(heads, ids, problems);
        var intake = new Intake(countries) { Refs = refs };
        var entries = heads.Select((head, i) => ReadEntry(head, i, ids[i], intake, problems)).ToList();
        problems.AddRange(intake.Violations);
        return problems.Count == 0
            ? new CommitDraft(entries!)
            : throw new Refusal(problems);
    }

    /// <summary>Which record each entry of a commit stood for that was written before: one that it names, or else the next that was created.</summary>
    public static IReadOnlyList<(string? Ref, RecordKind Kind, RecordId Id)> Recognize(JsonElement root, IReadOnlyList<WrittenVersion> written, IWorld world)
    {
        var named = root.GetProperty("records").EnumerateArray().Select((record, i) => ReadHead(record, i, []))
            .Select(head => (head.Ref, head.Kind, Id: Identify(head.Kind, head.Id, head.Data, world))).ToList();
        var known = named.Select(entry => (entry.Kind, entry.Id)).ToHashSet();
        var created = new Queue<WrittenVersion>(written.Where(version => !known.Contains((version.Kind, version.Id))));
        return [.. named.Select(entry => (entry.Ref, entry.Kind, entry.Id ?? created.Dequeue().Id))];
    }

    /// <summary>Why the commit is made, as its sender says.</summary>
    /// <exception cref="Refusal">The reason is no text, or too long.</exception>
    public static string? ReasonOf(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("reason", out var reason) || reason.ValueKind is JsonValueKind.Null)
            return null;
        return TextOf(root, "reason") is { Length: <= 1000 } text
            ? text
            : throw new Refusal([new Violation(Reason.InvalidValue, "/reason", "A reason is text of at most 1,000 characters.")]);
    }

    private static Head ReadHead(JsonElement record, int i, List<Violation> problems)
    {
        var at = Pointer(i);
        if (record.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(new Violation(Reason.InvalidValue, at, "Expected an object."));
            return default;
        }
        Foreign(record, RecordMembers, at, problems);
        var kindText = TextOf(record, "kind");
        if (kindText is null || !Code.TryParse<RecordKind>(kindText, out var kind) || kind is RecordKind.Country)
        {
            problems.Add(new Violation(Reason.UnknownCode, at + "/kind", $"\"kind\" is one of {string.Join(", ", Code.All<RecordKind>().Skip(1))}; countries come with the program."));
            return default;
        }
        if (!record.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Object)
            problems.Add(new Violation(Reason.MissingMember, at + "/data", "\"data\" is required: the record itself."));
        RecordId? id = null;
        if (record.TryGetProperty("id", out _))
        {
            if (!RecordId.TryParse(TextOf(record, "id"), out var given))
                problems.Add(new Violation(Reason.InvalidValue, at + "/id", "\"id\" is a UUID."));
            else
                id = given;
        }
        if (record.TryGetProperty("ref", out var name) && name.ValueKind is not JsonValueKind.Null && Intake.TextOf(name) is null or "")
            problems.Add(new Violation(Reason.InvalidValue, at + "/ref", "A ref is a text, such as \"release\"."));
        return new Head(kind, TextOf(record, "ref"), id, data);
    }

    /// <summary>One commit says one thing about a record.</summary>
    private static void RequireDistinct(List<Head> heads, List<RecordId> ids, List<Violation> problems)
    {
        var seen = new Dictionary<(RecordKind, RecordId), int>();
        for (var i = 0; i < heads.Count; i++)
        {
            if (!seen.TryAdd((heads[i].Kind, ids[i]), i))
                problems.Add(new Violation(Reason.InvalidValue, Pointer(i), $"This is the same record as {Pointer(seen[(heads[i].Kind, ids[i])])}: state it once."));
        }
    }

    private static RecordId IdOf(Head head, int i, Func<RecordKind, RecordId?, JsonElement, RecordId> identify, List<Violation> problems)
    {
        try
        {
            return identify(head.Kind, head.Id, head.Data);
        }
        catch (Refusal refusal)
        {
            problems.AddRange(refusal.Violations.Select(violation => violation with { Pointer = Pointer(i) + "/id" }));
            return default;
        }
    }

    private static Dictionary<string, RecordId> Refs(List<Head> heads, List<RecordId> ids, List<Violation> problems)
    {
        var refs = new Dictionary<string, RecordId>(StringComparer.Ordinal);
        for (var i = 0; i < heads.Count; i++)
        {
            if (heads[i].Ref is { } name && !refs.TryAdd(name, ids[i]))
                problems.Add(new Violation(Reason.InvalidValue, Pointer(i) + "/ref", $"The ref \"{QueryText.Cut(name)}\" is used twice."));
        }
        return refs;
    }

    private static Entry? ReadEntry(Head head, int i, RecordId id, Intake intake, List<Violation> problems)
    {
        var at = Pointer(i) + "/data";
        if (intake.Read(head.Data, RecordJson.TypeOf(head.Kind), at) is not Record record)
            return null;
        problems.AddRange(Validation.Check(record).Select(violation => violation with { Pointer = at + violation.Pointer }));
        return new Entry(head.Ref, id, record);
    }

    private static RecordId? Identify(RecordKind kind, RecordId? given, JsonElement data, IWorld world)
    {
        if (!data.TryGetProperty("externalIds", out var names) || names.ValueKind is not JsonValueKind.Array)
            return given;
        var known = names.EnumerateArray()
            .Select(name => TextOf(name, "scheme") is { } scheme && TextOf(name, "value") is { } value ? world.Identify(kind, new ExternalId(scheme, value)) : null)
            .OfType<RecordId>().Distinct().ToList();
        return known.Count switch
        {
            0 => given,
            1 when given is null || given == known[0] => known[0],
            1 => throw new Refusal([new Violation(Reason.DuplicateExternalId, "", $"Its external ids name {known[0]}, which is not the id that stands here.")]),
            _ => throw new Refusal([new Violation(Reason.DuplicateExternalId, "", $"Its external ids name {known.Count} different records.")]),
        };
    }

    private static void Foreign(JsonElement given, string[] known, string at, List<Violation> problems)
    {
        foreach (var member in given.EnumerateObject().Where(member => !known.Contains(member.Name)))
            problems.Add(new Violation(Reason.UnknownMember, Intake.Append(at, member.Name), $"There is no member \"{QueryText.Cut(member.Name)}\" here{QueryText.DidYouMean(member.Name, known)}"));
    }

    private static string? TextOf(JsonElement given, string name) =>
        given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out var value) ? Intake.TextOf(value) : null;

    private static string Pointer(int i) => "/records/" + i.ToString(CultureInfo.InvariantCulture);

    /// <summary>One record of the draft.</summary>
    internal sealed record Entry(string? Ref, RecordId Id, Record Record);

    private readonly record struct Head(RecordKind Kind, string? Ref, RecordId? Id, JsonElement Data);
}
