using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Data.Sqlite;

namespace Events.Api.Tests.Storage;

/// <summary>The real program is killed while it writes; only legal states may be found afterwards.</summary>
public sealed class KillTests : IDisposable
{
    private const int Writers = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentBag<Acknowledged> _acknowledged = [];

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("EVENTS_TEST_KILL_ROUNDS") ?? "15", CultureInfo.InvariantCulture);

    private string Database => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_keeps_all_that_it_acknowledged_and_nothing_by_half()
    {
        var key = default(string);
        for (var round = 1; round <= Rounds; round++)
        {
            await using var server = await RunningProgram.ServeAsync(Database, key);
            key ??= server.FirstKey;
            await VerifyAsync(server);
            var before = _acknowledged.Count;
            var writers = Enumerable.Range(1, Writers).Select(writer => WriteAsync(server, $"{round}-{writer}")).ToList();
            while (_acknowledged.Count == before)
                await Task.Delay(1);
            await Task.Delay(Random.Shared.Next(0, 250));
            await server.KillAsync();
            await Task.WhenAll(writers);
            if (round % 5 == 0)
                Assert.Empty(Check.Run(Database, Upcasters.Current));
        }
        await using var last = await RunningProgram.ServeAsync(Database, key);
        await VerifyAsync(last);
        Assert.True(_acknowledged.Count >= Rounds);
        Assert.Equal("The database is sound.", (await RunningProgram.RunAsync("check", "--database", Database)).Output.Trim());
    }

    [Fact]
    public async Task An_import_that_is_killed_and_run_again_adds_nothing_twice()
    {
        const int Lines = 600;
        var file = _folder.File("stories.ndjson");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, Lines).Select(i => Stories.Commit($"{i}", events: 1)));

        await using (var import = RunningProgram.Start("import", file, "--database", Database))
        {
            while (Seq() < 50)
                await Task.Delay(1);
            await import.KillAsync();
        }
        var after = Seq();
        var again = await RunningProgram.RunAsync("import", file, "--database", Database);

        Assert.InRange(after, 50, Lines);
        Assert.Equal(0, again.Code);
        Assert.StartsWith($"{file}: {Lines} rows: {Lines} created, 0 updated, 0 unchanged, 0 refused", again.Output, StringComparison.Ordinal);
        Assert.Equal(1, Ask("SELECT count(*) FROM import_batch"));
        Assert.Equal(2 * Lines, Ask("SELECT count(*) FROM record WHERE kind IN ('event', 'report')"));
        Assert.Empty(Check.Run(Database, Upcasters.Current));
    }

    /// <summary>Writes single records and commits of several, and notes what was acknowledged, until the server is gone.</summary>
    private async Task WriteAsync(RunningProgram server, string name)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                var single = i % 2 == 0;
                using var response = single
                    ? await Stories.PostAsync(server.Http, "v1/events", Stories.Event($"Event {name}-{i}", $"event-{name}-{i}").ToJsonString())
                    : await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{name}-{i}"));
                var answer = await Stories.ReadAsync(response);
                _acknowledged.Add(single
                    ? new Acknowledged(null, [(string)answer["id"]!])
                    : new Acknowledged((long)answer["seq"]!, [.. answer["records"]!.AsArray().Select(record => (string)record!["id"]!)]));
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // It was killed: what it had not answered may be there or not, but not by half.
        }
    }

    /// <summary>Looks into the file beside the server that has just recovered it.</summary>
    private async Task VerifyAsync(RunningProgram server)
    {
        using var session = Session.OpenReader(Database);
        var records = session.Connection.Query<(long Seq, string Id)>("SELECT seq, id FROM record").ToLookup(record => record.Seq, record => record.Id);
        var seqOf = records.SelectMany(commit => commit.Select(id => (id, commit.Key))).ToLookup(record => record.id, record => record.Key);
        foreach (var acknowledged in _acknowledged)
        {
            var seqs = acknowledged.Ids.Select(id => Assert.Single(seqOf[id])).Distinct().ToList();
            Assert.Equal(acknowledged.Seq ?? seqs[0], Assert.Single(seqs));
        }
        var commits = session.Connection.Query<(long Seq, string? Reason)>("SELECT seq, reason FROM ledger_commit ORDER BY seq").ToList();
        Assert.Equal(Enumerable.Range(1, commits.Count).Select(seq => (long)seq), commits.Select(commit => commit.Seq));
        // The first commit is that of the countries.
        Assert.All(commits.Skip(1), commit => Assert.Equal(commit.Reason is null ? 1 : 3, records[commit.Seq].Count()));
        Assert.Equal(commits.Count, await Stories.SeqAsync(server.Http));
    }

    private long Seq()
    {
        try
        {
            return Ask("SELECT coalesce(max(seq), 0) FROM ledger_commit");
        }
        catch (SqliteException)
        {
            // There is no file yet, or no table in it.
            return 0;
        }
    }

    private long Ask(string sql)
    {
        using var session = Session.OpenReader(Database);
        return session.Connection.ExecuteScalar<long>(sql);
    }

    /// <param name="Seq">The commit, as far as the answer named it.</param>
    private sealed record Acknowledged(long? Seq, IReadOnlyList<string> Ids);
}
