using System.Diagnostics;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Benchmarks;

/// <summary>How long it takes to look for older records that may be the same as one of 100,000 events.</summary>
internal static class TwinFigures
{
    private const int Looks = 5_000;

    public static async Task MeasureAsync(BenchmarkFolder folder, Table table)
    {
        using var session = Session.OpenReader(await folder.WithEventsAsync());
        var world = new World(session, Upcasters.Current) { Now = DateTimeOffset.UnixEpoch };
        var ids = world.Ids(EventTerms.All);
        var step = Math.Max(1, ids.Count / Looks);
        List<(RecordId Id, Event Record)> events = [.. Enumerable.Range(0, Math.Min(Looks, ids.Count)).Select(i => ids[i * step]).Select(id => (id, world.Find<Event>(id)!.Record))];
        var times = new List<double>(events.Count);
        var found = 0;
        // The first round warms up.
        for (var round = 0; round < 2; round++)
        {
            found = 0;
            times.Clear();
            foreach (var (id, record) in events)
            {
                var begun = Stopwatch.GetTimestamp();
                found += Twins.Of(session, world, RecordKind.Event, id, record).Count;
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        }
        table.Note("possible duplicates of one event, median", Table.Median(times), "us");
        table.Note("the same, one of a hundred takes longer than", times.Order().ElementAt(times.Count * 99 / 100), "us");
        table.Note($"told of {events.Count:N0} events", found, "");
    }
}
