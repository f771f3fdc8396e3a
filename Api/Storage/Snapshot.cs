using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>One consistent view of the database, for the length of one read.</summary>
internal sealed class Snapshot
{
    private readonly Upcasters _upcasters;
    private readonly TimeProvider _clock;

    public Snapshot(Session session, Upcasters upcasters, TimeProvider clock)
    {
        (Session, _upcasters, _clock) = (session, upcasters, clock);
        Head = LedgerTransaction.Head(session);
    }

    public Session Session { get; }

    /// <summary>The last commit that this snapshot holds.</summary>
    public Head Head { get; }

    /// <summary>Its number.</summary>
    public long Seq => Head.Seq;

    /// <summary>The instant of this read.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset At => Head.At;

    /// <summary>The records as of a commit; null means as they are now.</summary>
    /// <param name="now">The instant of the world; that of the commit, or of this read, when it is left out.</param>
    public World World(long? asOf, DateTimeOffset? now = null) => asOf is { } seq
        ? new World(Session, _upcasters) { Seq = seq, Now = now ?? CommittedAt(seq) }
        : new World(Session, _upcasters) { Now = now ?? Now };

    /// <summary>The commit that an instant falls into: the last one made until then.</summary>
    public long SeqAt(DateTimeOffset instant)
    {
        var statement = Session.Prepare("SELECT seq FROM ledger_commit WHERE at <= ?1 ORDER BY at DESC LIMIT 1").Bind(instant.ToMicros());
        var seq = statement.Step() ? statement.Long(0) : 0;
        statement.Reset();
        return seq;
    }

    /// <summary>Tells the history up to a commit from any other that has as many commits.</summary>
    public string MarkOf(long seq) => seq == Seq ? Head.Mark : History.HashAt(Session, seq) is { } hash ? Storage.Head.MarkOf(hash) : "";

    /// <summary>Whether nobody but these two has committed.</summary>
    public bool IsWrittenOnlyBy(string actor, string other)
    {
        var statement = Session.Prepare("SELECT 1 FROM ledger_commit WHERE actor NOT IN (?1, ?2) LIMIT 1").Bind(actor).Bind(other);
        var isWrittenByOthers = statement.Step();
        statement.Reset();
        return !isWrittenByOthers;
    }

    private DateTimeOffset CommittedAt(long seq)
    {
        var statement = Session.Prepare("SELECT at FROM ledger_commit WHERE seq = ?1").Bind(seq);
        var at = statement.Step() ? Instants.FromMicros(statement.Long(0)) : At;
        statement.Reset();
        return at;
    }
}
