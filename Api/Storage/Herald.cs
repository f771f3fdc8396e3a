namespace Events.Api.Storage;

/// <summary>Tells those who wait that something was committed. Who waits costs no thread.</summary>
internal sealed class Herald
{
    private readonly Ledger _ledger;
    private volatile TaskCompletionSource _next = New();

    public Herald(Ledger ledger)
    {
        _ledger = ledger;
        ledger.Committed += _ => Interlocked.Exchange(ref _next, New()).TrySetResult();
    }

    /// <summary>Returns as soon as there is a commit behind this one.</summary>
    public async Task WaitAsync(long seq, CancellationToken cancel)
    {
        while (true)
        {
            // Taken before the look, so that no commit falls in between.
            var next = _next.Task;
            if (_ledger.Last.Seq > seq)
                return;
            await next.WaitAsync(cancel);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
