using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Changes;

/// <summary>
/// Reads what was committed once for all who listen, shortly after it was, and hands it to the channels whose filters it
/// fits. While nobody listens it reads nothing.
/// </summary>
internal sealed class Feed : IAsyncDisposable
{
    /// <summary>For all channels together.</summary>
    private const long MostBytes = 64 * 1024 * 1024;
    private const long MostBytesOfOne = 8 * 1024 * 1024;
    private const int MostChannels = 500;
    private const int MostVersions = 1000;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(Audience, string), FeedChannel> _channels = [];
    private readonly CancellationTokenSource _stopping;
    private readonly Ledger _ledger;
    private readonly Readers _readers;
    private readonly Herald _herald;
    private readonly ServerSettings _settings;
    private readonly ILogger _log;
    private readonly PeriodicTimer _heart;
    private readonly Task _reading;
    private readonly Task _beating;
    private TaskCompletionSource _wanted = New();
    private long _through;
    private bool _isReading;
    private int _listeners;
    private int _beats;

    public Feed(Ledger ledger, Readers readers, Herald herald, TimeProvider clock, ServerSettings settings, IHostApplicationLifetime lifetime, ILogger<Feed> log)
    {
        (_ledger, _readers, _herald, _settings, _log) = (ledger, readers, herald, settings, log);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        Stopping = _stopping.Token;
        _heart = new PeriodicTimer(settings.Heartbeat, clock);
        _reading = Task.Run(ReadAsync);
        _beating = Task.Run(BeatAsync);
    }

    /// <summary>The server ends, and so must everybody who listens.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Counts the times at which listeners are to be told that they are still heard.</summary>
    public int Beats => Volatile.Read(ref _beats);

    /// <summary>Joins those who ask the same; to be given back with <see cref="Leave"/>.</summary>
    /// <exception cref="Refusal">Too many listen already.</exception>
    public FeedChannel Join(ChangeQuery query, Audience audience)
    {
        lock (_lock)
        {
            var key = (audience, query.Canonical);
            var isKnown = _channels.TryGetValue(key, out var channel);
            if (_listeners >= _settings.MostListeners || (!isKnown && _channels.Count >= MostChannels))
                throw new Refusal(Reason.Overloaded, "Too many listen already. Poll, or try again later.") { RetryAfter = TimeSpan.FromSeconds(30) };
            if (!isKnown)
                Open(key, channel = new FeedChannel(query, audience));
            _listeners++;
            channel!.Listeners++;
            return channel;
        }
    }

    public void Leave(FeedChannel channel)
    {
        lock (_lock)
        {
            _listeners--;
            if (--channel.Listeners > 0)
                return;
            _channels.Remove((channel.Audience, channel.Query.Canonical));
            if (_channels.Count == 0)
                _wanted = New();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _heart.Dispose();
        _stopping.Dispose();
    }

    private void Open((Audience, string) key, FeedChannel channel)
    {
        if (_channels.Count == 0 && !_isReading)
            _through = _ledger.Last.Seq;
        _channels.Add(key, channel);
        // What is being read now is not read for it: it begins behind that.
        if (!_isReading)
            channel.Start(_through);
        _wanted.TrySetResult();
    }

    private async Task ReadAsync()
    {
        while (!Stopping.IsCancellationRequested)
        {
            try
            {
                await Volatile.Read(ref _wanted).Task.WaitAsync(Stopping);
                await _herald.WaitAsync(Volatile.Read(ref _through), Stopping);
                // Whatever comes within a moment goes out together.
                await Task.Delay(_settings.FeedPause, Stopping);
                await ReadOnceAsync();
            }
            catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Too busy, or a disk that fails: nobody loses anything, since the ledger has it.
                _log.FeedFailed(failure);
                await Task.Delay(AfterFailure, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReadOnceAsync()
    {
        List<FeedChannel> channels;
        lock (_lock)
        {
            channels = [.. _channels.Values];
            _isReading = channels.Count > 0;
        }
        if (channels.Count == 0)
            return;
        var through = _through;
        try
        {
            var round = await _readers.ReadAsync(snapshot => FeedRound.Read(snapshot, FeedPosition.Behind(through), MostVersions, channels), Stopping, isLong: true);
            round.Publish(Math.Min(MostBytesOfOne, MostBytes / channels.Count));
            through = round.Through;
        }
        finally
        {
            lock (_lock)
            {
                (_isReading, _through) = (false, through);
                foreach (var channel in _channels.Values.Where(channel => !channel.HasStarted))
                    channel.Start(through);
            }
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            while (await _heart.WaitForNextTickAsync(Stopping))
            {
                Interlocked.Increment(ref _beats);
                List<FeedChannel> channels;
                lock (_lock)
                    channels = [.. _channels.Values];
                channels.ForEach(channel => channel.Wake());
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal static partial class FeedLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The feed could not be read; it is tried again.")]
    public static partial void FeedFailed(this ILogger log, Exception failure);
}
