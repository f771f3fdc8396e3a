using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Events.Api.Tests.Http;

public sealed class AnswerCacheTests
{
    private const string List = "/v1/events?country=BY";

    [Fact]
    public async Task The_second_answer_is_the_first_until_something_is_committed()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        using var first = await server.AskAsync(HttpMethod.Get, List, client: server.Public);
        using var second = await server.AskAsync(HttpMethod.Get, List, client: server.Public);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        var before = (await server.GetAsync(List)).Ids();
        var written = await server.PostAsync("/v1/events", Some.Event().With(new() { ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }) }));
        Assert.Equal(before.Append(written.Text("id")!).Order(StringComparer.Ordinal), (await server.GetAsync(List)).Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_answered_to_one_with_a_key_is_not_answered_to_others()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        var person = await server.PostAsync("/v1/people", Some.Person("Known to few").With(new() { ["visibility"] = "restricted" }));
        Assert.Contains(person.Text("id"), (await server.GetAsync("/v1/people", server.Editor)).Ids());
        Assert.DoesNotContain(person.Text("id"), (await server.GetAsync("/v1/people")).Ids());
        _ = await server.GetAsync("/v1/events?workflow=draft", server.Editor);
        using var refused = await server.AskAsync(HttpMethod.Get, "/v1/events?workflow=draft", client: server.Public);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("cursor=zz")]
    [InlineData("asOf=99999")]
    [InlineData("person=019b1795-0200-7000-8000-0000000000ff")]
    public async Task What_is_no_question_has_no_answer_that_is_unchanged(string query)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events?{query}");
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await server.Public.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_answer_of_an_earlier_commit_is_none()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var cache = new AnswerCache(server.Services.GetRequiredService<Ledger>(), mostBytes: 100_000);
        cache.Keep("question", 7, "{}"u8, "7.a", "next");
        Assert.Equal(("7.a", "next"), cache.Find("question", 7) is { } found ? (found.ETag, found.Next) : default);
        Assert.Null(cache.Find("question", 8));
        Assert.Null(cache.Find("another", 7));
        _ = await server.PostAsync("/v1/people", Some.Person("Somebody"));
        Assert.Null(cache.Find("question", 7));
    }

    [Fact]
    public async Task It_holds_no_more_than_it_may()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var cache = new AnswerCache(server.Services.GetRequiredService<Ledger>(), mostBytes: 100_000);
        for (var i = 0; i < 100; i++)
            cache.Keep($"question {i}", 1, new byte[9_000], "", null);
        Assert.InRange(Enumerable.Range(0, 100).Count(i => cache.Find($"question {i}", 1) is not null), 1, 11);
        using var none = new AnswerCache(server.Services.GetRequiredService<Ledger>(), mostBytes: 0);
        none.Keep("question", 1, "{}"u8, "", null);
        Assert.Null(none.Find("question", 1));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP;q=1, br;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *;q=0.1", "gzip")]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("zstd", null)]
    public async Task What_is_kept_is_answered_compressed_as_the_caller_likes_it(string accepted, string? coding)
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        foreach (var address in (string[])[List, "/v1/events/series?interval=year&by=type"])
        {
            using var plain = await server.AskAsync(HttpMethod.Get, address, client: server.Public);
            // Compressed anew at first, and then out of memory.
            for (var i = 0; i < 2; i++)
            {
                using var answer = await SendAsync(server, HttpMethod.Get, address, accepted);
                Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
                Assert.Equal(plain.Headers.ETag, answer.Headers.ETag);
                Assert.Contains("Accept-Encoding", answer.Headers.Vary);
                var body = await answer.Content.ReadAsByteArrayAsync();
                // In passing, a length would not be known.
                Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
                Assert.Equal(await plain.Content.ReadAsStringAsync(), Decode(body, coding));
                using var head = await SendAsync(server, HttpMethod.Head, address, accepted);
                Assert.Equal((body.Length, coding), ((int?)head.Content.Headers.ContentLength, head.Content.Headers.ContentEncoding.SingleOrDefault()));
            }
        }
    }

    [Fact]
    public async Task The_same_bytes_are_compressed_once_and_count_in_the_bound()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        using var cache = new AnswerCache(server.Services.GetRequiredService<Ledger>(), mostBytes: 100_000);
        var codings = (ContentCoding[])[Accepting("br"), Accepting("gzip")];
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            // Nothing makes this smaller.
            var body = new byte[9_000];
            random.NextBytes(body);
            var kept = cache.Keep($"question {i}", 1, body, "", null)!;
            Assert.All(codings, coding => Assert.Same(kept.In(coding), kept.In(coding)));
        }
        var found = Enumerable.Range(0, 50).Select(i => cache.Find($"question {i}", 1)).OfType<ReadyAnswer>().ToList();
        Assert.InRange(found.Sum(answer => answer.Size), 27_000, 100_000);
        Assert.All(found, answer => Assert.True(answer.Size > 27_000));
        Assert.Null(cache.Keep("too long", 1, new byte[600_000], "", null));
    }

    private static ContentCoding Accepting(string coding) =>
        ContentCoding.Of(new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { Headers = { AcceptEncoding = coding } } }.Request)!;

    private static Task<HttpResponseMessage> SendAsync(RunningServer server, HttpMethod method, string address, string accepted)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return server.Public.SendAsync(request);
    }

    private static string Decode(byte[] body, string? coding)
    {
        using var coded = new MemoryStream(body);
        using Stream plain = coding switch
        {
            "br" => new BrotliStream(coded, CompressionMode.Decompress),
            "gzip" => new GZipStream(coded, CompressionMode.Decompress),
            _ => coded,
        };
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
