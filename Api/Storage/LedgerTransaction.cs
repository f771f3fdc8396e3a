using System.Security.Cryptography;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.Data.Sqlite;

namespace Events.Api.Storage;

/// <summary>The open transaction of the writer: applies one commit request after the other, each whole or not at all.</summary>
internal sealed class LedgerTransaction
{
    public const int MostVersions = 10_000;
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly Session _session;
    private readonly DerivedRows _rows;
    private readonly NameRows _names;
    private readonly TimeProvider _clock;
    private readonly World _world;
    private readonly Deriver _deriver;
    private byte[] _hash;
    private long _at;
    private int _savepoints;

    /// <param name="world">What earlier transactions of the session have loaded; every change passes through here.</param>
    public LedgerTransaction(Session session, World world, TimeProvider clock)
    {
        _session = session;
        _world = world;
        _clock = clock;
        _rows = new DerivedRows(session);
        _names = new NameRows(session, world);
        _deriver = new Deriver(session, world, _rows);
        var head = Head(session);
        (Seq, _at, _hash) = (head.Seq, head.At.ToMicros(), head.Hash);
    }

    /// <summary>The last commit, durable or not yet.</summary>
    public long Seq { get; private set; }

    public DateTimeOffset At => Instants.FromMicros(_at);

    /// <summary>That commit, with the hash of all history until then.</summary>
    public Head Last => new(Seq, At, _hash);

    /// <summary>The last commit of a database: 0 and the genesis hash when there is none.</summary>
    public static Head Head(Session session)
    {
        var statement = session.Prepare("SELECT seq, at, hash FROM ledger_commit ORDER BY seq DESC LIMIT 1");
        var head = statement.Step() ? new Head(statement.Long(0), Instants.FromMicros(statement.Long(1)), statement.Blob(2).ToArray()) : Storage.Head.None;
        statement.Reset();
        return head;
    }

    /// <summary>In the middle of what is written without a savepoint: who fails here fails for all.</summary>
    public bool IsHalfWritten { get; private set; }

    /// <summary>Applies a request; when it is refused, nothing of it stays.</summary>
    public Committed Apply(CommitRequest request)
    {
        try
        {
            return request.Copied is { } copied ? Wholly(() => Copy(copied)) : Replay(request) ?? Write(request, changes => changes);
        }
        catch (Refusal refusal) when (refusal.Violations.Any(violation => violation.Reason is Reason.UnknownReference))
        {
            // Only now it is worth to look for merged records among those that are referred to.
            return Write(request, Redirected);
        }
    }

    /// <summary>Does something behind a savepoint; when that says false or fails, nothing of it stays.</summary>
    public bool Try(Func<bool> apply)
    {
        var (seq, at, hash, waiting, savepoint) = (Seq, _at, _hash, _rows.Waiting, $"s{++_savepoints}");
        _session.Run($"SAVEPOINT {savepoint}");
        try
        {
            if (apply())
            {
                _session.Run($"RELEASE {savepoint}");
                return true;
            }
            Undo();
            return false;
        }
        catch
        {
            Undo();
            throw;
        }
        finally
        {
            _savepoints--;
        }

        void Undo()
        {
            _session.EndReading();
            (Seq, _at, _hash) = (seq, at, hash);
            _rows.Forget(waiting);
            _world.ForgetAll();
            // After disk full or an I/O error SQLite has already ended the whole transaction.
            if (!_session.IsAutocommit)
            {
                _session.Run($"ROLLBACK TO {savepoint}");
                _session.Run($"RELEASE {savepoint}");
            }
        }
    }

    /// <summary>Opens to everyone what was under an embargo until now; false when there is nothing to open.</summary>
    public bool OpenEmbargoes()
    {
        if (_deriver.DueEmbargoes(_clock.GetUtcNow()).Count == 0)
            return false;
        Begin(new CommitRequest(Deriver.EmbargoActor, (IWorld _) => []) { Reason = "The embargo is over." }, NextAt(), []);
        // Those that are due at the instant of the commit: whoever derives it again knows no other.
        _deriver.OpenEmbargoes(_deriver.DueEmbargoes(At), Seq);
        return true;
    }

