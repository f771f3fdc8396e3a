using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Microsoft.Data.Sqlite;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.SavedQueries;

public sealed class QueryTests : IAsyncLifetime
{
    private const string Queries = "/v1/queries";

    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_query_is_kept_and_says_where_its_answer_is()
    {
        using var response = await _server.AskAsync(HttpMethod.Post, Queries, Query("by-type", "chart", "country=Belarus&by=type", "Who & what"));
        var kept = await response.ReadAsync(HttpStatusCode.Created);
        Assert.Equal("/v1/queries/by-type", response.Headers.Location!.ToString());
        Assert.Equal(("by-type", "Who & what", "chart", "country=Belarus&by=type", 1), (kept.Text("name"), kept.Text("title"), kept.Text("show"), kept.Text("query"), kept.Number("version")));
        Assert.Equal($"{_server.Address}v1/queries/by-type", kept["links"].Text("self"));
        Assert.Equal($"{_server.Address}embed/by-type", kept["links"].Text("embed"));
        Assert.Equal($"{_server.Address}embed/by-type.svg", kept["links"].Text("svg"));
        Assert.Contains($"src=\"{_server.Address}embed/by-type\" title=\"Who &amp; what\"", kept.Text("iframe"), StringComparison.Ordinal);
        Assert.Equal(kept.ToJsonString(), (await _server.GetAsync("/v1/queries/by-type")).ToJsonString());
        var data = await _server.GetAsync(kept["links"].Text("data")!);
        Assert.Equal("BY", (string?)data["applied"]![0]!["values"]![0]);
        Assert.NotEmpty(data["items"]!.AsArray());
    }

    [Theory]
    [InlineData("chart", "", "/v1/events/series")]
    [InlineData("chart", "country=Беларусь&from=2025", "/v1/events/series?country=%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C&from=2025")]
    [InlineData("map", "", "/v1/events/facets?by=country&limit=1000")]
    [InlineData("map", "type=release&by=country.actor", "/v1/events/facets?type=release&by=country.actor&limit=1000")]
    [InlineData("table", "country=BY&country=UA&q=a+%22b%22%23", "/v1/events?country=BY&country=UA&q=a%20%22b%22%23")]
    public async Task The_address_of_the_data_asks_the_same(string show, string query, string address)
    {
        var kept = await _server.PostAsync(Queries, Query("q", show, query));
        Assert.Equal(_server.Address + address[1..], kept["links"].Text("data"));
        Assert.Equal(show != "table", kept["links"].Text("svg") is not null);
        _ = await _server.GetAsync(kept["links"].Text("data")!);
    }

