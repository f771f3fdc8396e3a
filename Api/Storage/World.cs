using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>
/// The records of one database as one moment of its ledger knows them, with the rights of today. What it has loaded it
/// keeps; the writer takes out what it changes.
/// </summary>
internal sealed class World(Session session, Upcasters upcasters) : IWorld
{
    /// <summary>Beyond every commit: the ledger as it stands.</summary>
    public const long Latest = long.MaxValue;

    // An event takes some 4 kB; what a write refers to is mostly of the last few days.
    private const int MostKept = 2_000;

    private const string Select = """
        SELECT r.version, r.seq, r.schema, CASE r.op WHEN 'merge' THEN NULL ELSE r.document END, c.at, f.row, fc.at
        FROM record r
        JOIN ledger_commit c ON c.seq = r.seq
        JOIN record f ON f.kind = r.kind AND f.id = r.id AND f.version = 1
        JOIN ledger_commit fc ON fc.seq = f.seq
        WHERE r.kind = ?1 AND r.id = ?2 AND r.seq <= ?3
        ORDER BY r.version DESC LIMIT 1
        """;

    private readonly Dictionary<(RecordKind, RecordId), object?> _kept = [];
    private readonly Dictionary<(RecordKind, RecordId), object> _new = [];
    private readonly Dictionary<RecordKind, SortedSet<string>> _schemes = [];
    private Redirection? _today;

    /// <summary>The only record of the commit that is being written, when there was none before: nothing refers to it, so that nobody need look.</summary>
    private RecordId? _newborn;

    /// <summary>The last commit that this world knows of.</summary>
    public long Seq { get; set; } = Latest;

    /// <summary>Shows the past as it was seen then, without the restrictions that came later: only for deriving it again.</summary>
    public bool IsReplay { get; init; }

    public required DateTimeOffset Now { get; set; }

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public Stored<T>? Find<T>(RecordId id)
        where T : Record
    {
        var stated = Stated<T>(id);
        return stated is Stored<Event> { Record: { EmbargoUntil: { } until, Workflow: Workflow.Published } } e && until > Now
            ? (Stored<T>)(object)(e with { Record = e.Record with { Workflow = Workflow.InReview } })
            : stated;
    }

    public Stored<T>? Stated<T>(RecordId id)
        where T : Record
    {
        var kind = RecordJson.KindOf<T>();
        if (_new.TryGetValue((kind, id), out var made))
            return (Stored<T>)made;
        if (_kept.TryGetValue((kind, id), out var kept))
            return (Stored<T>?)kept;
        var found = Load<T>(kind, id, Seq);
        if (found is Stored<Event> or Stored<Person> && Seq != Latest && !IsReplay)
            found = TodaysRights.Over(found, Later(found), _today ??= new Redirection((kind, id) => SurvivorOf(kind, id, Latest) ?? id));
        Keep(kind, id, found);
        return found;
    }

    public long NewestVersion(RecordKind kind, RecordId id)
    {
        var statement = session.Prepare("SELECT max(version) FROM record WHERE kind = ?1 AND id = ?2 AND seq <= ?3").Bind(Code.Of(kind)).Bind(id.Value).Bind(Seq);
        statement.Step();
        var version = statement.Long(0);
        statement.Reset();
        return version;
    }

    /// <summary>The newest version of a record, whatever this world knows: 0 when there is none, without a record when it is deleted.</summary>
    public (long Version, Record? Record) Newest(RecordKind kind, RecordId id) => Read(kind, session.Prepare("""
        SELECT version, schema, CASE op WHEN 'merge' THEN NULL ELSE document END FROM record WHERE kind = ?1 AND id = ?2 ORDER BY version DESC LIMIT 1
        """).Bind(Code.Of(kind)).Bind(id.Value));

    /// <summary>One version of a record; null when it is a deletion or there is none.</summary>
    public Record? Version(RecordKind kind, RecordId id, long version) => Read(kind, session.Prepare("""
        SELECT version, schema, CASE op WHEN 'merge' THEN NULL ELSE document END FROM record WHERE kind = ?1 AND id = ?2 AND version = ?3
        """).Bind(Code.Of(kind)).Bind(id.Value).Bind(version)).Record;

    /// <summary>A document of any schema as a record of today.</summary>
    public Record Read(RecordKind kind, int schema, ReadOnlySpan<byte> document) =>
        RecordJson.Read(kind, schema == RecordJson.Schema ? document : upcasters.Upcast(kind, schema, document.ToArray()));

    private (long Version, Record? Record) Read(RecordKind kind, Statement statement)
    {
        (long, Record?) found = statement.Step() ? (statement.Long(0), statement.IsNull(2) ? null : Read(kind, (int)statement.Long(1), statement.Blob(2))) : (0, null);
        statement.Reset();
        return found;
    }