    /// <summary>The last step before COMMIT.</summary>
    public void Finish() => _rows.Flush();

    /// <summary>Does something behind a savepoint.</summary>
    private Committed Wholly(Func<Committed> write)
    {
        Committed? committed = null;
        Try(() => (committed = write()) is not null);
        return committed!;
    }

    private Committed? Replay(CommitRequest request)
    {
        if (request.IdempotencyKey is not { } key)
            return null;
        var statement = _session.Prepare("""
            SELECT seq, at, request_hash FROM ledger_commit WHERE actor = ?1 AND idempotency_key = ?2
            """).Bind(request.Actor).Bind(key);
        if (!statement.Step())
        {
            statement.Reset();
            return null;
        }
        var (seq, at, same) = (statement.Long(0), statement.Long(1), statement.Blob(2).SequenceEqual(request.RequestHash));
        statement.Reset();
        return same
            ? new Committed(seq, Instants.FromMicros(at), VersionsOf(_session, seq), Replayed: true)
            : throw new Refusal(Reason.IdempotencyMismatch, "This Idempotency-Key came with another request before. Use a new key for a new request.");
    }

    public static IReadOnlyList<WrittenVersion> VersionsOf(Session session, long seq)
    {
        var versions = new List<WrittenVersion>();
        var statement = session.Prepare("SELECT kind, id, version, op FROM record WHERE seq = ?1 ORDER BY n").Bind(seq);
        while (statement.Step())
            versions.Add(new WrittenVersion(Code.Parse<RecordKind>(statement.Text(0)), new RecordId(statement.Text(1)), statement.Long(2), Code.Parse<Op>(statement.Text(3))));
        statement.Reset();
        return versions;
    }

    /// <summary>The same records, referring to what took the place of merged ones.</summary>
    private IReadOnlyList<Change> Redirected(IReadOnlyList<Change> changes)
    {
        var redirection = Redirection.ToSurvivors(_world);
        return [.. changes.Select(change => change.Record is { } record ? Change.Put(change.Id, NormalForm.Of(change.Id, redirection.Of(record))) : change)];
    }

    /// <param name="lead">Leads what is to be written to the records that it means.</param>
    private Committed Write(CommitRequest request, Func<IReadOnlyList<Change>, IReadOnlyList<Change>> lead)
    {
        _world.Now = Instants.FromMicros(NextAt());
        _world.End();
        var changes = lead(request.Decide(_session, _world));
        var written = new List<Written>(changes.Count);
        foreach (var (i, change) in changes.Index())
        {
            if (Prepare(change) is { } version)
                written.Add(version with { Pointer = request.ListsRecords || changes.Count > 1 ? $"/records/{i}/data" : "" });
        }
        if (written.Count == 0)
            return new Committed(Seq, At, [], Replayed: false);
        if (written.Count > MostVersions || written.Sum(version => (long)(version.Document?.Length ?? 0)) > MostBytes)
            throw new Refusal(Reason.TooLarge, $"A commit holds at most {MostVersions:N0} records and 64 MB. Split it.");
        return WriteNewborn(request, written) ?? Wholly(() => WriteAll(request, written));
    }

    /// <summary>
    /// Writes a commit of one new record that concerns no other. All of it is thought out before anything is written, so that it
    /// needs no savepoint, which would cost a copy of every page that it touches. Null when it is another commit.
    /// </summary>
    private Committed? WriteNewborn(CommitRequest request, List<Written> written)
    {
        if (written is not [{ Op: Op.Create, Kind: not RecordKind.Country } only])
            return null;
        var (record, at) = (only.After!, NextAt());
        _world.Now = Instants.FromMicros(at);
        only.Key = LastRow() + 1;
        _world.Keep(only.Key, only.Id, Seq + 1, _world.Now, record);
        _world.Begin(written);
        Require([.. Rules.Check(only.Id, record, _world), .. TakenNames(only)], only.Pointer);
        var affected = new Dependents(_world);
        affected.Add(only.Kind, only.Id, null, record);
        if (affected.Found.Count > 0)
        {
            _world.End();
            return null;
        }
        var derivation = Derivation.Of(only.Kind, only.Id, _world)!.Value.Derivation;
        IsHalfWritten = true;
        Begin(request, at, [only.Digest]);
        Insert(only, 1);
        _names.Write(only);
        _rows.Write(only.Key, only.Version, Seq, derivation, changed: true, isNew: true);
        IsHalfWritten = false;
        _world.End();
        return Done(written);
    }

