using Events.Domain.Importing;

namespace Events.Api.Importing;

/// <summary>How far an import has come. One thread counts, others look.</summary>
internal sealed class ImportProgress(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly long _started = clock.GetTimestamp();
    private ImportCounts _counts = new();
    private long _before;
    private long _written;

    /// <summary>Bytes of the file that were read, as they lie on the disk.</summary>
    public Func<long> BytesRead { get; set; } = () => 0;

    public ImportCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts;
        }
    }

    /// <summary>Rows a second since it was begun or resumed.</summary>
    public double Rate => (Counts.Read - Volatile.Read(ref _before)) / Math.Max(clock.GetElapsedTime(_started).TotalSeconds, 0.001);

    /// <summary>How long it will still take, by the bytes that were read since; null when nothing can be told yet.</summary>
    /// <param name="bytes">How long the file is.</param>
    public long? SecondsLeft(long bytes)
    {
        // Of a small file all is in a buffer long before its rows are written.
        var read = Volatile.Read(ref _written);
        return read <= 0 || read >= bytes ? null : (long)Math.Ceiling(clock.GetElapsedTime(_started).TotalSeconds * Math.Max(0, bytes - read) / read);
    }

    /// <summary>What an earlier run of it did already.</summary>
    public void Begin(ImportCounts counts)
    {
        lock (_lock)
            _counts = counts;
        Volatile.Write(ref _before, counts.Read);
    }

    /// <summary>Counts rows that are written.</summary>
    /// <param name="read">How many bytes had been read when the last of them was; 0 when nobody knows.</param>
    public void Add(IEnumerable<RowResult> rows, long read = 0)
    {
        Volatile.Write(ref _written, Math.Max(read, _written));
        lock (_lock)
            _counts = rows.Where(row => row.Number > 0).Aggregate(_counts, (counts, row) => counts.Plus(row.Outcome, row.HasTwins));
    }

    public void AddUndone(int undone, int skipped)
    {
        lock (_lock)
            _counts = _counts with { Undone = _counts.Undone + undone, Skipped = _counts.Skipped + skipped };
    }
}
