using System.Buffers;
using System.Globalization;
using CommunityToolkit.HighPerformance.Buffers;
using Dapper;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Querying;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Reads records as answers show them, on one snapshot, for one audience, as of one commit.</summary>
/// <param name="asOf">The last commit to know of; null for now.</param>
/// <param name="now">The instant for which to answer, when it is not that of the commit: later pages of a list of today are of today, too.</param>
internal sealed class RecordReader(Snapshot snapshot, Audience audience, long? asOf, DateTimeOffset? now = null)
{
    /// <summary>A page ends early when it is this long, so that a caller who does not read cannot fill the memory.</summary>
    public const int MostPageBytes = 4 * 1024 * 1024;

    private readonly Session _session = snapshot.Session;
    private World? _world;

    /// <summary>The records behind the answers.</summary>
    public World World => _world ??= snapshot.World(asOf, now);

    public Audience Audience => audience;

    /// <summary>What a walk through a whole list has found ahead of its page.</summary>
    public KeysAhead? KeysAhead { get; init; }

    /// <summary>The commit that was asked for; null for now.</summary>
    public long? AsOf => asOf;

    /// <summary>The commit that the answers speak of.</summary>
    public long Seq => asOf ?? snapshot.Seq;

    /// <summary>Tells the history up to a commit from any other that has as many commits.</summary>
    public string MarkOf(long seq) => snapshot.MarkOf(seq);

    /// <summary>One record; null when this audience knows of none with that id.</summary>
    /// <exception cref="Refusal">It is deleted, or merged into another one.</exception>
    public Shown? One(RecordKind kind, RecordId id)
    {
        if (Key(kind, id) is not { } key)
            return null;
        if (!MaySee(key))
            return null;
        if (Ready(key) is { } ready)
            return ready;
        RequireThere(kind, id);
        return Render(kind, id);
    }

    /// <summary>A page of a list, written as the items of a JSON array.</summary>
    public Page List(RecordQuery query, Position? after, int limit, ArrayPoolBufferWriter<byte> items, WriteItem? write = null)
    {
        query = Understand(query);
        var keys = KeysAhead?.From(query, after, limit + 1, Find) ?? Find(query, after, limit + 1);
        var begun = items.WrittenCount;
        for (var i = 0; i < Math.Min(limit, keys.Count); i++)
        {
            var before = items.WrittenCount;
            if (before - begun > MostPageBytes)
                return new Page(keys[i - 1]);
            Write(query.Kind, keys[i].Key, items, before > begun, write);
        }
        return new Page(keys.Count > limit ? keys[limit - 1] : null);
    }

    /// <summary>The keys of a page, in order, with one more when there is a next page.</summary>
    public IReadOnlyList<(RecordId Id, Position Position)> Ids(RecordQuery query, Position? after, int limit)
    {
        query = Understand(query);
        return [.. Find(query, after, limit).Select(position => (IdOf(position.Key), position))];
    }

    public long Count(RecordQuery query)
    {
        var (sql, values) = ListSql.Count(Plan(query), audience, asOf, World.Today);
        var statement = Bind(sql, values);
        statement.Step();
        var count = statement.Long(0);
        statement.Reset();
        return count;
    }

    /// <summary>How a sanction stands at the end of a day, and since when.</summary>
    public (SanctionState State, DateOnly? Since) StateOn(long key, DateOnly day)
    {
        var statement = _session.Prepare("""
            SELECT state, day FROM sanction_state
            WHERE key = ?1 AND day <= ?2 AND from_seq <= ?3 AND to_seq > ?3 ORDER BY day DESC LIMIT 1
            """).Bind(key).Bind(CalendarDay.Of(day)).Bind(Seq);
        var state = statement.Step()
            ? ((SanctionState)statement.Long(0), (DateOnly?)CalendarDay.From((int)statement.Long(1)))
            : (SanctionState.Unknown, null);
        statement.Reset();
        return state.Item2 == DateOnly.MinValue ? (state.Item1, null) : state;
    }

    /// <summary>The stable number of a record; null when there has never been one with this id.</summary>
    public long? Key(RecordKind kind, RecordId id)
    {
        var statement = _session.Prepare("SELECT row FROM record WHERE kind = ?1 AND id = ?2 AND version = 1 AND seq <= ?3")
            .Bind(Code.Of(kind)).Bind(id.Value).Bind(Seq);
        long? key = statement.Step() ? statement.Long(0) : null;
        statement.Reset();
        return key;
    }

    /// <summary>The record as this audience may see it, by its key; null when it may not.</summary>
    public Shown? ByKey(RecordKind kind, long key) => Ready(key) ?? Render(kind, IdOf(key));

