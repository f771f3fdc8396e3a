using Dapper;
using Events.Api.Countries;
using Events.Api.Examples;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Events.Api.Tests.Examples;

/// <summary>What a start writes into a ledger, also when the start before it was cut short.</summary>
public sealed class FillTests : IDisposable
{
    private static readonly string[] Lines = (Repository.Read("Api/Examples/01-brief.ndjson") + Repository.Read("Api/Examples/02-later-evidence.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private readonly TemporaryFolder _folder = new();

    public static readonly TheoryData<int> Done = [.. Enumerable.Range(0, Lines.Length + 1)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Done))]
    public async Task A_start_that_was_cut_short_is_completed_by_the_next(int lines)
    {
        await FillAsync("straight", ExampleSet.All);
        await FillAsync("cut", ExampleSet.None, then: app => ImportAsync(app, ExampleData.Actor, Lines[..lines]));

        await FillAsync("cut", ExampleSet.All);

        Assert.Equal(Lines.Length + 1, Commits("straight").Count);
        Assert.Equal(Commits("straight"), Commits("cut"));
    }

    [Fact]
    public async Task A_ledger_that_somebody_else_has_written_to_is_given_no_examples()
    {
        await FillAsync("mine", ExampleSet.None, then: app => ImportAsync(app, "import", [Stories.Commit("mine")]));

        await FillAsync("mine", ExampleSet.All);

        Assert.Equal(2, Commits("mine").Count);
    }

    [Theory]
    [InlineData(nameof(ExampleSet.None))]
    [InlineData(nameof(ExampleSet.Brief))]
    [InlineData(nameof(ExampleSet.All))]
    public async Task A_start_that_finds_everything_done_writes_nothing(string examples)
    {
        var set = Enum.Parse<ExampleSet>(examples);
        await FillAsync("done", set);
        var before = Commits("done");

        await FillAsync("done", set);
        await FillAsync("done", ExampleSet.None);

        Assert.Equal(before, Commits("done"));
    }

    private async Task FillAsync(string name, ExampleSet set, Func<WebApplication, Task>? then = null)
    {
        Database.Prepare(_folder.File(name));
        await using var app = Server.Build(new ServerSettings { Database = _folder.File(name), Examples = set }, []);
        await Server.FillAsync(app.Services, CancellationToken.None);
        if (then is not null)
            await then(app);
    }

    private static async Task ImportAsync(WebApplication app, string actor, string[] lines)
    {
        var (ledger, countries) = (app.Services.GetRequiredService<Ledger>(), app.Services.GetRequiredService<CountryBook>());
        foreach (var line in lines)
            await ExampleData.CommitAsync(ledger, countries, TimeProvider.System, line, CancellationToken.None, actor);
    }

    private List<(long Seq, string Actor, string Key, long Versions)> Commits(string name)
    {
        using var session = Session.OpenReader(_folder.File(name));
        return session.Connection.Query<(long, string, string, long)>("""
            SELECT c.seq, c.actor, c.idempotency_key, (SELECT count(*) FROM record r WHERE r.seq = c.seq) FROM ledger_commit c ORDER BY c.seq
            """).AsList();
    }
}
