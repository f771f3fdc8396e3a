using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>A record with a new version.</summary>
/// <param name="Before">As it was; null when there was none.</param>
/// <param name="After">As it is; null when deleted or merged.</param>
internal record ChangedRecord(RecordKind Kind, RecordId Id, long FirstRow, Record? Before, Record? After)
{
    /// <summary>The row of its first version.</summary>
    public long Key { get; set; } = FirstRow;

    /// <summary>The record that it was merged into; null when it was not.</summary>
    public RecordId? Into { get; init; }
}

/// <summary>Derives what a commit changed, and everybody who has read it. The writer and the rebuild both go through here.</summary>
internal sealed class Deriver(Session session, World world, DerivedRows rows)
{
    /// <summary>In whose name an embargo ends.</summary>
    public const string EmbargoActor = "embargo";

    /// <summary>Makes a changed record findable before its neighbours are checked and derived, which look for it.</summary>
    public void WriteStanding(ChangedRecord changed, long seq)
    {
        if (changed.Into is { } into)
            rows.CloseInto(changed.Key, changed.Kind, into, seq);
        else if (changed.After is null)
            rows.Close(changed.Key, seq);
        else if (Derivation.StandingOf(changed.Kind, changed.Id, world) is var (key, version, standing))
            rows.WriteStanding(key, version, seq, standing);
    }

    public void Derive(IReadOnlyCollection<ChangedRecord> changed, long seq)
    {
        var affected = new Dependents(world);
        foreach (var record in changed)
            affected.Add(record.Kind, record.Id, record.Before, record.After);
        foreach (var record in changed)
            Derive(record.Kind, record.Id, seq, changed: true);
        var own = changed.Select(record => (record.Kind, record.Id)).ToHashSet();
        foreach (var (kind, id) in affected.Found.Where(record => !own.Contains(record)))
            Derive(kind, id, seq, changed: false);
    }

    /// <summary>The events whose embargo has ended but that are not open yet.</summary>
    public IReadOnlyList<RecordId> DueEmbargoes(DateTimeOffset now)
    {
        var due = new List<RecordId>();
        var statement = session.Prepare("SELECT r.id FROM indexed i JOIN record r ON r.row = i.key WHERE i.opens_at <= ?1 ORDER BY i.opens_at, i.key").Bind(now.ToMicros());
        while (statement.Step())
            due.Add(new RecordId(statement.Text(0)));
        statement.Reset();
        return due;
    }

    public void OpenEmbargoes(IReadOnlyList<RecordId> due, long seq)
    {
        var affected = new Dependents(world);
        foreach (var (i, id) in due.Index())
        {
            var e = world.Find<Event>(id);
            affected.Add(RecordKind.Event, id, e?.Record, e?.Record);
            rows.WriteOpened(seq, i + 1, e!.Key);
            Derive(RecordKind.Event, id, seq, changed: false);
        }
        foreach (var (kind, id) in affected.Found.Where(record => !due.Contains(record.Id)))
            Derive(kind, id, seq, changed: false);
    }

    private void Derive(RecordKind kind, RecordId id, long seq, bool changed)
    {
        if (Derivation.Of(kind, id, world) is { } derived)
            rows.Write(derived.Key, derived.Version, seq, derived.Derivation, changed);
    }
}
