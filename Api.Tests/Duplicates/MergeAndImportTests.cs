using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Countries;
using Events.Api.Importing;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Events.Api.Tests.Duplicates;

/// <summary>What a source says of a record that was merged does not write over the one that took its place.</summary>
public sealed class MergeAndImportTests
{
    [Fact]
    public async Task A_row_that_comes_with_the_external_id_of_a_merged_record_leaves_the_survivor_alone()
    {
        await using var server = await RunningServer.StartAsync();
        var survivor = (await server.PostAsync("/v1/people", Some.Person("As editors know her").With(new() { ["externalIds"] = Names("own") }))).Text("id")!;
        await ImportAsync(server, Row("From the source", "moves"), Row("Another", "stays"));
        var imported = (await server.GetAsync("/v1/search?q=source&kind=person")).Ids().Single();
        await MergeAsync(server, imported, survivor);
        var before = await server.GetAsync($"/v1/people/{survivor}");

        var rows = await ImportAsync(server, retire: true, Row("Changed in the source", "moves"), Row("Another, changed", "stays"));

        Assert.Equal([RowOutcome.Unchanged, RowOutcome.Updated], rows);
        Assert.Equal(before.ToJsonString(), (await server.GetAsync($"/v1/people/{survivor}")).ToJsonString());
        Assert.Equal(["moves", "own"], before["externalIds"]!.AsArray().Select(name => name.Text("value")).Order());
        // By its own name it is updated as ever, with a row that knows both as well.
        Assert.Equal([RowOutcome.Updated], await ImportAsync(server, Row("By its own name", "own", "moves")));
        Assert.Equal("By its own name", (await server.GetAsync($"/v1/people/{survivor}")).Text("name"));
        // What refers to it by that name means the survivor.
        await ImportAsync(server, new JsonObject
        {
            ["records"] = new JsonArray(
                new JsonObject { ["kind"] = "person", ["ref"] = "her", ["externalId"] = Names("moves")[0]!.DeepClone() },
                new JsonObject { ["kind"] = "event", ["data"] = Some.Release("She is released", "2020-01-01", "#her") }),
        });
        Assert.Equal(survivor, (await server.GetAsync($"/v1/events?person={survivor}"))["items"]![0]!["people"]![0]!["person"].Text("id"));
        Assert.Empty(Check.Run(server.Database, Upcasters.Current));
    }

    [Fact]
    public async Task A_record_of_a_source_with_which_another_one_of_it_was_merged_does_not_vanish_while_either_row_is_there()
    {
        await using var server = await RunningServer.StartAsync();
        await ImportAsync(server, retire: true, Row("First", "one"), Row("Second", "two"));
        var (one, two) = ((await server.GetAsync("/v1/search?q=First&kind=person")).Ids().Single(), (await server.GetAsync("/v1/search?q=Second&kind=person")).Ids().Single());
        await MergeAsync(server, two, one);
        await ImportAsync(server, retire: true, Row("Second", "two"));
        Assert.Equal("First", (await server.GetAsync($"/v1/people/{one}")).Text("name"));
        await ImportAsync(server, retire: true, Row("Third", "three"));
        await server.RefusedAsync($"/v1/people/{one}", 410, "gone");
        Assert.Empty(Check.Run(server.Database, Upcasters.Current));
    }

    [Fact]
    public async Task A_commit_that_updates_what_exists_leaves_a_survivor_alone_too()
    {
        await using var server = await RunningServer.StartAsync();
        var ids = new List<string>();
        foreach (var name in (string[])["goes", "stays"])
            ids.Add((await server.PostAsync("/v1/people", Some.Person(name).With(new() { ["externalIds"] = Names(name) }))).Text("id")!);
        await MergeAsync(server, ids[0], ids[1]);
        var written = await server.PostAsync("/v1/commits?onExisting=update", Row("Written over", "goes"));
        Assert.Equal((ids[1], null), (written["records"]![0].Text("id"), written["records"]![0]!["op"]));
        Assert.Equal("stays", (await server.GetAsync($"/v1/people/{ids[1]}")).Text("name"));
        using var refused = await server.AskAsync(HttpMethod.Post, "/v1/commits", Row("As a new one", "goes"));
        await refused.RefusedAsync(422, "duplicate-external-id");
    }

    private static JsonArray Names(params string[] values) => [.. values.Select(value => new JsonObject { ["scheme"] = "test", ["value"] = value })];

    private static JsonObject Row(string name, params string[] names) => new()
    {
        ["records"] = new JsonArray(new JsonObject { ["kind"] = "person", ["data"] = Some.Person(name).With(new() { ["externalIds"] = Names(names) }) }),
    };

    private static async Task MergeAsync(RunningServer server, string goes, string into)
    {
        using var response = await server.AskAsync(HttpMethod.Post, $"/v1/people/{goes}/merge", new { into }, "\"1\"");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<IReadOnlyList<RowOutcome>> ImportAsync(RunningServer server, params JsonObject[] rows) => ImportAsync(server, retire: false, rows);

    private static async Task<IReadOnlyList<RowOutcome>> ImportAsync(RunningServer server, bool retire, params JsonObject[] rows)
    {
        var (services, clock) = (server.Services, TimeProvider.System);
        var (ledger, readers) = (services.GetRequiredService<Ledger>(), services.GetRequiredService<Readers>());
        var path = $"{server.Database}.{Guid.NewGuid():N}.ndjson";
        await File.WriteAllLinesAsync(path, rows.Select(row => row.ToJsonString()));
        var settings = new ImportSettings { File = "rows.ndjson", Source = "test", RetireMissing = retire };
        BatchRow? batch = null;
        await ledger.WriteBesideAsync(writer => batch = ImportTable.Add(writer, new BatchRow
        {
            Id = RecordId.New(clock.GetUtcNow()).Value,
            StateCode = Code.Of(BatchState.Running),
            Settings = settings.Write(),
            File = path,
            Hash = [],
            Actor = "test",
            CreatedAt = clock.GetUtcNow().ToMicros(),
        }), CancellationToken.None);
        var run = new ImportRun(ledger, readers, services.GetRequiredService<CountryBook>(), clock, services.GetRequiredService<ILogger<ImportRun>>());
        var (state, problem) = await run.RunAsync(batch!, settings, new ImportProgress(TimeProvider.System), CancellationToken.None);
        Assert.Equal((BatchState.Done, null), (state, problem));
        var kept = await readers.ReadAsync(snapshot => ImportRows.List(snapshot.Session, batch!.Batch, [], onlyTwins: false, 0, 100), CancellationToken.None);
        Assert.All(kept, row => Assert.NotEqual((RowOutcome.Refused, row.Detail), (row.Outcome, row.Detail)));
        return [.. kept.Where(row => row.Row > 0).Select(row => row.Outcome)];
    }
}
