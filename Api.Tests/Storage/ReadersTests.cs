using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Storage;

/// <summary>A read that takes too long is ended, and its connection serves the next.</summary>
public sealed class ReadersTests : IDisposable
{
    /// <summary>Counts to a number that no machine reaches.</summary>
    private const string Endless = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c WHERE n < 0";

    private readonly TemporaryFolder _folder = new();

    public ReadersTests() => Database.Prepare(Path);

    private string Path => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_slow_query_is_ended_when_its_caller_goes_away()
    {
        using var readers = new Readers(Path, Upcasters.Current, TimeProvider.System) { LongestRead = TimeSpan.FromHours(1) };
        using var caller = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();

        var slow = Task.Run(() => readers.ReadAsync(snapshot =>
        {
            begun.Set();
            return snapshot.Session.Connection.ExecuteScalar<long>(Endless);
        }, caller.Token));
        begun.Wait();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.WaitAsync(TimeSpan.FromSeconds(60)));
        await ServesAsync(readers);
    }

    [Fact]
    public async Task A_slow_query_is_ended_by_the_limit_and_its_caller_is_told_so()
    {
        using var readers = new Readers(Path, Upcasters.Current, TimeProvider.System) { LongestRead = TimeSpan.FromMilliseconds(50) };

        var slow = Task.Run(() => readers.ReadAsync(snapshot => snapshot.Session.Connection.ExecuteScalar<long>(Endless), CancellationToken.None));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => slow.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(Reason.QueryTooSlow, refusal.Reason);
        await ServesAsync(readers);
    }

    [Fact]
    public async Task A_slow_prepared_statement_is_ended_too()
    {
        using var readers = new Readers(Path, Upcasters.Current, TimeProvider.System) { LongestRead = TimeSpan.FromMilliseconds(50) };

        var slow = Task.Run(() => readers.ReadAsync(snapshot => snapshot.Session.Prepare(Endless).Step(), CancellationToken.None));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => slow.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(Reason.QueryTooSlow, refusal.Reason);
        await ServesAsync(readers);
    }

    [Fact]
    public async Task More_readers_than_connections_are_all_served()
    {
        using var readers = new Readers(Path, Upcasters.Current, TimeProvider.System);
        var reads = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => readers.ReadAsync(_ => i, CancellationToken.None))));
        Assert.Equal(Enumerable.Range(0, 100), reads);
    }

    /// <summary>Every connection of the pool still reads.</summary>
    private static async Task ServesAsync(Readers readers)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal(i, await readers.ReadAsync(snapshot => snapshot.Session.Connection.ExecuteScalar<int>("SELECT @i", new { i }), CancellationToken.None));
    }
}
