using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http;

public sealed class ConcurrencyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3")]
    [InlineData("/v1/sanctions/019b1795-0200-7000-8000-000000000051")]
    [InlineData("/v1/countries/BY")]
    [InlineData("/v1/events?country=BY")]
    [InlineData("/v1/countries")]
    [InlineData("/v1/sanctions?inForceOn=2025-12-12")]
    public async Task What_was_read_before_and_reads_so_still_is_not_sent_again(string address)
    {
        using var first = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
        var etag = first.Headers.ETag!;
        Assert.True(etag.IsWeak);
        foreach (var sent in (string[])[etag.ToString(), $"\"other\", {etag}", etag.Tag])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
            {
                using var again = await AskWithAsync(_server.Public, method, address, "If-None-Match", sent);
                Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
                Assert.Equal(etag, again.Headers.ETag);
                Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            }
        }
        using var other = await AskWithAsync(_server.Public, HttpMethod.Get, address, "If-None-Match", "W/\"1.1.1\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal("no-cache", other.Headers.CacheControl!.ToString());
        Assert.Equal(["Accept", "Accept-Encoding", "Authorization"], other.Headers.Vary.Order());
    }

    [Fact]
    public async Task An_ETag_changes_when_anything_that_the_answer_shows_changes()
    {
        var organization = await _server.PostAsync("/v1/organizations", Some.Organization("Before"));
        var report = await _server.PostAsync("/v1/reports", Some.Report("A report").With(new() { ["publisher"] = organization.Text("id") }));
        var address = $"/v1/reports/{report.Text("id")}";
        var before = await ETagAsync(address);
        await _server.PatchAsync($"/v1/organizations/{organization.Text("id")}", new JsonObject { ["name"] = "After" });
        var after = await ETagAsync(address);
        Assert.NotEqual(before, after);
        Assert.StartsWith("\"1.", before, StringComparison.Ordinal);
        Assert.StartsWith("\"1.", after, StringComparison.Ordinal);
        Assert.Equal("After", (await _server.GetAsync(address))["publisher"].Text("name"));
        await _server.PostAsync("/v1/people", Some.Person("Somebody else"));
        Assert.Equal(after, await ETagAsync(address));
    }

    [Fact]
    public async Task The_ETag_of_a_list_changes_with_every_commit()
    {
        var before = await ETagAsync("/v1/people");
        await _server.PostAsync("/v1/people", Some.Person("One more"));
        Assert.NotEqual(before, await ETagAsync("/v1/people"));
    }

    [Fact]
    public async Task An_answer_for_editors_is_another_one()
    {
        var asEditor = await AskWithAsync(_server.Editor, HttpMethod.Get, "/v1/people", "If-None-Match", $"W/{await ETagAsync("/v1/people")}");
        Assert.Equal(HttpStatusCode.OK, asEditor.StatusCode);
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("\"1\"", true)]
    [InlineData("W/\"1\"", true)]
    [InlineData("\"7\", \"1\"", true)]
    [InlineData("\"2\"", false)]
    [InlineData("\"11\"", false)]
    public async Task If_Match_takes_an_ETag_a_version_or_several(string ifMatch, bool fits)
    {
        var (address, etag) = await NewAsync();
        using var response = await _server.AskAsync(HttpMethod.Patch, address, new JsonObject { ["title"] = "Changed" }, ifMatch.Replace("{0}", etag, StringComparison.Ordinal));
        if (fits)
            Assert.Equal(2, (await response.ReadAsync(HttpStatusCode.OK)).Number("version"));
        else
            await response.RefusedAsync(412, "stale-version");
        Assert.Equal(fits ? 2 : 1, (await _server.GetAsync(address)).Number("version"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Changing_and_deleting_need_If_Match(string method)
    {
        var (address, _) = await NewAsync();
        using var missing = await _server.AskAsync(new HttpMethod(method), address, Some.Report("Changed"));
        await missing.RefusedAsync(428, "precondition-required");
        foreach (var nonsense in (string[])["nonsense", "\"abc\"", "W/\"-1\""])
        {
            using var foreign = await _server.AskAsync(new HttpMethod(method), address, Some.Report("Changed"), nonsense);
            await foreign.RefusedAsync(400, "malformed-request");
        }
        Assert.Equal(1, (await _server.GetAsync(address)).Number("version"));
    }

    [Fact]
    public async Task Of_two_editors_who_have_read_the_same_one_comes_too_late()
    {
        for (var round = 0; round < 10; round++)
        {
            var (address, etag) = await NewAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _server.AskAsync(HttpMethod.Put, address, Some.Report($"By editor {i}"), etag)));
            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            foreach (var late in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
                await late.RefusedAsync(412, "stale-version");
            Assert.Equal(2, (await _server.GetAsync(address)).Number("version"));
        }
    }

    [Fact]
    public async Task Each_of_many_writers_is_shown_what_he_wrote_himself()
    {
        var (address, _) = await NewAsync();
        var any = string.Join(", ", Enumerable.Range(1, 100).Select(version => $"\"{version}\""));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var response = await _server.AskAsync(HttpMethod.Patch, address, new JsonObject { ["title"] = $"By writer {i}" }, any);
            var shown = await response.ReadAsync(HttpStatusCode.OK);
            Assert.Equal($"By writer {i}", shown.Text("title"));
            Assert.StartsWith($"\"{shown.Number("version")}.", response.Headers.ETag!.Tag, StringComparison.Ordinal);
        }));
    }

    [Theory]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e1")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e2")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e4")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e5")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e7")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e8")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000ea")]
    [InlineData("/v1/people/019b1795-0200-7000-8000-0000000000a1")]
    [InlineData("/v1/organizations/019b1795-0200-7000-8000-0000000000b3")]
    [InlineData("/v1/reports/019b1795-0200-7000-8000-0000000000d2")]
    [InlineData("/v1/reports/019b1795-0200-7000-8000-0000000000d4")]
    [InlineData("/v1/sanctions/019b1795-0200-7000-8000-000000000051")]
    public async Task Putting_back_what_was_read_writes_nothing(string address)
    {
        var seq = (await _server.GetAsync("/health/ready")).Number("seq");
        var read = await _server.GetAsync(address, _server.Editor);
        var put = await _server.PutAsync(address, read);
        Assert.Equal(read.ToJsonString(), put.ToJsonString());
        // Other tests of this class write too, but not to this record.
        Assert.Equal(read.Number("version"), (await _server.GetAsync(address)).Number("version"));
        Assert.True(seq <= (await _server.GetAsync("/health/ready")).Number("seq"));
    }

    [Fact]
    public async Task Put_replaces_everything_that_is_not_sent()
    {
        var report = await _server.PostAsync("/v1/reports", Some.Report("A").With(new() { ["lang"] = "en", ["insights"] = new JsonArray("One") }));
        var put = await _server.PutAsync($"/v1/reports/{report.Text("id")}", new JsonObject { ["title"] = "B", ["version"] = 1 });
        Assert.Equal(("B", null, 0), (put.Text("title"), put.Text("lang"), put["insights"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_and_removes_what_is_null()
    {
        var e = await _server.PostAsync("/v1/events", Some.Event().With(new()
        {
            ["summary"] = "Text",
            ["place"] = new JsonObject { ["country"] = "BY", ["name"] = "Minsk" },
            ["topics"] = new JsonArray("diplomacy", "security"),
        }));
        var patched = await _server.PatchAsync($"/v1/events/{e.Text("id")}", new JsonObject
        {
            ["summary"] = null,
            ["place"] = new JsonObject { ["name"] = null, ["country"] = "Lithuania" },
            ["topics"] = new JsonArray("economy"),
        });
        Assert.Null(patched["summary"]);
        Assert.Equal("""{"country":{"code":"LT","name":"Lithuania"}}""", patched["place"]!.ToJsonString());
        Assert.Equal("""["economy"]""", patched["topics"]!.ToJsonString());
        Assert.Equal("A statement", patched.Text("title"));
    }

    [Theory]
    [InlineData("{\"version\":7}", "read-only-member", "/version")]
    [InlineData("{\"version\":null}", "read-only-member", "/version")]
    [InlineData("{\"support\":null}", "read-only-member", "/support")]
    [InlineData("{\"titel\":\"A\"}", "unknown-member", "/titel")]
    [InlineData("{\"titel\":null}", "unknown-member", "/titel")]
    [InlineData("{\"place\":{\"nmae\":null}}", "unknown-member", "/place/nmae")]
    [InlineData("{\"title\":null}", "missing-member", "/title")]
    [InlineData("{\"title\":5}", "invalid-value", "/title")]
    [InlineData("{\"title\":\"\\ud800\"}", "invalid-value", "/title")]
    [InlineData("[]", "invalid-value", null)]
    [InlineData("null", "invalid-value", null)]
    public async Task A_merge_patch_is_read_strictly(string patch, string slug, string? pointer)
    {
        var (address, etag) = await NewAsync("/v1/events", Some.Event());
        using var response = await _server.AskAsync(HttpMethod.Patch, address, patch, etag);
        var problem = await response.RefusedAsync(400, slug);
        Assert.Equal(pointer, problem["errors"]?[0].Text("pointer"));
        Assert.Equal(1, (await _server.GetAsync(address)).Number("version"));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_but_stays_readable_with_an_earlier_asOf()
    {
        var report = await _server.PostAsync("/v1/reports", Some.Report("To be deleted"));
        var address = $"/v1/reports/{report.Text("id")}";
        var seq = report.Number("seq");
        await _server.DeleteAsync(address);
        await _server.RefusedAsync(address, 410, "gone");
        Assert.Equal("To be deleted", (await _server.GetAsync($"{address}?asOf={seq}")).Text("title"));
        Assert.DoesNotContain(report.Text("id"), (await _server.GetAsync("/v1/reports?limit=1000")).Ids());
        Assert.Contains(report.Text("id"), (await _server.GetAsync($"/v1/reports?limit=1000&asOf={seq}")).Ids());
        await _server.RefusedAsync($"{address}?asOf={seq - 1}", 404, "not-found");
        foreach (var (method, body) in (IEnumerable<(HttpMethod, JsonNode?)>)[(HttpMethod.Put, Some.Report("A")), (HttpMethod.Patch, new JsonObject()), (HttpMethod.Delete, null)])
        {
            using var again = await _server.AskAsync(method, address, body, "\"2\"");
            await again.RefusedAsync(410, "gone");
        }
        var revisions = (await _server.GetAsync($"{address}/revisions"))["items"]!.AsArray();
        Assert.Equal(["create", "delete"], revisions.Select(revision => revision.Text("op")));
        Assert.Equal("To be deleted", (await _server.GetAsync($"{address}/revisions/1")).Text("title"));
        await _server.RefusedAsync($"{address}/revisions/2", 410, "gone");
    }

    [Fact]
    public async Task The_reason_of_a_deletion_is_kept()
    {
        var report = await _server.PostAsync("/v1/reports", Some.Report("Entered twice"));
        using var deleted = await _server.AskAsync(HttpMethod.Delete, $"/v1/reports/{report.Text("id")}?reason=Entered%20twice", null, "\"1\"");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        var revisions = await _server.GetAsync($"/v1/reports/{report.Text("id")}/revisions");
        Assert.Equal(("editor", "Entered twice"), (revisions["items"]![1].Text("actor"), revisions["items"]![1].Text("reason")));
    }

    [Theory]
    [InlineData("/v1/people/019b1795-0200-7000-8000-0000000000a1", "event 019b1795-0200-7000-8000-0000000000e3")]
    [InlineData("/v1/reports/019b1795-0200-7000-8000-0000000000d1", "report 019b1795-0200-7000-8000-0000000000d2")]
    [InlineData("/v1/organizations/019b1795-0200-7000-8000-0000000000bb", "sanction 019b1795-0200-7000-8000-000000000051")]
    [InlineData("/v1/sanctions/019b1795-0200-7000-8000-000000000051", "event 019b1795-0200-7000-8000-0000000000e4")]
    [InlineData("/v1/events/019b1795-0200-7000-8000-0000000000e3", "event 019b1795-0200-7000-8000-0000000000e5")]
    public async Task What_others_refer_to_cannot_be_deleted(string address, string referrer)
    {
        var version = (await _server.GetAsync(address)).Number("version");
        using var response = await _server.AskAsync(HttpMethod.Delete, address, null, $"\"{version}\"");
        var problem = await response.RefusedAsync(409, "still-referenced");
        Assert.Contains(referrer, problem["errors"]!.AsArray().Select(error => error.Text("message")));
        Assert.Equal(version, (await _server.GetAsync(address)).Number("version"));
    }

    [Fact]
    public async Task Put_and_patch_never_create()
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
        {
            using var response = await _server.AskAsync(method, $"/v1/reports/{Nobody}", method == HttpMethod.Delete ? null : Some.Report("New"), "\"1\"");
            await response.RefusedAsync(404, "not-found");
        }
        await _server.RefusedAsync($"/v1/reports/{Nobody}", 404, "not-found");
    }

    private static async Task<HttpResponseMessage> AskWithAsync(HttpClient client, HttpMethod method, string address, string header, string value)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }

    private async Task<string> ETagAsync(string address)
    {
        using var response = await _server.Public.GetAsync(new Uri(address, UriKind.Relative));
        return response.Headers.ETag!.Tag;
    }

    private async Task<(string Address, string ETag)> NewAsync(string collection = "/v1/reports", JsonNode? body = null)
    {
        using var response = await _server.AskAsync(HttpMethod.Post, collection, body ?? Some.Report("New"));
        await response.ReadAsync(HttpStatusCode.Created);
        return (response.Headers.Location!.ToString(), response.Headers.ETag!.ToString());
    }
}
