using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http;

/// <summary>A backup that was restored and written on counts the same commits again: nothing of one history is taken for the other.</summary>
public sealed class HistoryTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningServer _one = null!;
    private RunningServer _other = null!;
    private string _person = "";
    private string _early = "";

    public async Task InitializeAsync()
    {
        _one = await RunningServer.StartAsync();
        _person = (await _one.PostAsync("/v1/people", Some.Person("Of both"))).Text("id")!;
        _early = await NextAsync(_one, "/v1/people?limit=1");
        Backup.Write(_one.Database, _folder.File("copy.db"));
        _other = await RunningServer.StartOnAsync(_folder.File("copy.db"));
        await _one.PatchAsync($"/v1/people/{_person}", new JsonObject { ["description"] = "Of one history" });
        await _other.PatchAsync($"/v1/people/{_person}", new JsonObject { ["description"] = "Of the other" });
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/v1/people")]
    [InlineData("/v1/people.csv")]
    [InlineData("/v1/people.csv?limit=1")]
    [InlineData("/v1/events?country=BY")]
    [InlineData("/v1/events.ndjson")]
    [InlineData("/v1/events/series?interval=year")]
    [InlineData("/v1/events/facets?by=type")]
    [InlineData("/v1/flags")]
    [InlineData("/v1/people/{person}")]
    [InlineData("/v1/people/{person}?fields=id,description")]
    [InlineData("/v1/prisoner-releases/019b1795-0200-7000-8000-0000000000e3")]
    public async Task An_answer_of_one_history_is_not_confirmed_by_the_other(string address)
    {
        address = address.Replace("{person}", _person, StringComparison.Ordinal);
        Assert.Equal((await _one.GetAsync("/health/ready")).Number("seq"), (await _other.GetAsync("/health/ready")).Number("seq"));
        using var first = await AskAsync(_one, address, null);
        var etag = first.Headers.ETag!.ToString();
        // Read once, so that it is answered from memory, too.
        for (var i = 0; i < 2; i++)
        {
            using var same = await AskAsync(_one, address, etag);
            using var other = await AskAsync(_other, address, etag);
            Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
            Assert.NotEqual(etag, other.Headers.ETag!.ToString());
        }
    }

    [Fact]
    public async Task What_was_the_same_before_they_parted_is_confirmed_by_both()
    {
        var address = $"/v1/events/{Id("e3")}";
        using var first = await AskAsync(_one, address, null);
        using var other = await AskAsync(_other, address, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, other.StatusCode);
    }

    [Fact]
    public async Task A_walk_goes_on_in_the_other_history_only_if_it_began_before_they_parted()
    {
        Assert.Single((await _other.GetAsync(_early)).Ids());
        var late = await NextAsync(_one, "/v1/people?limit=1");
        Assert.Single((await _one.GetAsync(late)).Ids());
        var problem = await _other.RefusedAsync(late, 400, "invalid-cursor");
        Assert.Contains("older than a backup that was restored", problem.Text("detail"), StringComparison.Ordinal);
        await _one.PostAsync("/v1/people", Some.Person("One more"));
        var ahead = await _other.RefusedAsync(await NextAsync(_one, "/v1/people?limit=1"), 400, "invalid-cursor");
        Assert.Equal("This cursor is of a later state than this database has.", ahead.Text("detail"));
    }

    [Fact]
    public async Task A_version_that_was_read_in_one_history_is_not_overwritten_in_the_other()
    {
        var address = $"/v1/people/{_person}";
        using var read = await AskAsync(_one, address, null);
        var etag = read.Headers.ETag!.ToString();
        using var refused = await _other.AskAsync(HttpMethod.Patch, address, new JsonObject { ["description"] = "Blind" }, etag);
        await refused.RefusedAsync(412, "stale-version");
        using var taken = await _one.AskAsync(HttpMethod.Patch, address, new JsonObject { ["description"] = "Seen" }, etag);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    private static async Task<string> NextAsync(RunningServer server, string address) => new Uri((await server.GetAsync(address)).Text("next")!).PathAndQuery;

    private static async Task<HttpResponseMessage> AskAsync(RunningServer server, string address, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        // The address of the server is part of an answer.
        request.Headers.Host = "events.example";
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return await server.Public.SendAsync(request);
    }
}
