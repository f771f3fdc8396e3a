using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using static Events.Api.Tests.Importing.ImportTests;

namespace Events.Api.Tests.Importing;

/// <summary>Imports are taken back, but for what others have done since.</summary>
public sealed class UndoTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_an_import_made_is_deleted_and_what_it_changed_is_put_back()
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")]);
        var import = await _server.Editor.ImportAsync([Person("a", "Changed"), Person("c", "C"), .. Enumerable.Range(1, 500).Select(i => Stories.Commit($"{i}"))]);
        var undone = await _server.Editor.AskAsync(import, "undo");

        Assert.Equal(("undone", 502, 0), ((string)undone["state"]!, (int)undone["rows"]!["undone"]!, (int)undone["rows"]!["skipped"]!));
        Assert.Equal(["A", "B"], await NamesAsync());
        Assert.Empty((await _server.GetAsync("/v1/events", _server.Editor))["items"]!.AsArray());
        Assert.All(await _server.Editor.RowsAsync(undone), row => Assert.True((bool)row["undone"]!));
        Sound();
    }

    [Fact]
    public async Task What_others_have_changed_since_or_refer_to_is_skipped_and_told()
    {
        var import = await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B"), Stories.Commit("s", events: 0)]);
        var b = await OneAsync("B");
        using (var answer = await RunningServer.SendAsync(_server.Editor, HttpMethod.Put, $"/v1/people/{b["id"]}", """{"name": "Bo"}""", "\"1\""))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = (string)(await _server.GetAsync("/v1/reports"))["items"]![0]!["id"]!;
        string id;
        using (var answer = await RunningServer.SendAsync(_server.Editor, HttpMethod.Post, "/v1/events", Stories.Event("E", report: report)))
            id = (string)(await Stories.ReadAsync(answer))["id"]!;

        var undone = await _server.Editor.AskAsync(import, "undo");

        Assert.Equal((1, 2), ((int)undone["rows"]!["undone"]!, (int)undone["rows"]!["skipped"]!));
        Assert.Equal(["Bo"], await NamesAsync());
        var skipped = (await _server.Editor.RowsAsync(undone)).Select(row => (string?)row["undoSkipped"] ?? "").ToList();
        Assert.Equal("", skipped[0]);
        Assert.Contains("was changed since, by editor in commit", skipped[1], StringComparison.Ordinal);
        Assert.Contains("Still referred to", skipped[2], StringComparison.Ordinal);

        // What stood in its way is gone: a second undo takes the rest back.
        using (var answer = await RunningServer.SendAsync(_server.Editor, HttpMethod.Delete, $"/v1/events/{id}", null, "\"1\""))
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var again = await _server.Editor.AskAsync(import, "undo");
        Assert.Equal((2, 1), ((int)again["rows"]!["undone"]!, (int)again["rows"]!["skipped"]!));
        Sound();
    }

    [Fact]
    public async Task A_record_that_two_rows_of_an_import_wrote_is_as_before_both()
    {
        await _server.Editor.ImportAsync([Person("a", "A")]);
        var import = await _server.Editor.ImportAsync([Person("a", "A1"), Person("a", "A2"), Person("n", "N1"), Person("n", "N2")]);
        Assert.Equal("1 3 0 0", import.Counts());

        await _server.Editor.AskAsync(import, "undo");

        Assert.Equal(["A"], await NamesAsync());
    }

    [Fact]
    public async Task What_an_earlier_import_stated_is_known_again()
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")], "?source=s");
        var import = await _server.Editor.ImportAsync([Person("a", "A1"), Person("b", "B1")], "?source=s");
        await _server.Editor.AskAsync(import, "undo");
        var again = await _server.Editor.ImportAsync([Person("a", "A"), ""], "?source=s&retireMissing=true");

        Assert.Equal(("0 0 1 0", 1), (again.Counts(), (int)again["rows"]!["retired"]!));
        Assert.Equal(["A"], await NamesAsync());
    }

    [Fact]
    public async Task What_was_retired_is_there_again()
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")], "?source=s");
        var import = await _server.Editor.ImportAsync([Person("a", "A")], "?source=s&retireMissing=true");
        Assert.Equal(["A"], await NamesAsync());

        await _server.Editor.AskAsync(import, "undo");

        Assert.Equal(["A", "B"], await NamesAsync());
    }

    [Fact]
    public async Task What_was_taken_back_can_be_imported_again_also_without_external_ids()
    {
        string[] lines = [Person("a", "A"), """{"kind": "person", "data": {"name": "Nameless"}}"""];
        for (var round = 1; round <= 3; round++)
        {
            var import = await _server.Editor.ImportAsync(lines);
            Assert.Equal("2 0 0 0", import.Counts());
            Assert.Equal(["A", "Nameless"], await NamesAsync());
            await _server.Editor.AskAsync(import, "undo");
            Assert.Empty(await NamesAsync());
        }
        Sound();
    }

    [Fact]
    public async Task What_is_at_work_or_was_only_tried_cannot_be_undone_nor_what_has_ended_be_stopped()
    {
        var dry = await _server.Editor.ImportAsync([Person("a", "A")], "?dryRun=true");
        var done = await _server.Editor.ImportAsync([Person("a", "A")]);

        foreach (var (import, what) in new[] { (dry, "undo"), (dry, "stop"), (done, "stop"), (done, "resume") })
        {
            using var answer = await _server.Editor.PostAsync(new Uri($"/v1/imports/{import["id"]}/{what}", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains("import-state", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private async Task<JsonNode> OneAsync(string name) => (await _server.GetAsync("/v1/people?limit=1000"))["items"]!.AsArray().Single(person => (string)person!["name"]! == name)!;

    private async Task<IEnumerable<string>> NamesAsync() => (await _server.GetAsync("/v1/people"))["items"]!.AsArray().Select(person => (string)person!["name"]!).Order(StringComparer.Ordinal);

    private void Sound() => Assert.Empty(Check.Run(_server.Database, Upcasters.Current));
}
