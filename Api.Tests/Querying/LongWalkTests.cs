using System.Globalization;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Events.Api.Tests.Querying;

/// <summary>A list of 100,000 events is walked from its first to its last page while others write.</summary>
public sealed class LongWalkTests
{
    private const int Many = 100_000;
    private static readonly DateOnly First = new(2000, 1, 1);

    [Fact]
    public async Task A_walk_over_a_hundred_thousand_events_has_no_gap_and_no_repeat_while_a_writer_inserts_and_deletes()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var (ids, report) = await FillAsync(server.Services.GetRequiredService<Ledger>());
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(server, ids, report, stop.Token);

        var page = await server.GetAsync("/v1/events?limit=1000&count=exact");
        var (seq, total, walked) = (page.Number("seq"), page.Number("total"), page.Ids().ToList());
        while (page.Text("next") is { } next)
        {
            page = await server.GetAsync(next);
            Assert.Equal(seq, page.Number("seq"));
            walked.AddRange(page.Ids());
        }
        await stop.CancelAsync();
        var writes = await writing;

        // The page shows what was written up to its commit, and nothing of what came later.
        var expected = ids.ToHashSet();
        foreach (var (_, id, isNew) in writes.Where(write => write.Seq <= seq))
            _ = isNew ? expected.Add(id) : expected.Remove(id);
        Assert.True(writes.Count(write => write.Seq > seq) >= 20, $"Only {writes.Count} writes.");
        Assert.Equal(total, walked.Count);
        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Equal(expected.Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
    }

    private static async Task<(List<string> Ids, RecordId Report)> FillAsync(Ledger ledger)
    {
        var report = RecordId.New(DateTimeOffset.UtcNow);
        await CommitAsync(ledger, [Change.Put(report, new Report { Title = "A source" })]);
        var events = Enumerable.Range(0, Many).Select(i => Change.Put(RecordId.New(DateTimeOffset.UtcNow), new Event
        {
            Type = EventType.Other,
            Title = string.Create(CultureInfo.InvariantCulture, $"Event {i}"),
            Start = EdtfDate.Of(First.AddDays(i * 7 % 9000)),
            Evidence = [new Evidence { Report = report }],
        })).ToList();
        foreach (var commit in events.Chunk(2000))
            await CommitAsync(ledger, commit);
        return (events.ConvertAll(one => one.Id.Value), report);
    }

    private static Task<Committed> CommitAsync(Ledger ledger, IReadOnlyList<Change> changes) =>
        ledger.CommitAsync(new CommitRequest("test", _ => changes), CancellationToken.None);

    /// <summary>Inserts and deletes at every place of the list until it is stopped.</summary>
    private static async Task<List<(long Seq, string Id, bool IsNew)>> WriteAsync(RunningServer server, List<string> ids, RecordId report, CancellationToken stop)
    {
        var writes = new List<(long, string, bool)>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var written = await server.PostAsync("/v1/events", Stories.Event($"New {i}", report: report.Value).With(new JsonObject
            {
                ["start"] = First.AddDays(i * 977 % 9000).ToString("O", CultureInfo.InvariantCulture),
            }));
            writes.Add((written.Number("seq"), written.Text("id")!, true));
            var gone = ids[(int)(i * 7919L % Many)];
            await server.DeleteAsync($"/v1/events/{gone}");
            // Nobody else writes.
            writes.Add((written.Number("seq") + 1, gone, false));
        }
        return writes;
    }
}