    /// <summary>A new record, which need not be read back while its commit is written. Hardly anything refers to it soon.</summary>
    public void Keep(long key, RecordId id, long seq, DateTimeOffset at, Record record)
    {
        _kept.Remove((record.Kind, id));
        _new[(record.Kind, id)] = record switch
        {
            Event it => new Stored<Event>(key, id, 1, seq, at, at, it),
            Report it => new Stored<Report>(key, id, 1, seq, at, at, it),
            Person it => new Stored<Person>(key, id, 1, seq, at, at, it),
            Organization it => new Stored<Organization>(key, id, 1, seq, at, at, it),
            Sanction it => new Stored<Sanction>(key, id, 1, seq, at, at, it),
            Country it => new Stored<Country>(key, id, 1, seq, at, at, it),
            _ => throw new NotSupportedException(record.Kind.ToString()),
        };
    }

    private void Keep(RecordKind kind, RecordId id, object? stored)
    {
        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept[(kind, id)] = stored;
    }

    public IReadOnlyList<Stored<T>> Under<T>(Term term)
        where T : Record
    {
        var ids = Ids(term);
        if (ids.Count == 0)
            return [];
        var found = new List<Stored<T>>(ids.Count);
        foreach (var id in ids)
        {
            if (Find<T>(id) is { } record)
                found.Add(record);
        }
        return found;
    }