    public bool MaySee(long key)
    {
        var statement = _session.Prepare("SELECT rights FROM indexed WHERE key = ?1").Bind(key);
        var sees = statement.Step() && audience.Sees((Rights)statement.Long(0));
        statement.Reset();
        return sees;
    }

    /// <summary>Kind and id of the record with this key.</summary>
    public (RecordKind Kind, RecordId Id) Identity(long key)
    {
        var statement = _session.Prepare("SELECT kind, id FROM record WHERE row = ?1").Bind(key);
        statement.Step();
        var identity = (Code.Parse<RecordKind>(statement.Text(0)), new RecordId(statement.Text(1)));
        statement.Reset();
        return identity;
    }

    /// <summary>The name or title of a record; null when this audience may not know it, or it is not there.</summary>
    public string? NameOf(RecordKind kind, RecordId id) => kind switch
    {
        RecordKind.Country => World.Find<Country>(id)?.Record.Name,
        RecordKind.Person => World.Find<Person>(id)?.Record is { } person && audience.Sees(person.Rights()) ? person.Name : null,
        RecordKind.Organization => World.Find<Organization>(id)?.Record.Name,
        RecordKind.Report => World.Find<Report>(id)?.Record.Title,
        RecordKind.Sanction => World.Find<Sanction>(id)?.Record.Name,
        _ => World.Find<Event>(id)?.Record is { } e && audience.Sees(e.Rights()) ? e.Title : null,
    };

    /// <summary>The newest published events under a term.</summary>
    public IReadOnlyList<Stored<Event>> Newest(Term term, int most)
    {
        var query = new RecordQuery { Kind = RecordKind.Event, Clauses = [new Clause([term], Not: false, 0)], Applied = [], Mentions = [] };
        return [.. Ids(query, null, most).Select(found => World.Find<Event>(found.Id)).OfType<Stored<Event>>()];
    }

    public ListPlan Plan(RecordQuery query) => new ListPlanner(_session, audience, asOf, Seq, World).Plan(query);

    /// <exception cref="Refusal">The record was merged into another one.</exception>
    public void RequireUnmerged(RecordKind kind, RecordId id)
    {
        if (World.SurvivorOf(kind, id) is { } survivor)
            throw Refusal.Merged(kind, survivor);
    }

    private void RequireThere(RecordKind kind, RecordId id)
    {
        var statement = _session.Prepare("""
            SELECT op, document IS NULL FROM record WHERE kind = ?1 AND id = ?2 AND seq <= ?3 ORDER BY version DESC LIMIT 1
            """).Bind(Code.Of(kind)).Bind(id.Value).Bind(Seq);
        var (op, isDeleted) = statement.Step() ? (Code.Parse<Op>(statement.Text(0)), statement.Long(1) == 1) : (Op.Create, false);
        statement.Reset();
        if (op is Op.Merge)
            RequireUnmerged(kind, id);
        if (isDeleted)
            throw new Refusal(Reason.Gone, $"This {Code.Of(kind)} was deleted. It can still be read with an earlier asOf.");
    }

    private RecordId IdOf(long key)
    {
        var statement = _session.Prepare("SELECT id FROM record WHERE row = ?1").Bind(key);
        statement.Step();
        var id = new RecordId(statement.Text(0));
        statement.Reset();
        return id;
    }

    private List<Position> Find(RecordQuery query, Position? after, int limit)
    {
        var (sql, values) = ListSql.Page(Plan(query), audience, asOf, World.Today, after, limit);
        return Keys(sql, values);
    }

    private List<Position> Keys(string sql, IReadOnlyList<object> values)
    {
        var keys = new List<Position>();
        var statement = Bind(sql, values);
        while (statement.Step())
            keys.Add(new Position(statement.Long(0), statement.Long(1)));
        statement.Reset();
        return keys;
    }

