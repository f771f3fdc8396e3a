using Events.Domain.Statistics;

namespace Events.Api.Storage;

/// <summary>Keeps the numbers that are counted ahead. What a transaction changes of them is gathered and written at its end.</summary>
internal sealed class TallyRows(Session session)
{
    private readonly List<(TallyRow Row, int Change)> _changes = [];

    /// <summary>How many changes wait; to be handed to <see cref="Forget"/> when what came after is undone.</summary>
    public int Waiting => _changes.Count;

    public void Change(IEnumerable<TallyRow> before, IEnumerable<TallyRow> after)
    {
        if (before is ICollection<TallyRow> { Count: 0 })
        {
            _changes.AddRange(after.Distinct().Select(row => (row, 1)));
            return;
        }
        var (was, now) = (before.ToHashSet(), after.ToHashSet());
        _changes.AddRange(was.Where(row => !now.Contains(row)).Select(row => (row, -1)));
        _changes.AddRange(now.Where(row => !was.Contains(row)).Select(row => (row, 1)));
    }

    public void Forget(int keep) => _changes.RemoveRange(keep, _changes.Count - keep);

    public void Flush()
    {
        foreach (var (row, change) in _changes.GroupBy(change => change.Row, (row, changes) => (row, changes.Sum(one => one.Change))))
        {
            if (change != 0)
                Write(row, change);
        }
        _changes.Clear();
    }

    private void Write(TallyRow row, int change)
    {
        session.Prepare("""
            INSERT INTO event_tally (term, earliest, latest, type, ends, events) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (term, earliest, latest, type, ends) DO UPDATE SET events = events + ?6
            """).Bind(row.Term).Bind(row.Earliest).Bind(row.Latest).Bind((int)row.Type).Bind(row.Ends).Bind(change).Run();
        if (change < 0)
        {
            session.Prepare("DELETE FROM event_tally WHERE term = ?1 AND earliest = ?2 AND latest = ?3 AND type = ?4 AND ends = ?5 AND events = 0")
                .Bind(row.Term).Bind(row.Earliest).Bind(row.Latest).Bind((int)row.Type).Bind(row.Ends).Run();
        }
    }
}
