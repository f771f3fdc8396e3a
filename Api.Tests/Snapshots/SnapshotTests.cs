using System.Globalization;
using System.Text.Json.Nodes;
using Events.Api.Snapshots;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Extensions.Time.Testing;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Snapshots;

/// <summary>The copies that a server takes by itself.</summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder _folder = new();
    private readonly AdjustableClock _clock = new();

    private string Snapshots => _folder.File("snapshots");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_comes_soon_after_the_start_is_verified_and_can_be_restored_as_it_is()
    {
        await using var server = await StartAsync();
        Assert.Equal("{}", (await server.GetAsync("/health/ready"))["snapshots"]!.ToJsonString());

        var file = await TakenAsync(5);

        var head = BackupFile.Verify(file);
        Assert.Equal((5, $"events-20261127T0332{13:00}Z-5-{head.Mark}.db"), (head.Seq, Path.GetFileName(file)));
        Assert.Empty(Check.Run(file, Upcasters.Current));
        await Eventually.IsAsync(() => server.GetAsync("/health/ready").Result["snapshots"]!["last"] is not null);
        Assert.Equal("""{"last":"2026-11-27T03:32:13Z","seq":5}""", (await server.GetAsync("/health/ready"))["snapshots"]!.ToJsonString());
        var restored = await RunningProgram.RunAsync("restore", file, "--database", _folder.File("restored.db"));
        Assert.Equal((0, $"{_folder.File("restored.db")}\tseq 5\t{head.HashText}"), (restored.Code, restored.Output.Trim()));
    }

    [Fact]
    public async Task One_is_taken_each_day_on_which_something_has_changed()
    {
        await using var server = await StartAsync(keep: 10);
        await TakenAsync(5);
        for (var day = 0; day < 5; day++)
            await PassAsync(Day);
        await server.PostAsync("/v1/people", Some.Person("Somebody"));
        await TakenAsync(6, Day);
        Assert.Equal(2, Files().Count);

        // What stands beside the ledger counts, too.
        KeyTable.Revoke(server.Database, "reader", DateTimeOffset.UtcNow);
        await UntilAsync(() => Files().Count == 3, Day);
        Assert.Equal(2, Files().Count(file => file.Contains("-6-", StringComparison.Ordinal)));
        await PassAsync(Day);
        await server.PostAsync("/v1/people", Some.Person("Somebody else"));
        await TakenAsync(7, Day);
        Assert.Equal(4, Files().Count);
    }

    [Fact]
    public async Task The_newest_stay_and_files_that_are_no_snapshots_of_this_history_too()
    {
        Directory.CreateDirectory(Snapshots);
        string[] others =
        [
            "events-20260101T000000Z-1-0000000000000000.db", "events-20260101T000000Z-99-0123456789abcdef.db", "archive-20260101T000000Z-1-0123456789abcdef.db",
            "events.db", "events-latest.db", "events-20260101T000000Z-1.db", "notes.txt", "events-20261301T000000Z-1-0123456789abcdef.db",
        ];
        foreach (var other in others)
            await File.WriteAllTextAsync(Path.Combine(Snapshots, other), "not ours");
        await using var server = await StartAsync(keep: 2);
        await TakenAsync(5);
        // A copy of it under a name of its own, and what the name of one would be with more behind it.
        File.Copy(Files().Single(file => file.Contains("-5-", StringComparison.Ordinal)), Path.Combine(Snapshots, "kept for ever.db"));
        for (var seq = 6; seq <= 9; seq++)
        {
            await server.PostAsync("/v1/people", Some.Person($"Somebody {seq}"));
            await TakenAsync(seq, Day);
        }
        List<string> Taken() => [.. Files().Select(file => Path.GetFileName(file)!).Except([.. others, "kept for ever.db"]).Select(name => name.Split('-')[2]).Order(StringComparer.Ordinal)];
        await UntilAsync(() => Taken().Count == 2, TimeSpan.Zero);
        Assert.Equal(["8", "9"], Taken());
        Assert.Equal(5, BackupFile.Verify(Path.Combine(Snapshots, "kept for ever.db")).Seq);
        Assert.All(others, other => Assert.Equal("not ours", File.ReadAllText(Path.Combine(Snapshots, other))));
    }

    [Fact]
    public async Task A_start_goes_on_where_the_last_one_stopped()
    {
        await using (var server = await StartAsync())
        {
            await TakenAsync(5);
            await server.PostAsync("/v1/people", Some.Person("Somebody"));
            File.Copy(server.Database, _folder.File("events.db"));
            File.Copy(server.Database + "-wal", _folder.File("events.db-wal"));
        }
        _clock.Advance(TimeSpan.FromHours(20));
        await using var next = await StartOnAsync(_folder.File("events.db"));
        await PassAsync(TimeSpan.FromHours(3));
        Assert.Single(Files());
        await TakenAsync(6, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task What_was_taken_in_the_future_does_not_keep_the_next_from_being_taken()
    {
        await using (var server = await StartAsync())
        {
            await TakenAsync(5);
            await server.PostAsync("/v1/people", Some.Person("Somebody"));
            File.Copy(server.Database, _folder.File("events.db"));
            File.Copy(server.Database + "-wal", _folder.File("events.db-wal"));
        }
        _clock.Set(TimeSpan.FromDays(-400));
        await using var next = await StartOnAsync(_folder.File("events.db"));
        await TakenAsync(6);
        // Sorted by commits, not by a clock that was wrong.
        await UntilAsync(() => Health(next)["seq"] is not null, TimeSpan.Zero);
        Assert.Equal(6, Health(next).Number("seq"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_or_forth_delays_none()
    {
        await using var server = await StartAsync(keep: 10);
        await TakenAsync(5);
        await server.PostAsync("/v1/people", Some.Person("Somebody"));
        _clock.Set(TimeSpan.FromDays(-30));
        await PassAsync(TimeSpan.FromHours(22));
        Assert.Single(Files());
        await TakenAsync(6, TimeSpan.FromHours(2));
        await server.PostAsync("/v1/people", Some.Person("Somebody else"));
        // The machine has slept: only the clock on the wall has gone on.
        _clock.Set(TimeSpan.FromDays(30));
        await TakenAsync(7);
    }

    [Fact]
    public async Task A_failure_shows_in_the_health_of_a_server_that_goes_on_and_is_tried_again()
    {
        await File.WriteAllTextAsync(Snapshots, "A file where the folder should be.");
        await using var server = await StartAsync();
        await UntilAsync(() => Health(server)["failure"] is not null, TimeSpan.FromSeconds(6));

        var health = Health(server);
        Assert.Equal("The last snapshot failed: the log has the reason.", health.Text("failure"));
        Assert.DoesNotContain(_folder.Path, health.ToJsonString(), StringComparison.Ordinal);
        await server.PostAsync("/v1/people", Some.Person("Somebody"));

        File.Delete(Snapshots);
        await TakenAsync(6, TimeSpan.FromMinutes(11));
        await UntilAsync(() => Health(server)["failure"] is null, TimeSpan.Zero);
    }

    [SmallDiskFact]
    public async Task On_a_full_disk_the_last_snapshots_stay_and_the_next_comes_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(32);
        Directory.CreateSymbolicLink(Snapshots, disk.Path);
        await using var server = await StartAsync(keep: 5);
        var first = await TakenAsync(5);
        var filler = disk.Fill();
        await server.PostAsync("/v1/people", Some.Person("Somebody"));
        await UntilAsync(() => Health(server)["failure"] is not null, Day);
        Assert.Equal("The last snapshot failed: its disk is full.", Health(server).Text("failure"));
        Assert.Equal((5, 5), (Health(server).Number("seq"), BackupFile.Verify(first).Seq));
        Assert.Equal([Path.GetFileName(first), "filler"], Directory.EnumerateFiles(disk.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        File.Delete(filler);
        await TakenAsync(6, TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task A_snapshot_that_was_ruined_is_taken_again()
    {
        await using var server = await StartAsync();
        var file = await TakenAsync(5);
        await File.WriteAllTextAsync(file, "ruined");
        await UntilAsync(() => Files().Count == 2, Day);
        Assert.Equal(5, BackupFile.Verify(Files().Single(other => other != file)).Seq);
    }

    [Fact]
    public async Task Whoever_stops_a_copy_finds_nothing_of_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var folder = new SnapshotFolder(server.Database, new SnapshotSettings(Snapshots, Day, 1), TimeProvider.System);
        Assert.Throws<OperationCanceledException>(() => folder.Take(stopped.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Snapshots));
        // Stopped while it is verified, which is the longer half.
        Assert.Throws<OperationCanceledException>(() => BackupFile.Verify(server.Database, stopped.Token));
    }

    private List<string> Files() => Directory.Exists(Snapshots) ? [.. Directory.EnumerateFiles(Snapshots).Where(file => !file.Contains(".unfinished", StringComparison.Ordinal))] : [];

    private static JsonNode Health(RunningServer server) => server.GetAsync("/health/ready").Result["snapshots"]!;

    private Task<RunningServer> StartAsync(int keep = 7) => RunningServer.StartAsync(ExampleSet.All, _clock, settings => With(settings, keep));

    private Task<RunningServer> StartOnAsync(string database) => RunningServer.StartOnAsync(database, _clock, settings => With(settings, 7));

    private ServerSettings With(ServerSettings settings, int keep) => settings with { Snapshots = new SnapshotSettings(Snapshots, Day, keep) };

    /// <summary>Lets time pass until there is a snapshot with this last commit.</summary>
    private async Task<string> TakenAsync(long seq, TimeSpan? after = null)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"-{seq}-");
        bool IsIt(string file) => Path.GetFileName(file).StartsWith("events-202", StringComparison.Ordinal) && file.Contains(mark, StringComparison.Ordinal) && new FileInfo(file).Length > 100;
        await UntilAsync(() => Files().Exists(IsIt), after ?? TimeSpan.FromSeconds(5));
        return Files().First(IsIt);
    }

    /// <summary>Lets time pass, and then a little more, as often as it takes for the server to look at its clock.</summary>
    private async Task UntilAsync(Func<bool> condition, TimeSpan after)
    {
        await PassAsync(after);
        var steps = 0;
        await Eventually.IsAsync(() =>
        {
            if (condition())
                return true;
            // It may not have been waiting yet.
            if (++steps % 50 == 0)
                _clock.Advance(after < TimeSpan.FromMinutes(1) ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1));
            return false;
        });
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step(time))
        {
            _clock.Advance(Step(time));
            await Task.Delay(5);
        }
    }

    private static TimeSpan Step(TimeSpan time) => time > TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(30) : time;

    /// <summary>A clock on the wall that can be set, beside one that only ever goes on.</summary>
    private sealed class AdjustableClock : TimeProvider
    {
        private readonly FakeTimeProvider _steady = new(new DateTimeOffset(2026, 11, 27, 3, 32, 8, TimeSpan.Zero));
        private TimeSpan _set;

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() + _set;

        public override long GetTimestamp() => _steady.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _steady.CreateTimer(callback, state, dueTime, period);

        public void Set(TimeSpan by) => _set += by;

        public void Advance(TimeSpan by) => _steady.Advance(by);
    }
}