    public Statement Bind(string sql, IReadOnlyList<object> values)
    {
        var statement = _session.Prepare(sql);
        foreach (var value in values)
        {
            _ = value switch
            {
                string text => statement.Bind(text),
                double number => statement.Bind(number),
                _ => statement.Bind(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            };
        }
        return statement;
    }

    private void Write(RecordKind kind, long key, ArrayPoolBufferWriter<byte> items, bool follows, WriteItem? write)
    {
        var rendering = Rendering(key);
        // The item lies in SQLite's own memory: it goes to the answer without a copy in between.
        if (rendering.Step() && rendering.Long(0) <= Seq)
            Write(new Listed(key, rendering.Blob(2), write is null ? [] : rendering.Blob(3)), items, follows, write);
        else if (Render(kind, IdOf(key)) is { } shown)
            Write(new Listed(key, shown.Item, shown.Detail), items, follows, write);
        rendering.Reset();
    }

    private static void Write(Listed listed, ArrayPoolBufferWriter<byte> items, bool follows, WriteItem? write)
    {
        if (follows)
            items.Write(","u8);
        if (write is null)
            items.Write(listed.Item);
        else
            write(listed, items);
    }

    /// <summary>The ready answer, when it reads as of this commit as it reads now.</summary>
    private Shown? Ready(long key)
    {
        var rendering = Rendering(key);
        var shown = rendering.Step() && rendering.Long(0) <= Seq
            ? new Shown(key, rendering.Long(1), rendering.Long(0), rendering.Blob(2).ToArray(), rendering.IsNull(3) ? null : rendering.Blob(3).ToArray())
            : null;
        rendering.Reset();
        return shown;
    }

    private Statement Rendering(long key) => _session.Prepare("""
        SELECT from_seq, version, item, detail FROM rendering WHERE slot BETWEEN ?1 AND ?2 ORDER BY slot DESC LIMIT 1
        """).Bind(key * 4).Bind((key * 4) + (int)audience);

    /// <summary>The answer as it read at the time, made anew from the documents, with the rights of today.</summary>
    private Shown? Render(RecordKind kind, RecordId id)
    {
        if (Derivation.Of(kind, id, World) is not { } derived || !audience.Sees(derived.Derivation.Standing.Rights))
            return null;
        var rendering = derived.Derivation.Renderings.LastOrDefault(r => r.Audience <= audience);
        // The rights of today show in it, so that it reads so since the last commit there is, whatever moment it is of.
        return rendering is null ? null : new Shown(derived.Key, derived.Version, snapshot.Seq, rendering.Item, rendering.Detail);
    }

    /// <summary>What is asked for, where a merged record stands for the one that took its place.</summary>
    /// <exception cref="Refusal">A filter names nothing that exists: that is a mistake, not an empty list.</exception>
    public RecordQuery Understand(RecordQuery query)
    {
        foreach (var mention in query.Mentions)
            Require(mention);
        var survivors = query.Mentions.Where(mention => mention.Kinds.Count > 0).Select(mention => mention.Value).Distinct()
            .Select(id => (Id: new RecordId(id), Survivor: SurvivorOf(query, new RecordId(id)))).Where(it => it.Survivor is not null).ToList();
        return survivors.Aggregate(query, (understood, it) => understood.With(it.Id, it.Survivor!.Value));
    }

    private RecordId? SurvivorOf(RecordQuery query, RecordId id) => query.Mentions.Where(mention => mention.Value == id.Value).SelectMany(mention => mention.Kinds)
        .Select(kind => World.SurvivorOf(kind, id)).FirstOrDefault(survivor => survivor is not null);

    private void Require(Mention mention)
    {
        if (mention.Kinds.Count > 0)
        {
            if (!mention.Kinds.Any(kind => Key(kind, new RecordId(mention.Value)) is { } key && MaySee(key)))
                throw QueryText.Invalid(mention.Parameter, $"There is no {string.Join(" or ", mention.Kinds.Select(Code.Of))} with the id {mention.Value}.");
            return;
        }
        var used = _session.Connection.ExecuteScalar<long?>("SELECT 1 FROM posting WHERE term = @term AND (rights & @right) <> 0 LIMIT 1",
            new { term = mention.Term!.Value.Text, right = (int)audience.Right() });
        if (used is null)
            throw QueryText.UnknownCode(mention.Parameter, mention.Value, mention.Known);
    }
}

/// <summary>A record as one audience sees it.</summary>
/// <param name="Since">The commit since which it has read so.</param>
internal sealed record Shown(long Key, long Version, long Since, byte[] Item, byte[]? Detail)
{
    /// <summary>The answer for this one record: the item with what only this answer adds.</summary>
    public byte[] Whole => Detail is null ? Item : [.. Item.AsSpan(0, Item.Length - 1), (byte)',', .. Detail.AsSpan(1)];
}

/// <summary>A record on its way into an answer.</summary>
internal readonly ref struct Listed(long key, ReadOnlySpan<byte> item, ReadOnlySpan<byte> detail)
{
    public long Key { get; } = key;

    public ReadOnlySpan<byte> Item { get; } = item;

    /// <summary>The object with what only the answer for one record adds; empty when there is none.</summary>
    public ReadOnlySpan<byte> Detail { get; } = detail;
}

/// <summary>Writes a record into an answer, or members that follow those that it has.</summary>
internal delegate void WriteItem(Listed listed, IBufferWriter<byte> to);

/// <param name="Next">Where the next page begins; null when this is the last.</param>
internal sealed record Page(Position? Next);