    private Committed WriteAll(CommitRequest request, List<Written> written)
    {
        Begin(request, NextAt(), written.Select(version => version.Digest));
        for (var n = 0; n < written.Count; n++)
        {
            Insert(written[n], n + 1);
            if (written[n].Op is Op.Create)
            {
                written[n].Key = LastRow();
                _world.Keep(written[n].Key, written[n].Id, Seq, At, written[n].After!);
            }
        }
        _world.Begin(written);
        Check(written);
        _deriver.Derive(written, Seq);
        _world.End();
        return Done(written);
    }

    private Committed Done(List<Written> written) => new(Seq, At, written.ConvertAll(v => new WrittenVersion(v.Kind, v.Id, v.Version, v.Op)), Replayed: false);

    private long LastRow()
    {
        var statement = _session.Prepare("SELECT max(row) FROM record");
        statement.Step();
        var row = statement.Long(0);
        statement.Reset();
        return row;
    }

    /// <summary>Writes a commit as it stands in the instance that is followed, and derives from it what is derived there.</summary>
    /// <exception cref="Refusal">It does not follow from the last commit here.</exception>
    private Committed Copy(CopiedCommit commit)
    {
        if (commit.Seq != Seq + 1 || commit.At <= _at)
            throw CopiedCommit.Differs(commit.Seq, "it does not come behind the last one here");
        if (commit.Versions.FirstOrDefault(version => !version.IsWhole) is { } damaged)
            throw CopiedCommit.Differs(commit.Seq, $"{Code.Of(damaged.Kind)} {damaged.Id} is not what was committed");
        var hash = Chain.Next(_hash, commit.Seq, commit.At, commit.Actor, commit.Versions.Select(version => version.Digest));
        if (!hash.AsSpan().SequenceEqual(commit.Hash))
            throw CopiedCommit.Differs(commit.Seq, "its hash does not follow from what it holds and the commits before");
        _world.Seq = Seq;
        try
        {
            commit.Write(_session);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT && !_session.IsAutocommit)
        {
            throw CopiedCommit.Differs(commit.Seq, "a version of it is there already");
        }
        (Seq, _at, _hash) = (commit.Seq, commit.At, hash);
        Rebuild.Replay(_session, _world, _names, _deriver, Seq);
        return new Committed(Seq, At, VersionsOf(_session, Seq), Replayed: false);
    }

    private long NextAt() => Math.Max(_clock.GetUtcNow().ToMicros(), _at + 1);

    /// <summary>What the change makes of the record; null when it changes nothing.</summary>
    private Written? Prepare(Change change)
    {
        var (key, version, op, document) = Newest(change.Kind, change.Id);
        if (op is Op.Merge)
            throw Refusal.Merged(change.Kind, _world.SurvivorOf(change.Kind, change.Id)!.Value);
        var next = change.Into is { } into ? new MergedInto(into).Write() : change.Record is null ? null : change.Document ?? RecordJson.Write(change.Record);
        if (next is null ? document is null : document is not null && next.AsSpan().SequenceEqual(document))
            return null;
        if (next?.Length > 256 * 1024)
            throw new Refusal(Reason.TooLarge, "A record holds at most 256 kB.");
        var salt = RandomNumberGenerator.GetBytes(Chain.SaltLength);
        var before = document is null ? null : _world.Find(change.Kind, change.Id);
        return new Written(change.Kind, change.Id, version + 1,
            next is null ? Op.Delete : change.Into is not null ? Op.Merge : version == 0 ? Op.Create : Op.Update,
            key, salt, Chain.Digest(salt, next), next, before, change.Record)
        {
            Into = change.Into,
        };
    }

