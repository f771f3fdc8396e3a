using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Importing;

/// <summary>Files of many records: what they make, and that the same again makes nothing.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_same_file_again_adds_no_record_and_no_version()
    {
        var lines = Enumerable.Range(1, 700).Select(i => Stories.Commit($"{i}")).ToList();

        var first = await _server.Editor.ImportAsync(lines, "?file=stories.ndjson");
        var seq = await SeqAsync();
        var again = await _server.Editor.ImportAsync(lines);

        Assert.Equal(("done", "700 0 0 0", "stories.ndjson", "commits"), ((string)first["state"]!, first.Counts(), (string)first["file"]!, (string)first["source"]!));
        Assert.Equal("0 0 700 0", again.Counts());
        Assert.Equal(seq, await SeqAsync());
        Assert.Equal(2100, Ask("SELECT count(*) FROM record WHERE kind <> 'country'"));
        Sound();
    }

    [Fact]
    public async Task Commits_bear_the_id_of_the_import_its_reason_and_the_key_it_came_with()
    {
        var import = await _server.Editor.ImportAsync([Stories.Commit("a")]);

        var change = (await _server.GetAsync("/v1/changes?after=1", _server.Editor))["items"]![0]!;
        Assert.Equal(("editor", "Story a"), ((string)change["actor"]!, (string)change["reason"]!));
        Assert.Equal(1, Ask($"SELECT count(*) FROM ledger_commit WHERE batch = '{import["id"]}'"));
        var row = Assert.Single(await _server.Editor.RowsAsync(import));
        Assert.Equal((1L, "created", (long)change["seq"]!), ((long)row["row"]!, (string)row["outcome"]!, (long)row["seq"]!));
        Assert.Equal(["report", "event", "event"], row["records"]!.AsArray().Select(record => (string)record!["kind"]!));
    }

    [Fact]
    public async Task A_changed_row_is_a_new_version_and_others_stay()
    {
        await _server.Editor.ImportAsync([Person("ada", "Ada"), Person("bo", "Bo")]);
        var changed = await _server.Editor.ImportAsync([Person("ada", "Ada"), Person("bo", "Bo Berg")]);

        Assert.Equal("0 1 1 0", changed.Counts());
        Assert.Equal(2, (long)(await OneAsync("Bo Berg"))["version"]!);
        Assert.Equal(1, (long)(await OneAsync("Ada"))["version"]!);
    }

    [Fact]
    public async Task Two_files_that_contradict_each_other_do_not_overwrite_each_other_for_ever()
    {
        string[] older = [Person("a", "Old")], newer = [Person("a", "New")];
        await _server.Editor.ImportAsync(older);
        var second = await _server.Editor.ImportAsync(newer);
        var seq = await SeqAsync();

        Assert.Equal("0 1 0 0", second.Counts());
        Assert.Equal(("0 0 1 0", "0 0 1 0"), ((await _server.Editor.ImportAsync(older)).Counts(), (await _server.Editor.ImportAsync(newer)).Counts()));
        Assert.Equal(seq, await SeqAsync());
        Assert.Equal(["New"], await NamesAsync());
    }

    [Fact]
    public async Task What_has_no_external_id_is_recognised_by_its_text()
    {
        const string Line = """{"kind": "person", "data": {"name": "Nameless"}}""";
        var first = await _server.Editor.ImportAsync([Line, Line]);
        var again = await _server.Editor.ImportAsync([Line]);

        Assert.Equal(("1 0 1 0", "0 0 1 0"), (first.Counts(), again.Counts()));
    }

    [Fact]
    public async Task A_person_that_an_editor_has_changed_keeps_the_change_and_takes_over_what_the_source_changes()
    {
        await _server.Editor.ImportAsync([Person("ada", "Ada", "A teacher")]);
        await EditAsync("Ada", new JsonObject { ["tags"] = new JsonArray("journalist") });

        var same = await _server.Editor.ImportAsync([Person("ada", "Ada", "A teacher")]);
        var other = await _server.Editor.ImportAsync([Person("ada", "Ada", "A teacher of physics")]);
        var again = await _server.Editor.ImportAsync([Person("ada", "Ada", "A teacher of physics")]);

        Assert.Equal(("0 0 1 0", "0 1 0 0", "0 0 1 0"), (same.Counts(), other.Counts(), again.Counts()));
        var ada = await OneAsync("Ada");
        Assert.Equal(("A teacher of physics", "journalist"), ((string)ada["description"]!, (string)ada["tags"]![0]!));
    }

    [Fact]
    public async Task What_both_the_source_and_an_editor_have_changed_is_refused_and_named()
    {
        await _server.Editor.ImportAsync([Person("ada", "Ada", "A teacher")]);
        await EditAsync("Ada", new JsonObject { ["description"] = "A painter" });

        var refused = await _server.Editor.ImportAsync([Person("ada", "Ada", "A singer")]);

        Assert.Equal("0 0 0 1", refused.Counts());
        var problem = Assert.Single(await _server.Editor.RowsAsync(refused))["problems"]![0]!;
        Assert.Equal(("edited-since-import", "/records/0/data/description"), ((string)problem["reason"]!, (string)problem["pointer"]!));
        Assert.Equal("A painter", (string)(await OneAsync("Ada"))["description"]!);
    }

    [Fact]
    public async Task Each_refused_row_is_told_with_its_number_and_problems_and_the_others_are_written()
    {
        var import = await _server.Editor.ImportAsync(
        [
            Person("a", "A"),
            """{"kind": "person", "data": {"nam": "B"}}""",
            "",
            "{\"kind\": ",
            """{"kind": "event", "data": {"type": "release", "title": "C", "start": "2025", "evidence": []}}""",
            Person("d", "D"),
            """{"records": [{"kind": "person", "data": {"name": "E"}}, {"kind": "report", "data": {"title": "F", "publisher": "019b1795-0200-7000-8000-0000000000ff"}}]}""",
        ]);

        Assert.Equal("2 0 0 4", import.Counts());
        var refused = await _server.Editor.RowsAsync(import, "?outcome=refused&limit=2");
        Assert.Equal([2, 4, 5, 7], refused.Select(row => (int)row["row"]!));
        Assert.Equal(["/records/0/data/nam", "", "/records/0/data/participants", "/records/1/data/publisher"], refused.Select(row => (string?)row["problems"]![0]!["pointer"] ?? ""));
        Assert.Equal(0, Ask("SELECT count(*) FROM record WHERE document LIKE '%\"E\"%'"));
        Sound();
    }

    [Fact]
    public async Task All_or_nothing_writes_nothing_when_one_row_is_refused_and_says_what_would_have_been()
    {
        var seq = await SeqAsync();
        var refused = await _server.Editor.ImportAsync([Person("a", "A"), """{"kind": "person", "data": {}}""", Person("c", "C")], "?mode=all");
        var between = await SeqAsync();
        var whole = await _server.Editor.ImportAsync([Person("a", "A"), Person("c", "C")], "?mode=all");

        Assert.Equal(("refused", "2 0 0 1"), ((string)refused["state"]!, refused.Counts()));
        Assert.All(await _server.Editor.RowsAsync(refused), row => Assert.Null(row["seq"]));
        Assert.Equal(seq, between);
        Assert.Equal(("done", "2 0 0 0"), ((string)whole["state"]!, whole.Counts()));
        Assert.Equal(seq + 2, await SeqAsync());
        Sound();
    }

    [Fact]
    public async Task All_or_nothing_has_a_bound_that_is_told()
    {
        var seq = await SeqAsync();
        var import = await _server.Editor.ImportAsync(Enumerable.Range(0, 10_001).Select(i => Person($"{i}", $"P {i}")), "?mode=all");

        Assert.Equal("failed", (string)import["state"]!);
        Assert.Contains("10,000 rows or 64 MB", (string)import["problem"]!, StringComparison.Ordinal);
        Assert.Equal(seq, await SeqAsync());
    }

    [Theory]
    [InlineData("each")]
    [InlineData("all")]
    public async Task A_dry_run_gives_the_report_of_the_real_run_and_writes_nothing(string mode)
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B"), Person("gone", "G")], "?source=s");
        var seq = await SeqAsync();
        string[] lines = [Person("a", "A"), Person("b", "Bb"), Person("c", "C"), Person("c", "C")];
        if (mode == "each")
            lines = [.. lines, "{", """{"kind": "person", "data": {}}"""];

        var dry = await _server.Editor.ImportAsync(lines, $"?dryRun=true&source=s&mode={mode}");
        var between = await SeqAsync();
        var real = await _server.Editor.ImportAsync(lines, $"?source=s&mode={mode}");

        Assert.Equal(seq, between);
        Assert.True((bool)dry["dryRun"]!);
        Assert.Equal(real["state"]!.ToJsonString(), dry["state"]!.ToJsonString());
        Assert.Equal(real["rows"]!.ToJsonString(), dry["rows"]!.ToJsonString());
        Assert.Equal((await _server.Editor.RowsAsync(real)).Select(Report), (await _server.Editor.RowsAsync(dry)).Select(Report));
        Assert.Empty(Directory.EnumerateFiles(_server.Database + ".imports"));
    }

    [Fact]
    public async Task What_a_source_has_no_more_is_retired_when_asked_and_only_then()
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")], "?source=list");
        await _server.Editor.ImportAsync([Person("x", "X")], "?source=other");
        var kept = await _server.Editor.ImportAsync([Person("a", "A")], "?source=list");
        var retired = await _server.Editor.ImportAsync([Person("a", "A")], "?source=list&retireMissing=true");

        Assert.Equal((0, 1), ((int)kept["rows"]!["retired"]!, (int)retired["rows"]!["retired"]!));
        Assert.Equal(["A", "X"], await NamesAsync());
        var row = (await _server.Editor.RowsAsync(retired)).Single(row => row["retired"] is not null);
        Assert.Equal(("retired", "person"), ((string)row["outcome"]!, (string)row["retired"]!["kind"]!));

        // It comes back, under the id that it had.
        var back = await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")], "?source=list");
        Assert.Equal("1 0 1 0", back.Counts());
        Assert.Equal(3, (long)(await OneAsync("B"))["version"]!);
        Sound();
    }

    [Fact]
    public async Task Nothing_is_retired_when_a_row_cannot_be_read_or_all_are_refused()
    {
        await _server.Editor.ImportAsync([Person("a", "A"), Person("b", "B")], "?source=list");
        var torn = await _server.Editor.ImportAsync([Person("a", "A"), "{"], "?source=list&retireMissing=true");
        var refused = await _server.Editor.ImportAsync(["""{"kind": "person", "data": {}}"""], "?source=list&retireMissing=true");

        Assert.Equal((0, 0), ((int)torn["rows"]!["retired"]!, (int)refused["rows"]!["retired"]!));
        Assert.Equal(["A", "B"], await NamesAsync());
        Assert.Contains(await _server.Editor.RowsAsync(torn), row => (string?)row["label"] == "what vanished");
    }

    [Fact]
    public async Task A_file_that_lacks_most_of_its_source_is_taken_for_another_one()
    {
        await _server.Editor.ImportAsync([.. Enumerable.Range(1, 40).Select(i => Person($"{i}", $"P {i}"))], "?source=list");
        string[] some = [.. Enumerable.Range(1, 15).Select(i => Person($"{i}", $"P {i}"))];
        var guarded = await _server.Editor.ImportAsync(some, "?source=list&retireMissing=true");
        Assert.Equal(0, (int)guarded["rows"]!["retired"]!);
        var row = (await _server.Editor.RowsAsync(guarded)).Single(row => (string?)row["label"] == "what vanished");
        Assert.Equal("not-retired", (string?)row["problems"]![0]!["reason"]);
        Assert.Contains("lacks 25 of the 40 records of list, more than 50 percent", (string)row["problems"]![0]!["message"]!, StringComparison.Ordinal);

        var allowed = await _server.Editor.ImportAsync(some, "?source=list&retireMissing=true&retireAtMost=63");
        Assert.Equal(25, (int)allowed["rows"]!["retired"]!);
        Assert.Equal(25, (await _server.Editor.RowsAsync(allowed, "?outcome=retired&limit=100")).Count);
    }

    [Theory]
    [InlineData("?retireAtMost=10", "says nothing without it")]
    [InlineData("?retireMissing=true&retireAtMost=101", "retireAtMost")]
    public async Task A_bound_for_retiring_that_bounds_nothing_is_refused(string query, string said)
    {
        using var answer = await _server.Editor.SendFileAsync(new ByteArrayContent("{}"u8.ToArray()), query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_the_same_whether_it_is_compressed_or_not()
    {
        // It states one record twice, so that only who knows the file knows that the first statement is nothing new.
        var file = Encoding.UTF8.GetBytes($"{Person("a", "A")}\n{Person("a", "B")}\n");
        Assert.Equal("1 1 0 0", (await _server.Editor.ImportAsync(file)).Counts());
        Assert.Equal("0 0 2 0", (await _server.Editor.ImportAsync(file)).Counts());
        Assert.Equal("0 0 2 0", (await _server.Editor.ImportAsync(Imports.Gzip(file), type: "application/gzip")).Counts());
        Assert.Equal(["B"], await NamesAsync());
    }

    [Fact]
    public async Task A_row_that_was_refused_the_first_time_is_taken_from_the_same_file_later()
    {
        await _server.Editor.ImportAsync([Person("a", "A")]);
        string[] row = ["""{"records": [{"kind": "organization", "ref": "o", "externalId": {"scheme": "x", "value": "1"}}, {"kind": "person", "data": {"name": "A1", "externalIds": [{"scheme": "t", "value": "a"}], "description": "Of it"}}]}"""];
        Assert.Equal("0 0 0 1", (await _server.Editor.ImportAsync(row)).Counts());
        await _server.Editor.ImportAsync(["{\"kind\": \"organization\", \"data\": {\"name\": \"Agency\", \"type\": \"media\", \"externalIds\": [{\"scheme\": \"x\", \"value\": \"1\"}]}}"]);
        Assert.Equal("0 1 0 0", (await _server.Editor.ImportAsync(row)).Counts());
        Assert.Equal(["A1"], await NamesAsync());
    }

    [Fact]
    public async Task What_others_refer_to_is_not_retired_and_said()
    {
        await _server.Editor.ImportAsync([Stories.Commit("a", events: 0)], "?source=list");
        var report = (string)(await _server.GetAsync("/v1/reports"))["items"]![0]!["id"]!;
        using (var written = await RunningServer.SendAsync(_server.Editor, HttpMethod.Post, "/v1/events", Stories.Event("E", report: report)))
            Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        var import = await _server.Editor.ImportAsync([Person("a", "A")], "?source=list&retireMissing=true");

        Assert.Equal(0, (int)import["rows"]!["retired"]!);
        var row = (await _server.Editor.RowsAsync(import)).Single(row => row["retired"] is not null);
        Assert.Equal("still-referenced", (string)row["problems"]![0]!["reason"]!);
    }

    [Fact]
    public async Task Two_imports_of_the_same_file_at_once_double_nothing()
    {
        var lines = Enumerable.Range(1, 300).Select(i => Stories.Commit($"{i}", events: 1)).ToList();
        var both = await Task.WhenAll(_server.Editor.ImportAsync(lines), _server.Editor.ImportAsync(lines));

        Assert.Equal(["0 0 300 0", "300 0 0 0"], both.Select(import => import.Counts()).Order());
        Assert.Equal(600, Ask("SELECT count(*) FROM record WHERE kind <> 'country'"));
    }

    [Fact]
    public async Task A_record_that_is_imported_may_keep_what_is_there_or_name_what_must_be_there()
    {
        await _server.Editor.ImportAsync(["""{"kind": "organization", "data": {"name": "Agency", "type": "media", "externalIds": [{"scheme": "x", "value": "1"}]}}"""]);
        var import = await _server.Editor.ImportAsync(
        [
            """{"records": [{"kind": "organization", "ref": "o", "onExisting": "keep", "data": {"name": "Other name", "type": "media", "externalIds": [{"scheme": "x", "value": "1"}]}}, {"kind": "report", "data": {"title": "R", "publisher": "#o"}}]}""",
            """{"records": [{"kind": "organization", "ref": "o", "externalId": {"scheme": "x", "value": "1"}}, {"kind": "report", "data": {"title": "S", "publisher": "#o"}}]}""",
            """{"records": [{"kind": "organization", "ref": "o", "externalId": {"scheme": "x", "value": "2"}}, {"kind": "report", "data": {"title": "T", "publisher": "#o"}}]}""",
        ]);

        Assert.Equal("2 0 0 1", import.Counts());
        Assert.Equal("Agency", (string)(await _server.GetAsync("/v1/organizations"))["items"]![0]!["name"]!);
        Assert.Equal("unknown-reference", (string)(await _server.Editor.RowsAsync(import, "?outcome=refused")).Single()["problems"]![0]!["reason"]!);
    }

    internal static string Person(string externalId, string name, string? description = null)
    {
        var data = new JsonObject { ["name"] = name, ["externalIds"] = new JsonArray(new JsonObject { ["scheme"] = "t", ["value"] = externalId }) };
        if (description is not null)
            data["description"] = description;
        return new JsonObject { ["kind"] = "person", ["data"] = data }.ToJsonString();
    }

    /// <summary>What a report says of a row, whatever was written.</summary>
    private static string Report(JsonNode row)
    {
        var report = row.DeepClone().AsObject();
        report.Remove("seq");
        report.Remove("records");
        return report.ToJsonString();
    }

    private async Task EditAsync(string name, JsonObject patch)
    {
        var one = await OneAsync(name);
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v1/people/{one["id"]}") { Content = new StringContent(patch.ToJsonString(), System.Text.Encoding.UTF8, "application/merge-patch+json") };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{one["version"]}\"");
        using var answer = await _server.Editor.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<JsonNode> OneAsync(string name) => (await _server.GetAsync("/v1/people?limit=1000"))["items"]!.AsArray().Single(person => (string)person!["name"]! == name)!;

    private async Task<IEnumerable<string>> NamesAsync() => (await _server.GetAsync("/v1/people"))["items"]!.AsArray().Select(person => (string)person!["name"]!).Order(StringComparer.Ordinal);

    private Task<long> SeqAsync() => Stories.SeqAsync(_server.Public);

    private long Ask(string sql)
    {
        using var session = Session.OpenReader(_server.Database);
        return session.Connection.ExecuteScalar<long>(sql);
    }

    private void Sound() => Assert.Empty(Check.Run(_server.Database, Upcasters.Current));
}
