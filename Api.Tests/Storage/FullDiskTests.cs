using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Storage;

/// <summary>The real program on a disk that is really full.</summary>
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task On_a_full_disk_writers_are_refused_and_readers_served_and_nothing_acknowledged_is_lost()
    {
        using var disk = SmallDisk.Mount(48);
        var database = disk.File("events.db");
        var acknowledged = new ConcurrentBag<long>();
        var refusals = new ConcurrentBag<JsonNode>();
        await using (var server = await RunningProgram.ServeAsync(database))
        {
            await WriteAsync(server, "before", acknowledged, refusals, until: () => acknowledged.Count >= 40);
            Assert.Empty(refusals);
            var filler = disk.Fill();
            await WriteAsync(server, "full", acknowledged, refusals, until: () => refusals.Count >= 20);
            using var read = await server.Http.GetAsync(new Uri("v1/events?limit=1", UriKind.Relative));
            Assert.Equal(acknowledged.Max(), (long)(await Stories.ReadAsync(read))["seq"]!);
            using var ready = await server.Http.GetAsync(new Uri("health/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);

            File.Delete(filler);
            var before = acknowledged.Count;
            await WriteAsync(server, "after", acknowledged, refusals, until: () => acknowledged.Count >= before + 40);
            // Full again, and this time it does not end well.
            disk.Fill();
            var refused = refusals.Count;
            await WriteAsync(server, "again", acknowledged, refusals, until: () => refusals.Count >= refused + 5);
            await server.KillAsync();
        }
        await using (var server = await RunningProgram.ServeAsync(database))
        {
            using var read = await server.Http.GetAsync(new Uri("v1/events?limit=1", UriKind.Relative));
            Assert.Equal(acknowledged.Max(), (long)(await Stories.ReadAsync(read))["seq"]!);
        }
        var check = await RunningProgram.RunAsync("check", "--database", database);

        Assert.Equal((0, "The database is sound."), (check.Code, check.Output.Trim()));
        Assert.All(refusals, refusal => Assert.Equal(("/problems/storage-unavailable", "The disk is full. Nothing was written; try again when there is room."), ((string)refusal["type"]!, (string)refusal["detail"]!)));
        using var session = Session.OpenReader(database);
        var stored = session.Connection.Query<long>("SELECT seq FROM ledger_commit WHERE reason LIKE 'Story %'").Order();
        Assert.Equal(acknowledged.Order(), stored);
    }

    private static async Task WriteAsync(RunningProgram server, string name, ConcurrentBag<long> acknowledged, ConcurrentBag<JsonNode> refusals, Func<bool> until)
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(async writer =>
        {
            for (var i = 1; !until(); i++)
            {
                using var response = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{name}-{writer}-{i}", events: 5));
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
                if (response.StatusCode is HttpStatusCode.Created)
                {
                    acknowledged.Add((long)answer["seq"]!);
                    continue;
                }
                Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (response.StatusCode, response.Headers.RetryAfter is not null));
                refusals.Add(answer);
            }
        }));
    }
}