    private (long Key, long Version, Op? Op, byte[]? Document) Newest(RecordKind kind, RecordId id)
    {
        var statement = _session.Prepare("""
            SELECT version, document, (SELECT f.row FROM record f WHERE f.kind = ?1 AND f.id = ?2 AND f.version = 1), op
            FROM record WHERE kind = ?1 AND id = ?2 ORDER BY version DESC LIMIT 1
            """).Bind(Code.Of(kind)).Bind(id.Value);
        (long, long, Op?, byte[]?) newest = statement.Step()
            ? (statement.Long(2), statement.Long(0), Code.Parse<Op>(statement.Text(3)), statement.IsNull(1) ? null : statement.Blob(1).ToArray())
            : (0, 0, null, null);
        statement.Reset();
        return newest;
    }

    private void Begin(CommitRequest request, long at, IEnumerable<byte[]> digests)
    {
        Seq++;
        _at = at;
        _hash = Chain.Next(_hash, Seq, _at, request.Actor, digests);
        _world.Now = At;
        _session.Prepare("""
            INSERT INTO ledger_commit (seq, at, actor, reason, batch, idempotency_key, request_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """).Bind(Seq).Bind(_at).Bind(request.Actor).Bind(request.Reason).Bind(request.Batch)
            .Bind(request.IdempotencyKey).Bind(request.RequestHash).Bind(_hash).Run();
    }

    private void Insert(Written version, int n)
    {
        _session.Prepare("""
            INSERT INTO record (kind, id, version, seq, n, op, schema, salt, digest, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """).Bind(Code.Of(version.Kind)).Bind(version.Id.Value).Bind(version.Version).Bind(Seq).Bind(n).Bind(Code.Of(version.Op))
            .Bind(RecordJson.Schema).Bind(version.Salt).Bind(version.Digest).Bind(version.Document).Run();
        if (version.Op is not Op.Create)
            _world.Forget(version.Kind, version.Id);
    }

    /// <summary>Checks every rule against the world as the commit leaves it.</summary>
    private void Check(List<Written> written)
    {
        // A single new record is not yet referred to, so it need not be findable for its own check.
        if (written is not [{ Op: Op.Create }])
        {
            foreach (var version in written)
                _deriver.WriteStanding(version, Seq);
        }
        var violations = new List<Violation>();
        foreach (var version in written)
        {
            if (version.After is null)
                CheckReferences(version);
            else
                violations.AddRange(Within(version.Pointer, Rules.Check(version.Id, version.After, _world)));
            _names.Write(version);
            violations.AddRange(Within(version.Pointer, TakenNames(version)));
        }
        Require(violations);
    }

    private static IEnumerable<Violation> Within(string pointer, IEnumerable<Violation> violations) =>
        violations.Select(violation => violation with { Pointer = pointer + violation.Pointer });

    private static void Require(List<Violation> violations, string pointer = "")
    {
        if (violations.Count > 0)
            throw new Refusal([.. Within(pointer, violations)]);
    }

    private void CheckReferences(Written version)
    {
        var references = References.To(version.Kind, version.Id, _world);
        if (references.Count > 0)
        {
            throw new Refusal(Reason.StillReferenced, $"Still referred to by {references.Count} {(references.Count == 1 ? "record" : "records")}. Change or delete what refers to it first.",
                [.. references.Take(100).Select(r => new Violation(Reason.StillReferenced, "", $"{Code.Of(r.Kind)} {r.Id}"))]);
        }
    }

    private IEnumerable<Violation> TakenNames(Written version)
    {
        foreach (var (name, holder) in _names.Taken(version))
        {
            yield return name.Scheme == World.UrlScheme
                ? new Violation(Reason.DuplicateUrl, "/url", $"This address is that of the report {holder}.")
                : new Violation(Reason.DuplicateExternalId, $"/externalIds/{version.After!.ExternalIds.Index().First(own => own.Item == name).Index}", $"{name.Scheme} {name.Value} already names {holder}.");
        }
    }

    /// <summary>A version on its way into the ledger.</summary>
    private sealed record Written(
        RecordKind Kind, RecordId Id, long Version, Op Op, long FirstRow, byte[] Salt, byte[] Digest, byte[]? Document, Record? Before, Record? After)
        : ChangedRecord(Kind, Id, FirstRow, Before, After)
    {
        /// <summary>Where it stands in the request.</summary>
        public string Pointer { get; init; } = "";
    }
}
