using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Commits;

public sealed class CommitTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task Records_of_one_commit_refer_to_each_other_in_any_order()
    {
        var answer = await CommitAsync("/v1/commits",
            Entry("event", "second", Some.Event("The second").With(new()
            {
                ["links"] = new JsonArray(Some.Link("follows-from", "#first")),
                ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["person"] = "#person" }),
                ["evidence"] = new JsonArray(
                    Some.Supports("#report"),
                    Some.Supports("#report").With(new() { ["aspect"] = "person", ["about"] = "#person" }),
                    Some.Supports("#report").With(new() { ["aspect"] = "link", ["about"] = "follows-from:#first" })),
            })),
            Entry("event", "first", Some.Event("The first")),
            Entry("person", "person", Some.Person("Named by the second")),
            Entry("report", "report", Some.Report("A report").With(new() { ["publisher"] = "#publisher" })),
            Entry("organization", "publisher", Some.Organization("A publisher")));
        var ids = answer["records"]!.AsArray().ToDictionary(record => record.Text("ref")!, record => record.Text("id")!);
        Assert.Equal(["second", "first", "person", "report", "publisher"], ids.Keys);
        Assert.All(answer["records"]!.AsArray(), record => Assert.Equal(("create", 1), (record.Text("op"), record!.Number("version"))));
        var second = await _server.GetAsync($"/v1/events/{ids["second"]}");
        Assert.Equal(ids["first"], second["links"]![0]!["to"].Text("id"));
        Assert.Equal(ids["person"], second["evidence"]![1].Text("about"));
        Assert.Equal("follows-from:" + ids["first"], second["evidence"]![2].Text("about"));
        Assert.Equal("A publisher", second["evidence"]![0]!["report"]!["publisher"].Text("name"));
        Assert.Equal(answer.Number("seq"), second.Number("seq"));
        Assert.Single((await _server.GetAsync($"/v1/changes?after={answer.Number("seq") - 1}&limit=1"))["items"]!.AsArray().Select(change => change!.Number("seq")).Distinct());
    }

    [Fact]
    public async Task A_commit_is_written_whole_or_not_at_all()
    {
        var seq = await SeqAsync();
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits", Body(
            Entry("person", null, Some.Person("Written with a mistake beside")),
            Entry("event", null, Some.Event().With(new() { ["evidence"] = new JsonArray() })),
            Entry("report", null, Some.Report("A").With(new() { ["publisher"] = Nobody }))));
        var problem = await response.RefusedAsync(422, "event-needs-evidence");
        Assert.Equal(["/records/1/data/evidence", "/records/2/data/publisher"], problem["errors"]!.AsArray().Select(error => error.Text("pointer")));
        Assert.Equal(seq, await SeqAsync());
        Assert.Empty((await _server.GetAsync("/v1/search?q=mistake%20beside"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_is_wrong_with_a_single_record_is_told_by_its_place_too()
    {
        using var rule = await _server.AskAsync(HttpMethod.Post, "/v1/commits", Body(Entry("event", null, Some.Event().With(new() { ["evidence"] = new JsonArray() }))));
        Assert.Equal("/records/0/data/evidence", (await rule.RefusedAsync(422, "event-needs-evidence"))["errors"]![0].Text("pointer"));
        using var type = await _server.AskAsync(HttpMethod.Post, "/v1/commits", Body(Entry("event", null, Some.Event().With(new() { ["title"] = 5 }))));
        Assert.Equal("/records/0/data/title", (await type.RefusedAsync(400, "invalid-value"))["errors"]![0].Text("pointer"));
    }

    [Fact]
    public async Task Places_are_counted_as_they_were_sent_when_records_before_change_nothing()
    {
        var known = Some.Organization("Unchanged").With(new() { ["externalIds"] = External("unchanged") });
        await CommitAsync("/v1/commits?onExisting=update", Entry("organization", null, known.DeepClone()));
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits?onExisting=update", Body(
            Entry("organization", null, known.DeepClone()), Entry("event", null, Some.Event().With(new() { ["evidence"] = new JsonArray() }))));
        Assert.Equal("/records/1/data/evidence", (await response.RefusedAsync(422, "event-needs-evidence"))["errors"]![0].Text("pointer"));
    }

    [Theory]
    [InlineData("{\"records\":[{\"kind\":\"person\",\"ref\":\"a\",\"data\":{\"name\":\"A\"}},{\"kind\":\"person\",\"ref\":\"a\",\"data\":{\"name\":\"B\"}}]}", 400, "invalid-value", "/records/1/ref")]
    [InlineData("{\"records\":[{\"kind\":\"report\",\"ref\":\"a\",\"data\":{\"title\":\"A\",\"publisher\":\"#b\"}}]}", 422, "unknown-reference", "/records/0/data/publisher")]
    [InlineData("{\"records\":[{\"kind\":\"report\",\"ref\":\"a\",\"data\":{\"title\":\"A\",\"publisher\":\"#a\"}}]}", 422, "unknown-reference", "/records/0/data/publisher")]
    [InlineData("{\"records\":[{\"kind\":\"report\",\"ref\":\"a\",\"data\":{\"title\":\"A\",\"derivedFrom\":\"#b\"}},{\"kind\":\"report\",\"ref\":\"b\",\"data\":{\"title\":\"B\",\"derivedFrom\":\"#a\"}}]}", 422, "link-cycle", "/records/0/data/derivedFrom")]
    [InlineData("{\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"A\",\"externalIds\":[{\"scheme\":\"test\",\"value\":\"both\"}]}},{\"kind\":\"person\",\"data\":{\"name\":\"B\",\"externalIds\":[{\"scheme\":\"test\",\"value\":\"both\"}]}}]}", 422, "duplicate-external-id", "/records/1/data/externalIds/0")]
    public async Task Refs_and_rules_hold_within_the_commit(string body, int status, string slug, string pointer)
    {
        var seq = await SeqAsync();
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits", body);
        Assert.Equal(pointer, (await response.RefusedAsync(status, slug))["errors"]![0].Text("pointer"));
        Assert.Equal(seq, await SeqAsync());
    }

    [Fact]
    public async Task A_cycle_of_links_within_a_commit_is_refused()
    {
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits", Body(
            Entry("event", "a", Some.Event("A").With(new() { ["links"] = new JsonArray(Some.Link("part-of", "#b")) })),
            Entry("event", "b", Some.Event("B").With(new() { ["links"] = new JsonArray(Some.Link("part-of", "#c")) })),
            Entry("event", "c", Some.Event("C").With(new() { ["links"] = new JsonArray(Some.Link("part-of", "#a")) }))));
        await response.RefusedAsync(422, "link-cycle");
    }

    [Fact]
    public async Task A_record_with_a_known_external_id_is_refused_or_replaced()
    {
        var first = await CommitAsync("/v1/commits", Entry("person", null, Some.Person("First").With(new() { ["externalIds"] = External("replaced"), ["description"] = "Left out later" })));
        var again = Entry("person", "p", Some.Person("Second").With(new() { ["externalIds"] = External("replaced") }));
        using var refused = await _server.AskAsync(HttpMethod.Post, "/v1/commits", Body(again.DeepClone()));
        await refused.RefusedAsync(422, "duplicate-external-id");
        var update = await CommitAsync("/v1/commits?onExisting=update", again.DeepClone());
        var record = update["records"]![0]!;
        Assert.Equal((first["records"]![0].Text("id"), 2, "update"), (record.Text("id"), record.Number("version"), record.Text("op")));
        var person = await _server.GetAsync($"/v1/people/{record.Text("id")}");
        Assert.Equal(("Second", null), (person.Text("name"), person.Text("description")));
        var seq = await SeqAsync();
        var unchanged = await CommitAsync("/v1/commits?onExisting=update", again);
        Assert.Equal(seq, unchanged.Number("seq"));
        Assert.Equal((2, null), (unchanged["records"]![0]!.Number("version"), unchanged["records"]![0].Text("op")));
        Assert.Equal(seq, await SeqAsync());
    }

    [Fact]
    public async Task A_deleted_record_comes_back_by_its_external_id()
    {
        var data = Some.Person("Comes back").With(new() { ["externalIds"] = External("comes back") });
        var first = await CommitAsync("/v1/commits", Entry("person", null, data.DeepClone()));
        var address = $"/v1/people/{first["records"]![0].Text("id")}";
        await _server.DeleteAsync(address);
        using var reserved = await _server.AskAsync(HttpMethod.Post, "/v1/people", data.DeepClone());
        await reserved.RefusedAsync(422, "duplicate-external-id");
        await CommitAsync("/v1/commits?onExisting=update", Entry("person", null, data.DeepClone()));
        Assert.Equal(3, (await _server.GetAsync(address)).Number("version"));
        Assert.Equal(address[11..], (await _server.GetAsync("/v1/search?q=comes%20back&kind=person"))["items"]![0].Text("id"));
        Assert.Contains(address[11..], (await _server.GetAsync("/v1/people?limit=1000")).Ids());
    }

    [Fact]
    public async Task An_id_can_be_chosen_for_an_import_but_not_against_an_external_id()
    {
        var (one, other) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        JsonObject Chosen(string id, string name) => new() { ["kind"] = "person", ["id"] = id, ["data"] = Some.Person(name).With(new() { ["externalIds"] = External("chosen") }) };
        await CommitAsync("/v1/commits?onExisting=update", Chosen(one, "Chosen"));
        Assert.Equal("Chosen", (await _server.GetAsync($"/v1/people/{one}")).Text("name"));
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits?onExisting=update", Body(Chosen(other, "Against")));
        Assert.Equal("/records/0/id", (await response.RefusedAsync(422, "duplicate-external-id"))["errors"]![0].Text("pointer"));
        Assert.Equal("Chosen", (await _server.GetAsync($"/v1/people/{one}")).Text("name"));
    }

    [Fact]
    public async Task A_record_that_is_stated_twice_in_one_commit_is_the_senders_mistake_alone()
    {
        var id = Guid.CreateVersion7().ToString();
        JsonObject Stated(string name) => new() { ["kind"] = "person", ["id"] = id, ["data"] = Some.Person(name) };
        var seq = await SeqAsync();
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits?onExisting=update", Body(Stated("One"), Stated("Two")));
        Assert.Equal("/records/1", (await response.RefusedAsync(400, "invalid-value"))["errors"]![0].Text("pointer"));
        Assert.Equal(seq, await SeqAsync());
    }

    [Fact]
    public async Task The_reason_is_kept_with_the_commit()
    {
        var body = Body(Entry("person", null, Some.Person("With a reason")));
        body["reason"] = "Because";
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits", body);
        var seq = (await response.ReadAsync(HttpStatusCode.Created)).Number("seq");
        var change = (await _server.GetAsync($"/v1/changes?after={seq - 1}"))["items"]![0]!;
        Assert.Equal(("Because", "editor"), (change.Text("reason"), change.Text("actor")));
    }

    [Fact]
    public async Task More_records_than_a_commit_holds_are_refused()
    {
        var records = string.Join(',', Enumerable.Repeat("{\"kind\":\"person\",\"data\":{\"name\":\"A\"}}", 10_001));
        using var response = await _server.AskAsync(HttpMethod.Post, "/v1/commits", $"{{\"records\":[{records}]}}");
        await response.RefusedAsync(413, "too-large");
    }

    private static JsonArray External(string value) => new(new JsonObject { ["scheme"] = "test", ["value"] = value });

    private static JsonObject Entry(string kind, string? name, JsonNode data)
    {
        var entry = new JsonObject { ["kind"] = kind, ["data"] = data };
        if (name is not null)
            entry["ref"] = name;
        return entry;
    }

    private static JsonObject Body(params JsonNode[] records) => new() { ["records"] = new JsonArray([.. records]) };

    private Task<JsonNode> CommitAsync(string address, params JsonNode[] records) => _server.PostAsync(address, Body(records));

    private async Task<long> SeqAsync() => (await _server.GetAsync("/health/ready")).Number("seq");
}
