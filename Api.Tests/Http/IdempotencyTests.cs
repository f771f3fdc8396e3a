using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http;

public sealed class IdempotencyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("/v1/people", "{\"name\":\"Sent twice\"}")]
    [InlineData("/v1/commits", "{\"records\":[{\"kind\":\"person\",\"ref\":\"a\",\"data\":{\"name\":\"In a commit\"}},{\"kind\":\"organization\",\"ref\":\"b\",\"data\":{\"name\":\"In a commit\",\"type\":\"other\"}}]}")]
    [InlineData("/v1/commits?onExisting=update", "{\"records\":[{\"kind\":\"person\",\"ref\":\"a\",\"data\":{\"name\":\"In a commit\"}},{\"kind\":\"organization\",\"ref\":\"b\",\"data\":{\"name\":\"In a commit\",\"type\":\"other\",\"externalIds\":[{\"scheme\":\"test\",\"value\":\"twice\"}]}}]}")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000ea/links", "{\"type\":\"follows-from\",\"to\":\"019b1795-0200-7000-8000-0000000000e9\"}")]
    public async Task The_same_request_under_the_same_key_is_answered_again_and_written_once(string address, string body)
    {
        var key = Guid.NewGuid().ToString();
        using var first = await SendAsync(address, body, key);
        var answer = await first.ReadAsync(HttpStatusCode.Created);
        var seq = (await _server.GetAsync("/health/ready")).Number("seq");
        using var second = await SendAsync(address, body, key);
        Assert.Equal(answer.ToJsonString(), (await second.ReadAsync(HttpStatusCode.Created)).ToJsonString());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(seq, (await _server.GetAsync("/health/ready")).Number("seq"));
    }

    [Fact]
    public async Task The_answer_stays_the_first_one_when_the_record_has_changed_since()
    {
        var key = Guid.NewGuid().ToString();
        const string Body = "{\"name\":\"The first name\"}";
        using var first = await SendAsync("/v1/people", Body, key);
        var answer = await first.ReadAsync(HttpStatusCode.Created);
        await _server.PatchAsync($"/v1/people/{answer.Text("id")}", new JsonObject { ["name"] = "Another name" });
        using var second = await SendAsync("/v1/people", Body, key);
        Assert.Equal(answer.ToJsonString(), (await second.ReadAsync(HttpStatusCode.Created)).ToJsonString());
        await _server.DeleteAsync($"/v1/people/{answer.Text("id")}");
        using var third = await SendAsync("/v1/people", Body, key);
        Assert.Equal(answer.ToJsonString(), (await third.ReadAsync(HttpStatusCode.Created)).ToJsonString());
    }

    [Fact]
    public async Task A_commit_that_changes_only_some_of_its_records_is_answered_again_as_it_was()
    {
        const string Known = "{\"kind\":\"organization\",\"ref\":\"known\",\"data\":{\"name\":\"Known\",\"type\":\"other\",\"externalIds\":[{\"scheme\":\"test\",\"value\":\"known\"}]}}";
        const string Address = "/v1/commits?onExisting=update";
        using var before = await SendAsync(Address, $"{{\"records\":[{Known}]}}", Guid.NewGuid().ToString());
        await before.ReadAsync(HttpStatusCode.Created);
        var key = Guid.NewGuid().ToString();
        var body = $"{{\"records\":[{{\"kind\":\"person\",\"ref\":\"new\",\"data\":{{\"name\":\"New\"}}}},{Known},{{\"kind\":\"person\",\"ref\":\"other\",\"data\":{{\"name\":\"Other\"}}}}]}}";
        using var first = await SendAsync(Address, body, key);
        var answer = await first.ReadAsync(HttpStatusCode.Created);
        Assert.Equal(["new", "known", "other"], answer["records"]!.AsArray().Select(record => record.Text("ref")));
        Assert.Equal(["create", null, "create"], answer["records"]!.AsArray().Select(record => record.Text("op")));
        Assert.Equal([1, 1, 1], answer["records"]!.AsArray().Select(record => record!.Number("version")));
        using var second = await SendAsync(Address, body, key);
        Assert.Equal(answer.ToJsonString(), (await second.ReadAsync(HttpStatusCode.Created)).ToJsonString());
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await SendAsync("/v1/people", "{\"name\":\"One\"}", key);
        await first.ReadAsync(HttpStatusCode.Created);
        foreach (var (address, body) in (IEnumerable<(string, string)>)[
            ("/v1/people", "{\"name\":\"Two\"}"), ("/v1/people?reason=Why", "{\"name\":\"One\"}"), ("/v1/commits", "{\"records\":[{\"kind\":\"person\",\"data\":{\"name\":\"One\"}}]}")])
        {
            using var other = await SendAsync(address, body, key);
            await other.RefusedAsync(422, "idempotency-mismatch");
        }
    }

    [Fact]
    public async Task Of_requests_under_one_key_at_once_one_writes()
    {
        for (var round = 0; round < 5; round++)
        {
            var key = Guid.NewGuid().ToString();
            var name = $"At once {key}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync("/v1/people", $"{{\"name\":\"{name}\"}}", key)));
            var created = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ToList();
            Assert.NotEmpty(created);
            Assert.Single((await Task.WhenAll(created.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct());
            foreach (var waiting in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            {
                await waiting.RefusedAsync(409, "idempotency-in-progress");
                Assert.NotNull(waiting.Headers.RetryAfter);
            }
            Assert.Single((await _server.GetAsync("/v1/people?limit=1000"))["items"]!.AsArray(), person => person.Text("name") == name);
        }
    }

    [Fact]
    public async Task A_refusal_is_not_remembered()
    {
        var key = Guid.NewGuid().ToString();
        var id = Guid.NewGuid().ToString();
        var body = $"{{\"name\":\"Too early\",\"externalIds\":[{{\"scheme\":\"test\",\"value\":\"{id}\"}}]}}";
        var holder = await _server.PostAsync("/v1/people", JsonNode.Parse(body)!);
        using var refused = await SendAsync("/v1/people", body, key);
        await refused.RefusedAsync(422, "duplicate-external-id");
        await _server.PatchAsync($"/v1/people/{holder.Text("id")}", new JsonObject { ["externalIds"] = null });
        using var written = await SendAsync("/v1/people", body, key);
        await written.ReadAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_is_that_of_its_caller()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var other = Domain.Access.ApiKeyText.Of([1, 2, 3, 4, 5, 6, 7, 8], new byte[32]);
        Api.Storage.KeyTable.Add(server.Database, other, "other editor", Domain.Access.Scope.Write, DateTimeOffset.UtcNow);
        using var client = server.Client(other.ToString());
        using var mine = await SendAsync("/v1/people", "{\"name\":\"Mine\"}", "key", server.Editor);
        using var theirs = await SendAsync("/v1/people", "{\"name\":\"Theirs\"}", "key", client);
        Assert.NotEqual((await mine.ReadAsync(HttpStatusCode.Created)).Text("id"), (await theirs.ReadAsync(HttpStatusCode.Created)).Text("id"));
    }

    private async Task<HttpResponseMessage> SendAsync(string address, string body, string key, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return await (client ?? _server.Editor).SendAsync(request);
    }
}
