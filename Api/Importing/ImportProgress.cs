using Events.Api.Storage;
using Events.Domain.Importing;

namespace Events.Api.Importing;

/// <summary>How far an import has come. One thread counts, others look.</summary>
internal sealed class ImportProgress
{
    private readonly Lock _lock = new();
    private RowCounts _counts = new();

    /// <summary>Bytes of the file that were read, as they lie on the disk.</summary>
    public Func<long> BytesRead { get; set; } = () => 0;

    public void Begin(RowCounts counts)
    {
        lock (_lock)
            _counts = counts;
    }

    public void Add(long row, RowOutcome outcome, RowDetail? detail)
    {
        if (row < 0)
            return;
        lock (_lock)
            _counts.Add(outcome, 1, 0);
    }

    public (long Created, long Updated, long Unchanged, long Refused, long PossibleDuplicates) Counts
    {
        get
        {
            lock (_lock)
                return (_counts[RowOutcome.Created], _counts[RowOutcome.Updated], _counts[RowOutcome.Unchanged], _counts[RowOutcome.Refused], _counts.PossibleDuplicates);
        }
    }
}
