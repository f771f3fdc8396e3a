using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Changes;

/// <summary>
/// What all listeners of one audience with the same filters hear: changes that were written once into bytes that all of them
/// send. It keeps the last of them; who has fallen further behind reads the ledger.
/// </summary>
internal sealed class FeedChannel(ChangeQuery query, Audience audience)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Piece> _pieces = [];
    private TaskCompletionSource _next = New();
    // Before it has started, nobody is behind and nothing is heard.
    private long _from = -1;
    private long _through = -1;
    private long _bytes;

    public ChangeQuery Query => query;

    public Audience Audience => audience;

    /// <summary>How many listen; counted by the feed.</summary>
    public int Listeners { get; set; }

    public bool HasStarted => Volatile.Read(ref _through) >= 0;

    /// <summary>From now on everything behind this commit is heard here.</summary>
    public void Start(long seq)
    {
        lock (_lock)
            (_from, _through) = (seq, seq);
        Wake();
    }

    /// <summary>Adds what was committed up to a commit; nothing, when nothing of it fits.</summary>
    /// <param name="most">How many bytes it may keep.</param>
    public void Publish(IReadOnlyList<(long Seq, ReadOnlyMemory<byte> Bytes)> commits, long through, long most)
    {
        lock (_lock)
        {
            _through = through;
            foreach (var (seq, bytes) in commits)
            {
                _pieces.AddLast(new Piece(seq, bytes));
                _bytes += bytes.Length;
            }
            while (_bytes > most && _pieces.First is { } first)
            {
                _from = first.Value.Seq;
                _bytes -= first.Value.Bytes.Length;
                _pieces.RemoveFirst();
            }
        }
        if (commits.Count > 0)
            Wake();
    }

    /// <summary>What is kept may show what is restricted by now: who has not sent it reads the ledger.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _pieces.Clear();
            (_from, _bytes) = (_through, 0);
        }
    }

    /// <summary>Lets all who wait look up, although nothing may have come.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>What comes next behind a commit.</summary>
    /// <param name="next">Completes when it makes sense to ask again.</param>
    public Heard Hear(long seq, List<ReadOnlyMemory<byte>> bytes, out Task next)
    {
        next = Volatile.Read(ref _next).Task;
        bytes.Clear();
        lock (_lock)
        {
            if (seq < _from)
                return new Heard(IsBehind: true, seq);
            // Most are up to date but for the last few.
            var node = _pieces.Last;
            while (node is not null && node.Value.Seq > seq)
                node = node.Previous;
            for (node = node is null ? _pieces.First : node.Next; node is not null; node = node.Next)
                bytes.Add(node.Value.Bytes);
            return new Heard(IsBehind: false, Math.Max(seq, _through));
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A change; those of a commit follow each other.</summary>
    private readonly record struct Piece(long Seq, ReadOnlyMemory<byte> Bytes);
}

/// <param name="IsBehind">The rest is no longer, or not yet, heard here: it stands in the ledger.</param>
/// <param name="Through">How far the listener has come with what was given.</param>
internal readonly record struct Heard(bool IsBehind, long Through);