    [Fact]
    public async Task A_name_is_given_once_also_when_two_ask_for_it_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _server.AskAsync(HttpMethod.Post, Queries, Query("same", "chart", "", $"Number {i}"))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
            Assert.Equal("/name", (await refused.RefusedAsync(409, "name-taken"))["errors"]![0].Text("pointer"));
        var written = await answers.Single(answer => answer.StatusCode == HttpStatusCode.Created).ReadAsync(HttpStatusCode.Created);
        Assert.Equal(written.Text("title"), (await _server.GetAsync($"{Queries}/same")).Text("title"));
        // A refusal beside the ledger leaves nothing open that would hold it up.
        Assert.Equal(1, (await _server.PostAsync("/v1/people", Some.Person("Somebody"))).Number("version"));
    }

    [Fact]
    public async Task PUT_makes_what_is_not_there_and_replaces_only_what_was_read()
    {
        using var made = await _server.AskAsync(HttpMethod.Put, $"{Queries}/a", Query("a", "chart", ""));
        var first = await made.ReadAsync(HttpStatusCode.Created);
        using var blind = await _server.AskAsync(HttpMethod.Put, $"{Queries}/a", Query("a", "map", ""));
        await blind.RefusedAsync(428, "precondition-required");
        first["title"] = "Another title";
        using var replaced = await _server.AskAsync(HttpMethod.Put, $"{Queries}/a", first, made.Headers.ETag!.ToString());
        var second = await replaced.ReadAsync(HttpStatusCode.OK);
        Assert.Equal((2, "Another title", "chart", first.Text("createdAt")), (second.Number("version"), second.Text("title"), second.Text("show"), second.Text("createdAt")));
        using var stale = await _server.AskAsync(HttpMethod.Put, $"{Queries}/a", Query("a", "map", ""), "\"1\"");
        await stale.RefusedAsync(412, "stale-version");
        using var other = await _server.AskAsync(HttpMethod.Put, $"{Queries}/b", Query("a", "map", ""));
        Assert.Equal("/name", (await other.RefusedAsync(400, "invalid-value"))["errors"]![0].Text("pointer"));
        using var none = await _server.AskAsync(HttpMethod.Put, $"{Queries}/b", Query("b", "map", ""), "\"1\"");
        await none.RefusedAsync(412, "stale-version");
        Assert.Equal(second.ToJsonString(), (await _server.GetAsync($"{Queries}/a")).ToJsonString());
    }

    [Fact]
    public async Task DELETE_needs_what_was_read_and_frees_the_name()
    {
        await _server.PostAsync(Queries, Query("a", "chart", ""));
        using var blind = await _server.AskAsync(HttpMethod.Delete, $"{Queries}/a");
        await blind.RefusedAsync(428, "precondition-required");
        using var stale = await _server.AskAsync(HttpMethod.Delete, $"{Queries}/a", null, "\"2\"");
        await stale.RefusedAsync(412, "stale-version");
        await _server.DeleteAsync($"{Queries}/a");
        await _server.RefusedAsync($"{Queries}/a", 404, "not-found");
        using var again = await _server.AskAsync(HttpMethod.Delete, $"{Queries}/a", null, "\"1\"");
        await again.RefusedAsync(404, "not-found");
        Assert.Equal("map", (await _server.PostAsync(Queries, Query("a", "map", ""))).Text("show"));
    }

    [Fact]
    public async Task An_answer_that_one_has_is_not_sent_again_until_it_changes_also_by_a_new_query_of_the_same_name()
    {
        await _server.PostAsync(Queries, Query("a", "chart", ""));
        using var first = await _server.AskAsync(HttpMethod.Get, $"{Queries}/a");
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync($"{Queries}/a", first));
        using var list = await _server.AskAsync(HttpMethod.Get, Queries);
        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync(Queries, list));
        await _server.DeleteAsync($"{Queries}/a");
        await _server.PostAsync(Queries, Query("a", "map", ""));
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync($"{Queries}/a", first));
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync(Queries, list));
    }

    [Fact]
    public async Task The_list_goes_by_name_in_pages()
    {
        string[] names = ["c", "a", "b", "a-1", "7"];
        foreach (var name in names)
            await _server.PostAsync(Queries, Query(name, "table", "type=release"));
        var (seen, next) = (new List<string>(), (string?)$"{Queries}?limit=2");
        while (next is not null)
        {
            var page = await _server.GetAsync(next);
            Assert.InRange(page["items"]!.AsArray().Count, 1, 2);
            seen.AddRange(page["items"]!.AsArray().Select(item => item.Text("name")!));
            next = page.Text("next");
        }
        Assert.Equal(names.Order(StringComparer.Ordinal), seen);
        await _server.RefusedAsync($"{Queries}?cursor=A%20B", 400, "invalid-cursor");
        await _server.RefusedAsync($"{Queries}?limit=0", 400, "invalid-parameter");
        await _server.RefusedAsync($"{Queries}?name=a", 400, "unknown-parameter");
    }

    [Fact]
    public async Task Only_who_may_write_may_keep_and_delete()
    {
        await _server.PostAsync(Queries, Query("a", "chart", ""));
        foreach (var (client, status, slug) in ((HttpClient, int, string)[])[(_server.Public, 401, "unauthorized"), (_server.Reader, 403, "forbidden")])
        {
            using var post = await _server.AskAsync(HttpMethod.Post, Queries, Query("b", "chart", ""), client: client);
            await post.RefusedAsync(status, slug);
            using var put = await _server.AskAsync(HttpMethod.Put, $"{Queries}/b", Query("b", "chart", ""), client: client);
            await put.RefusedAsync(status, slug);
            using var delete = await _server.AskAsync(HttpMethod.Delete, $"{Queries}/a", null, "\"1\"", client);
            await delete.RefusedAsync(status, slug);
        }
        Assert.Equal(["a"], (await _server.GetAsync(Queries))["items"]!.AsArray().Select(item => item.Text("name")));
    }

    [Fact]
    public async Task A_query_that_names_what_only_editors_see_is_refused()
    {
        var person = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva").With(new() { ["visibility"] = "restricted" }))).Text("id")!;
        _ = await _server.GetAsync($"/v1/events?person={person}", _server.Editor);
        using var response = await _server.AskAsync(HttpMethod.Post, Queries, Query("a", "table", $"person={person}"));
        Assert.Equal("/query", (await response.RefusedAsync(400, "invalid-parameter"))["errors"]![0].Text("pointer"));
    }

    [Fact]
    public async Task Queries_are_kept_while_records_are_written_without_end()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                using var response = await Stories.PostAsync(_server.Editor, "v1/commits", Stories.Commit($"{writer}-{i}", 20));
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            }
        })).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _server.AskAsync(HttpMethod.Post, Queries, Query($"q{i}", "chart", ""))));
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(40, (await _server.GetAsync(Queries))["items"]!.AsArray().Count);
        Assert.Empty(Check.Run(_server.Database, Upcasters.Current));
    }

    [Fact]
    public async Task They_outlast_a_kill_and_come_along_in_a_backup_and_stay_through_rebuild()
    {
        using var folder = new TemporaryFolder();
        var (database, copy, kept) = (folder.File("events.db"), folder.File("copy.db"), "");
        await using (var server = await RunningProgram.ServeAsync(database))
        {
            using var response = await Stories.PostAsync(server.Http, "v1/queries", Query("a", "chart", "by=type").ToJsonString());
            kept = (await Stories.ReadAsync(response)).Text("updatedAt")!;
            Assert.Equal(0, (await RunningProgram.RunAsync("backup", copy, "--database", database)).Code);
            await server.KillAsync();
        }
        Assert.Equal(0, (await RunningProgram.RunAsync("rebuild", "--database", database)).Code);
        foreach (var file in (string[])[database, copy])
        {
            Assert.Equal((0, "The database is sound."), await RunningProgram.RunAsync("check", "--database", file) is { } check ? (check.Code, check.Output.Trim()) : default);
            await using var server = await RunningProgram.ServeAsync(file);
            using var response = await server.Http.GetAsync(new Uri("v1/queries/a", UriKind.Relative));
            Assert.Equal(kept, (await Stories.ReadAsync(response)).Text("updatedAt"));
        }
    }

    [Fact]
    public async Task A_database_of_before_gets_the_table()
    {
        using var folder = new TemporaryFolder();
        var database = folder.File("events.db");
        Database.Prepare(database);
        using (var session = Session.Open(database, SqliteOpenMode.ReadWrite, ""))
        {
            session.Connection.Execute("DROP TABLE saved_query");
            Assert.Equal(1, session.Connection.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%0006-saved-query.sql'"));
        }
        Assert.Throws<UnusableDatabaseException>(() => Database.Recognise(database));
        await using var server = await RunningProgram.ServeAsync(database);
        using var response = await Stories.PostAsync(server.Http, "v1/queries", Query("a", "chart", "").ToJsonString());
        Assert.Equal("a", (await Stories.ReadAsync(response)).Text("name"));
    }

    private async Task<HttpStatusCode> AskAgainAsync(string address, HttpResponseMessage before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("If-None-Match", before.Headers.ETag!.ToString());
        using var response = await _server.Public.SendAsync(request);
        return response.StatusCode;
    }

    private static JsonObject Query(string name, string show, string query, string title = "A title") =>
        new() { ["name"] = name, ["title"] = title, ["show"] = show, ["query"] = query };
}
