using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Storage;

/// <summary>The real program is killed while it copies; what has a name is whole.</summary>
public sealed class BackupKillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("EVENTS_TEST_KILL_ROUNDS") ?? "12", CultureInfo.InvariantCulture);

    private string Database => _folder.File("data/events.db");

    public BackupKillTests() => Directory.CreateDirectory(_folder.File("data"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_that_is_killed_is_whole_or_not_there()
    {
        var head = await Ledgers.WriteAsync(Database, 2000);
        var file = _folder.File("copies/copy.db");
        Directory.CreateDirectory(_folder.File("copies"));
        var length = await TimeAsync(() => RunningProgram.RunAsync("backup", _folder.File("first.db"), "--database", Database));
        for (var round = 1; round <= Rounds; round++)
        {
            await KillAsync(length, "backup", file, "--database", Database);
            if (!File.Exists(file))
                continue;
            Assert.Equal(head.HashText, BackupFile.Verify(file).HashText);
            File.Delete(file);
        }
        var last = await RunningProgram.RunAsync("backup", file, "--database", Database);
        Assert.Equal(0, last.Code);
        Assert.Equal([file], Directory.EnumerateFiles(_folder.File("copies")));
    }

    [Fact]
    public async Task A_restore_that_is_killed_leaves_the_old_database_whole_or_the_new_one()
    {
        var copy = _folder.File("copy.db");
        var restored = await Ledgers.WriteAsync(copy, 2000);
        await Ledgers.WriteAsync(Database, 1, "Old");
        var length = await TimeAsync(() => RunningProgram.RunAsync("restore", copy, "--database", Database, "--force"));
        var (news, olds) = (0, 0);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var file in Directory.EnumerateFiles(_folder.File("data")))
                File.Delete(file);
            // The newest commits stand in the log alone.
            await Ledgers.WriteAsync(Database, 20, "Old");
            var old = await Ledgers.WriteAsync(Database, 3, "In the log", keepLog: true);

            await KillAsync(length, "restore", copy, "--database", Database, "--force");
            Api.Storage.Database.Claim(Database, "test").Dispose();

            var head = BackupFile.Verify(Database);
            var beside = Ledgers.Beside(Database).Where(name => name[0] == '.').ToList();
            if (head.Is(old))
            {
                olds++;
                Assert.Empty(beside);
                continue;
            }
            news++;
            Assert.Equal(restored.HashText, head.HashText);
            Assert.StartsWith(".replaced-", Assert.Single(beside), StringComparison.Ordinal);
            Assert.Equal(old.HashText, BackupFile.Verify(Database + beside[0]).HashText);
        }
        Assert.Equal(Rounds, news + olds);
        Assert.Empty(Check.Run(Database, Upcasters.Current));
    }

    [Fact]
    public async Task Snapshots_of_a_server_that_is_killed_while_others_write_are_whole_each_of_one_state()
    {
        var snapshots = _folder.File("snapshots");
        var key = default(string);
        for (var round = 1; round <= Math.Max(2, Rounds / 4); round++)
        {
            await using var server = await RunningProgram.ServeWithAsync(Database, key, "--snapshots", snapshots, "--snapshot-every", "1s", "--snapshot-keep", "3");
            key ??= server.FirstKey;
            var begun = round;
            var acknowledged = new ConcurrentBag<long>();
            var writers = Enumerable.Range(1, 4).Select(writer => WriteAsync(server, $"{begun}-{writer}", acknowledged)).ToList();
            await Eventually.IsAsync(() => !acknowledged.IsEmpty && Directory.Exists(snapshots) && Directory.EnumerateFiles(snapshots).Any());
            await Task.Delay(Random.Shared.Next(0, 1500));
            await server.KillAsync();
            await Task.WhenAll(writers);
        }
        var last = await RunningProgram.ServeWithAsync(Database, key, "--snapshots", snapshots, "--snapshot-every", "1s", "--snapshot-keep", "3");
        var seq = await Stories.SeqAsync(last.Http);
        await Eventually.IsAsync(() => Directory.EnumerateFiles(snapshots, "*.db").Any(file => file.Contains($"-{seq}-", StringComparison.Ordinal)));
        Assert.Equal(0, (await last.StopAsync()).Code);

        var files = Directory.EnumerateFiles(snapshots).ToList();
        Assert.InRange(files.Count, 1, 3);
        Assert.All(files, file =>
        {
            var head = BackupFile.Verify(file);
            Assert.Contains($"-{head.Seq}-{head.Mark}.db", file, StringComparison.Ordinal);
            Assert.Empty(Check.Run(file, Upcasters.Current));
        });
    }

    private static async Task WriteAsync(RunningProgram server, string name, ConcurrentBag<long> acknowledged)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                using var response = await Stories.PostAsync(server.Http, "v1/commits", Stories.Commit($"{name}-{i}"));
                acknowledged.Add((long)(await Stories.ReadAsync(response))["seq"]!);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // It was killed.
        }
    }

    /// <summary>Runs a verb and kills it at some moment of its work, or a little later.</summary>
    private static async Task KillAsync(TimeSpan length, params string[] words)
    {
        await using var program = RunningProgram.Start(words);
        await Task.Delay(length * (0.3 + (0.8 * Random.Shared.NextDouble())));
        await program.KillAsync();
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task<Ended>> run)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await run()).Code);
        return clock.Elapsed;
    }
}
