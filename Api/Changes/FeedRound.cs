using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Changes;

/// <summary>What one read of the feed has found, for each channel.</summary>
internal sealed class FeedRound
{
    private readonly Dictionary<FeedChannel, List<(long Seq, ReadOnlyMemory<byte> Bytes)>> _found = [];
    private bool _restricts;

    private FeedRound(long through) => Through = through;

    public long Through { get; }

    public static FeedRound Read(Snapshot snapshot, FeedPosition after, int most, IReadOnlyList<FeedChannel> channels)
    {
        var (rows, through) = new ChangeReader(snapshot).Rows(after, most);
        var round = new FeedRound(through);
        foreach (var channel in channels)
            round._found.Add(channel, []);
        foreach (var audience in channels.GroupBy(channel => channel.Audience))
        {
            var lens = new ChangeLens(snapshot, audience.Key);
            foreach (var row in rows)
                round.Read(row, lens, audience.Key, [.. audience.Where(channel => channel.Query.Kinds.Contains(row.KindOf))]);
        }
        return round;
    }

    /// <param name="most">How many bytes a channel may keep.</param>
    public void Publish(long most)
    {
        foreach (var (channel, found) in _found)
        {
            if (_restricts && channel.Audience is Audience.Everyone)
                channel.Forget();
            channel.Publish(found, Through, most);
        }
    }

    private void Read(ChangeRow row, ChangeLens lens, Audience audience, IReadOnlyList<FeedChannel> channels)
    {
        // Whether a new version hides what was open before concerns all, also those who do not ask for it.
        var mayRestrict = audience is Audience.Everyone && row is { States: true, Version: > 1, KindOf: RecordKind.Person or RecordKind.Event };
        if (channels.Count == 0 && !mayRestrict)
            return;
        var change = lens.See(row);
        _restricts |= mayRestrict && (change is null || change.IsWithheld);
        if (change is null)
            return;
        byte[]? bytes = null;
        foreach (var channel in channels)
        {
            if (lens.Fits(change, channel.Query))
                _found[channel].Add((row.Seq, bytes ??= ServerEvents.Change(change)));
        }
    }
}
