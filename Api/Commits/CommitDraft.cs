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
    private static readonly string[] ImportMembers = [.. RecordMembers, "onExisting", "externalId"];

    private CommitDraft(IReadOnlyList<Entry> entries) => Entries = entries;

    public IReadOnlyList<Entry> Entries { get; }

    public IReadOnlyList<Change> Changes => [.. Entries.Select(entry => Change.Put(entry.Id, entry.Record!))];

    /// <summary>Reads a commit of new records.</summary>
    public static CommitDraft OfNew(JsonElement root, CountryDirectory countries, Func<RecordId> newId) => Read(root, countries, RecordMembers, head =>
        head.Id is null ? newId() : throw new Refusal([new Violation(Reason.ReadOnlyMember, "", "\"id\" is given by the server; it can be chosen only with onExisting=update.")]));

    /// <summary>Reads a commit of which records that exist already, by an external id or by their id, are replaced.</summary>
    public static CommitDraft OfAny(JsonElement root, CountryDirectory countries, IWorld world, Func<RecordId> newId) =>
        new([.. Read(root, countries, RecordMembers, head => Identify(head, world.Identify) ?? newId()).Entries
            // What was merged into a record does not write over it.
            .Select(entry => IsKnownByMerge(entry.Head, world) && world.Stated(entry.Kind, entry.Id) is { } current ? entry with { Record = current } : entry)]);

    /// <summary>Whether a record has come to all of the names by which an entry means it when another one was merged into it.</summary>
    public static bool IsKnownByMerge(Head head, IWorld world) =>
        head.Names.Select(name => world.IdentityOf(head.Kind, name)).OfType<Identity>().ToList() is { Count: > 0 } identities && identities.TrueForAll(identity => identity.ByMerge);

    /// <summary>
    /// Reads a commit of an import. Its entries may also say <c>"onExisting": "keep"</c>, which leaves a record that exists as
    /// it is, or name with <c>externalId</c> one that must exist, instead of its data.
    /// </summary>
    /// <param name="identify">Which record has an external id, as far as the caller knows.</param>
    public static CommitDraft OfImport(JsonElement root, CountryDirectory countries, Func<RecordKind, ExternalId, RecordId?> identify, Func<RecordId> newId) =>
        Read(root, countries, ImportMembers, head => Identify(head, identify) ?? newId());

    private static CommitDraft Read(JsonElement root, CountryDirectory countries, string[] members, Func<Head, RecordId> identify)
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
        var heads = records.EnumerateArray().Select((record, i) => ReadHead(record, i, members, problems)).ToList();
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
        var named = root.GetProperty("records").EnumerateArray().Select((record, i) => ReadHead(record, i, RecordMembers, []))
            .Select(head => (head.Ref, head.Kind, Id: Identify(head, world.Identify))).ToList();
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

    private static Head ReadHead(JsonElement record, int i, string[] members, List<Violation> problems)
    {
        var at = Pointer(i);
        if (record.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(new Violation(Reason.InvalidValue, at, "Expected an object."));
            return default;
        }
        Foreign(record, members, at, problems);
        var kindText = TextOf(record, "kind");
        if (kindText is null || !Code.TryParse<RecordKind>(kindText, out var kind) || kind is RecordKind.Country)
        {
            problems.Add(new Violation(Reason.UnknownCode, at + "/kind", $"\"kind\" is one of {string.Join(", ", Code.All<RecordKind>().Skip(1))}; countries come with the program."));
            return default;
        }
        var refersOnly = record.TryGetProperty("externalId", out var named) && members == ImportMembers;
        if ((!record.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Object) && !refersOnly)
            problems.Add(new Violation(Reason.MissingMember, at + "/data", "\"data\" is required: the record itself."));
        if (refersOnly && (NameOf(named) is null || data.ValueKind is not JsonValueKind.Undefined))
            problems.Add(new Violation(Reason.InvalidValue, at + "/externalId", "\"externalId\" is {\"scheme\", \"value\"} of a record that exists, and takes the place of \"data\"."));
        if (TextOf(record, "onExisting") is not (null or "update" or "keep"))
            problems.Add(new Violation(Reason.UnknownCode, at + "/onExisting", "\"onExisting\" is update or keep."));
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
        return new Head(kind, TextOf(record, "ref"), id, data, refersOnly ? [NameOf(named)!] : NamesIn(data), TextOf(record, "onExisting") == "keep");
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

    private static RecordId IdOf(Head head, int i, Func<Head, RecordId> identify, List<Violation> problems)
    {
        try
        {
            return identify(head);
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
        if (head.Data.ValueKind is JsonValueKind.Undefined)
            return new Entry(head, id, null);
        var at = Pointer(i) + "/data";
        if (intake.Read(head.Data, RecordJson.TypeOf(head.Kind), at) is not Record record)
            return null;
        problems.AddRange(Validation.Check(record).Select(violation => violation with { Pointer = at + violation.Pointer }));
        return new Entry(head, id, NormalForm.Of(id, record));
    }

    /// <summary>The record that has the names of an entry, or else the id that it gives.</summary>
    /// <exception cref="Refusal">Its names are those of another record, or of several.</exception>
    public static RecordId? Identify(Head head, Func<RecordKind, ExternalId, RecordId?> identify)
    {
        RecordId? known = null;
        foreach (var name in head.Names)
        {
            if (identify(head.Kind, name) is not { } holder)
                continue;
            if (known is { } other && other != holder)
                throw new Refusal([new Violation(Reason.DuplicateExternalId, "", $"Its external ids name different records, {other} and {holder}.")]);
            known = holder;
        }
        return known is null || head.Id is null || head.Id == known
            ? known ?? head.Id
            : throw new Refusal([new Violation(Reason.DuplicateExternalId, "", $"Its external ids name {known}, which is not the id that stands here.")]);
    }

    /// <summary>The external ids that an entry of a commit names, as far as it can be read.</summary>
    public static IEnumerable<(RecordKind Kind, ExternalId Name)> NamesOf(JsonElement entry)
    {
        if (!Code.TryParse<RecordKind>(TextOf(entry, "kind"), out var kind))
            return [];
        var names = entry.TryGetProperty("data", out var data) ? NamesIn(data) : entry.TryGetProperty("externalId", out var name) && NameOf(name) is { } one ? [one] : [];
        return names.Select(name => (kind, name));
    }

    private static IReadOnlyList<ExternalId> NamesIn(JsonElement data) =>
        data.ValueKind is JsonValueKind.Object && data.TryGetProperty("externalIds", out var names) && names.ValueKind is JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(NameOf).OfType<ExternalId>()]
            : [];

    private static ExternalId? NameOf(JsonElement name) =>
        TextOf(name, "scheme") is { } scheme && TextOf(name, "value") is { } value ? new ExternalId(scheme, value) : null;

    private static void Foreign(JsonElement given, string[] known, string at, List<Violation> problems)
    {
        foreach (var member in given.EnumerateObject().Where(member => !known.Contains(member.Name)))
            problems.Add(new Violation(Reason.UnknownMember, Intake.Append(at, member.Name), $"There is no member \"{QueryText.Cut(member.Name)}\" here{QueryText.DidYouMean(member.Name, known)}"));
    }

    private static string? TextOf(JsonElement given, string name) =>
        given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out var value) ? Intake.TextOf(value) : null;

    private static string Pointer(int i) => "/records/" + i.ToString(CultureInfo.InvariantCulture);

    /// <summary>One record of the draft.</summary>
    /// <param name="Record">What is stated; null when the entry only refers to a record that must exist.</param>
    internal sealed record Entry(Head Head, RecordId Id, Record? Record)
    {
        public RecordKind Kind => Head.Kind;

        public string? Ref => Head.Ref;
    }

    /// <summary>An entry without its record.</summary>
    /// <param name="Names">The external ids by which it is recognised.</param>
    /// <param name="Keeps">A record that exists stays as it is.</param>
    internal readonly record struct Head(RecordKind Kind, string? Ref, RecordId? Id, JsonElement Data, IReadOnlyList<ExternalId> Names, bool Keeps);
}