    public IEnumerable<Stored<Event>> Larger(Term term, Term other, DateOnly day, long people)
    {
        // The posting's day is the last one of the event: it bounds the walk, the first day is then looked up.
        var statement = session.Prepare("""
            SELECT r.id FROM posting p
            CROSS JOIN posting o ON o.term = ?5 AND o.day = p.day AND o.key = p.key AND o.from_seq <= ?2 AND o.to_seq > ?2
            CROSS JOIN event_index n ON n.key = p.key AND n.from_seq <= ?2 AND n.to_seq > ?2
            CROSS JOIN record r ON r.row = p.key
            WHERE p.term = ?1 AND p.day > ?3 AND p.from_seq <= ?2 AND p.to_seq > ?2 AND n.earliest > ?3 AND n.people > ?4
            ORDER BY p.day DESC, p.key DESC
            """).Bind(term.Text).Bind(Math.Min(Seq, Latest - 1)).Bind(CalendarDay.Of(day)).Bind(people).Bind(other.Text);
        try
        {
            while (statement.Step())
            {
                if (Find<Event>(new RecordId(statement.Text(0))) is { } found)
                    yield return found;
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The record itself, of a kind that is known only when the program runs.</summary>
    public Record? Find(RecordKind kind, RecordId id) => kind switch
    {
        RecordKind.Country => Find<Country>(id)?.Record,
        RecordKind.Person => Find<Person>(id)?.Record,
        RecordKind.Organization => Find<Organization>(id)?.Record,
        RecordKind.Report => Find<Report>(id)?.Record,
        RecordKind.Sanction => Find<Sanction>(id)?.Record,
        _ => Find<Event>(id)?.Record,
    };

    /// <summary>The ids under a term, newest first.</summary>
    public IReadOnlyList<RecordId> Ids(Term term)
    {
        if (_newborn is { } newborn && term.Text.EndsWith(newborn.Value, StringComparison.Ordinal))
            return [];
        var ids = new List<RecordId>();
        var statement = session.Prepare("""
            SELECT r.id FROM posting p JOIN record r ON r.row = p.key
            WHERE p.term = ?1 AND p.from_seq <= ?2 AND p.to_seq > ?2
            ORDER BY p.day DESC, p.key DESC
            """).Bind(term.Text).Bind(Math.Min(Seq, Latest - 1));
        while (statement.Step())
            ids.Add(new RecordId(statement.Text(0)));
        statement.Reset();
        return ids;
    }

    public Identity? IdentityOf(RecordKind kind, ExternalId externalId)
    {
        var statement = session.Prepare("SELECT id, merged FROM external_id WHERE kind = ?1 AND scheme = ?2 AND value = ?3")
            .Bind(Code.Of(kind)).Bind(externalId.Scheme).Bind(externalId.Value);
        Identity? identity = statement.Step() ? new Identity(new RecordId(statement.Text(0)), statement.Long(1) != 0) : null;
        statement.Reset();
        return identity;
    }

    public RecordId? Identify(RecordKind kind, ExternalId externalId) => IdentityOf(kind, externalId)?.Id;

    /// <summary>The schemes in which records of a kind have external ids, at most 64 and maybe some that none has any more.</summary>
    public IReadOnlyCollection<string> Schemes(RecordKind kind)
    {
        if (_schemes.TryGetValue(kind, out var known))
            return known;
        known = new SortedSet<string>(StringComparer.Ordinal);
        // Each is found by a leap over all names of the one before.
        var statement = session.Prepare("""
            WITH RECURSIVE s (scheme) AS (
              SELECT min(scheme) FROM external_id WHERE kind = ?1
              UNION ALL SELECT (SELECT min(scheme) FROM external_id WHERE kind = ?1 AND scheme > s.scheme) FROM s WHERE s.scheme IS NOT NULL LIMIT 64)
            SELECT scheme FROM s WHERE scheme IS NOT NULL
            """).Bind(Code.Of(kind));
        while (statement.Step())
            known.Add(statement.Text(0));
        statement.Reset();
        return _schemes[kind] = known;
    }

    /// <summary>A record of this kind is given a name in this scheme.</summary>
    public void Learn(RecordKind kind, string scheme)
    {
        if (_schemes.TryGetValue(kind, out var known) && known.Count < 64)
            known.Add(scheme);
    }

    public RecordId? SurvivorOf(RecordKind kind, RecordId id) => SurvivorOf(kind, id, Seq);

    private RecordId? SurvivorOf(RecordKind kind, RecordId id, long seq)
    {
        RecordId? survivor = null;
        // What is merged stays so, and nothing is merged into what is: the steps end.
        while (MergedInto(kind, survivor ?? id, seq) is (var into, _))
            survivor = into;
        return survivor;
    }

    /// <summary>The address of a report is kept as a name that no caller can give.</summary>
    public const string UrlScheme = "@url";

    public static ExternalId UrlName(string url) => new(UrlScheme, url);

    /// <summary>Every unique name of a record.</summary>
    public static IEnumerable<ExternalId> NamesOf(Record record) =>
        record is Report { Url: { } url } ? record.ExternalIds.Append(UrlName(url)) : record.ExternalIds;

    /// <summary>A commit with these records is being written.</summary>
    public void Begin(IReadOnlyList<ChangedRecord> changed) =>
        _newborn = changed is [{ Before: null, After: not null, Kind: not RecordKind.Country } only] ? only.Id : null;

    /// <summary>The commit is written.</summary>
    public void End()
    {
        _newborn = null;
        _new.Clear();
    }

    /// <summary>The record was changed: it is to be loaded again.</summary>
    public void Forget(RecordKind kind, RecordId id) => _kept.Remove((kind, id));

    public void ForgetAll()
    {
        End();
        _kept.Clear();
    }

    private Stored<T>? Load<T>(RecordKind kind, RecordId id, long seq)
        where T : Record
    {
        var statement = session.Prepare(Select).Bind(Code.Of(kind)).Bind(id.Value).Bind(seq);
        Stored<T>? stored = null;
        if (statement.Step() && !statement.IsNull(3))
        {
            var schema = (int)statement.Long(2);
            var record = schema == RecordJson.Schema
                ? RecordJson.Read<T>(statement.Blob(3))
                : RecordJson.Read<T>(upcasters.Upcast(kind, schema, statement.Blob(3).ToArray()));
            stored = new Stored<T>(
                statement.Long(5), id, statement.Long(0), statement.Long(1),
                Instants.FromMicros(statement.Long(6)), Instants.FromMicros(statement.Long(4)), record);
        }
        statement.Reset();
        return stored;
    }

    /// <summary>
    /// The versions after this one, newest first: the rights of a deleted record are those that it had last, and those of a merged
    /// one are those of the record that took its place.
    /// </summary>
    private List<T> Later<T>(Stored<T> then)
        where T : Record
    {
        var kind = RecordJson.KindOf<T>();
        var later = After<T>(kind, then.Id, then.Seq);
        for (var (id, at) = (then.Id, MergedInto(kind, then.Id, Latest)); at is (var into, var seq); (id, at) = (into, MergedInto(kind, into, Latest)))
            later.InsertRange(0, After<T>(kind, into, WrittenUntil(kind, into, seq) - 1));
        return later;
    }

    /// <summary>The commit that wrote the version of a record that a commit saw.</summary>
    private long WrittenUntil(RecordKind kind, RecordId id, long seq)
    {
        var statement = session.Prepare("SELECT max(seq) FROM record WHERE kind = ?1 AND id = ?2 AND seq <= ?3").Bind(Code.Of(kind)).Bind(id.Value).Bind(seq);
        statement.Step();
        var written = statement.Long(0);
        statement.Reset();
        return written;
    }

    private List<T> After<T>(RecordKind kind, RecordId id, long seq)
        where T : Record
    {
        var seqs = new List<long>();
        var statement = session.Prepare("""
            SELECT seq FROM record WHERE kind = ?1 AND id = ?2 AND seq > ?3 AND document IS NOT NULL AND op <> 'merge' ORDER BY version DESC
            """).Bind(Code.Of(kind)).Bind(id.Value).Bind(seq);
        while (statement.Step())
            seqs.Add(statement.Long(0));
        statement.Reset();
        return [.. seqs.Select(at => Load<T>(kind, id, at)!.Record)];
    }

    private (RecordId Into, long Seq)? MergedInto(RecordKind kind, RecordId id, long seq)
    {
        var statement = session.Prepare("SELECT op, document, seq FROM record WHERE kind = ?1 AND id = ?2 AND seq <= ?3 ORDER BY version DESC LIMIT 1")
            .Bind(Code.Of(kind)).Bind(id.Value).Bind(seq);
        (RecordId, long)? merged = statement.Step() && statement.Text(0) == Code.Of(Op.Merge) && !statement.IsNull(1)
            ? (Domain.Ledger.MergedInto.Read(statement.Blob(1)).Into, statement.Long(2))
            : null;
        statement.Reset();
        return merged;
    }
}
