using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using static Events.Api.Tests.Importing.ImportTests;

namespace Events.Api.Tests.Importing;

/// <summary>Files that are not what they should be, and machines that fail: a clear report, the ledger whole, nothing doubled.</summary>
public sealed class ImportFaultTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Gzip_a_byte_order_mark_and_the_line_ends_of_Windows_change_nothing()
    {
        var text = Encoding.UTF8.GetBytes($"\uFEFF{Person("a", "Aляксандр")}\r\n\r\n{Person("b", "B")}");
        var zipped = await _server.Editor.ImportAsync(Imports.Gzip(text), type: "application/gzip");
        using var content = new ByteArrayContent(Imports.Gzip(text)) { Headers = { ContentEncoding = { "gzip" } } };
        using var encoded = await _server.Editor.SendFileAsync(content, "?wait=30");
        var plain = await _server.Editor.ImportAsync(text);

        Assert.Equal(("2 0 0 0", "0 0 2 0"), (zipped.Counts(), plain.Counts()));
        Assert.Equal("0 0 2 0", (await Stories.ReadAsync(encoded)).Counts());
    }

    [Fact]
    public async Task A_file_of_several_gzip_members_is_read_to_its_end()
    {
        byte[] file = [.. Imports.Gzip(Encoding.UTF8.GetBytes(Person("a", "A") + "\n")), .. Imports.Gzip(Encoding.UTF8.GetBytes(Person("b", "B") + "\n"))];
        Assert.Equal("2 0 0 0", (await _server.Editor.ImportAsync(file)).Counts());
    }

    [Fact]
    public async Task A_line_of_broken_UTF_8_is_refused_alone()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Person("a", "A") + "\n" + """{"kind":"person","data":{"name":" """), 0xC3, 0x28, 0xFF, .. Encoding.UTF8.GetBytes("\"}}\n" + Person("c", "C"))];
        var import = await _server.Editor.ImportAsync(file);

        Assert.Equal(("done", "2 0 0 1"), ((string)import["state"]!, import.Counts()));
        Assert.Equal("The line is not UTF-8.", await ProblemOfAsync(import, 2));
    }

    [Fact]
    public async Task A_line_of_50_MB_is_refused_alone()
    {
        var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes(Person("a", "A") + "\n{\"kind\":\"person\",\"data\":{\"name\":\""));
        for (var i = 0; i < 50; i++)
            file.Write(Encoding.ASCII.GetBytes(new string('x', 1024 * 1024)));
        file.Write(Encoding.UTF8.GetBytes("\"}}\n" + Person("c", "C") + "\n"));
        var import = await _server.Editor.ImportAsync(file.ToArray());

        Assert.Equal("2 0 0 1", import.Counts());
        Assert.Contains("longer than", await ProblemOfAsync(import, 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"kind\":\"person\",\"kind\":\"person\",\"data\":{\"name\":\"A\"}}")]
    [InlineData("[1, 2]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"records\": []}")]
    [InlineData("{\"records\": {}}")]
    [InlineData("{\"kind\": \"person\", \"data\": null}")]
    [InlineData("{\"kind\": \"country\", \"data\": {\"code\": \"XX\"}}")]
    [InlineData("{\"kind\": \"person\", \"data\": {\"name\": \"\\ud800\"}}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"kind\": \"person\", \"id\": \"x\", \"data\": {\"name\": \"A\"}}")]
    [InlineData("{\"kind\": \"person\", \"externalId\": {\"scheme\": 1}}")]
    [InlineData("{\"reason\": 7, \"records\": [{\"kind\": \"person\", \"data\": {\"name\": \"A\"}}]}")]
    public async Task A_line_that_is_no_commit_is_refused_alone(string line)
    {
        var import = await _server.Editor.ImportAsync([line, Person("z", "Z")]);

        Assert.Equal(("done", "1 0 0 1"), ((string)import["state"]!, import.Counts()));
        Assert.NotEqual("", await ProblemOfAsync(import, 1));
    }

    [Fact]
    public async Task A_line_that_is_nested_too_deep_is_refused_alone()
    {
        var import = await _server.Editor.ImportAsync([new string('[', 100_000), Person("z", "Z")]);
        Assert.Equal("1 0 0 1", import.Counts());
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>503</body></html>", "no NDJSON")]
    [InlineData("id,name\n1,A\n", "no NDJSON")]
    [InlineData("PK\u0003\u0004\0\0", "no text")]
    public async Task A_file_that_is_something_else_is_refused_at_once(string text, string expected)
    {
        var import = await _server.Editor.ImportAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(("failed", "0 0 0 0"), ((string)import["state"]!, import.Counts()));
        Assert.Contains(expected, (string)import["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_told_so()
    {
        var import = await _server.Editor.ImportAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Person("a", "A"))]);
        Assert.Contains("UTF-16", (string)import["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_has_no_rows()
    {
        var import = await _server.Editor.ImportAsync(Array.Empty<byte>());
        Assert.Equal(("done", "0 0 0 0"), ((string)import["state"]!, import.Counts()));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task A_gzip_file_that_is_cut_short_fails_and_what_could_be_read_is_written_once(double share)
    {
        var lines = Enumerable.Range(1, 3000).Select(i => Person($"{i}", $"Person {i} {i * 7919 % 10007}")).ToList();
        var whole = Imports.Gzip(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var cut = await _server.Editor.ImportAsync(whole[..(int)(whole.Length * share)]);

        Assert.Equal("failed", (string)cut["state"]!);
        Assert.Contains("cut short or damaged", (string)cut["problem"]!, StringComparison.Ordinal);
        var read = (long)cut["rows"]!["read"]!;
        Assert.InRange(read, 100, 3000);
        // The last line may have been read by half.
        Assert.InRange((long)cut["rows"]!["refused"]!, 0, 1);

        Assert.Equal(3000, (long)(await _server.Editor.ImportAsync(whole))["rows"]!["read"]!);
        Assert.Equal(3000, Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
        Sound();
    }

    [Fact]
    public async Task A_damaged_gzip_file_fails()
    {
        var whole = Imports.Gzip(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 3000).Select(i => Person($"{i}", $"Person {i} {i * 7919 % 10007}")))));
        whole[whole.Length / 2] ^= 0x55;
        var import = await _server.Editor.ImportAsync(whole);

        Assert.Equal("failed", (string)import["state"]!);
        Sound();
    }

    [Fact]
    public async Task A_gzip_bomb_fails_early()
    {
        var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            zeros.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 1024; i++)
                gzip.Write(zeros);
        }
        var import = await _server.Editor.ImportAsync(bomb.ToArray());

        Assert.Equal("failed", (string)import["state"]!);
        Assert.Contains("times its size", (string)import["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_key_that_may_write_imports_or_sees_imports()
    {
        var import = await _server.Editor.ImportAsync([Person("a", "A")]);
        foreach (var (client, status) in new[] { (_server.Public, HttpStatusCode.Unauthorized), (_server.Reader, HttpStatusCode.Forbidden) })
        {
            using var sent = await client.SendFileAsync(new StringContent(Person("b", "B")));
            Assert.Equal(status, sent.StatusCode);
            foreach (var address in new[] { "/v1/imports", $"/v1/imports/{import["id"]}", $"/v1/imports/{import["id"]}/rows" })
            {
                using var read = await client.GetAsync(new Uri(address, UriKind.Relative));
                Assert.Equal(status, read.StatusCode);
            }
        }
        Assert.Equal(1, Ask("SELECT count(*) FROM import_batch"));
    }

    [Theory]
    [InlineData("?mode=some", "application/x-ndjson", HttpStatusCode.BadRequest, "unknown-code")]
    [InlineData("?profile=ucdp", "text/csv", HttpStatusCode.BadRequest, "unknown-code")]
    [InlineData("", "text/csv", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("?dryRun=yes", "application/x-ndjson", HttpStatusCode.BadRequest, "unknown-code")]
    [InlineData("?dryrun=true", "application/x-ndjson", HttpStatusCode.BadRequest, "unknown-parameter")]
    [InlineData("?source=", "application/x-ndjson", HttpStatusCode.BadRequest, "invalid-parameter")]
    [InlineData("?wait=61", "application/x-ndjson", HttpStatusCode.BadRequest, "invalid-parameter")]
    public async Task Wrong_words_are_told_before_anything_is_read(string query, string type, HttpStatusCode status, string slug)
    {
        using var answer = await _server.Editor.SendFileAsync(new StringContent(Person("a", "A")), query, type);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(slug, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, Ask("SELECT count(*) FROM import_batch"));
        Assert.False(Directory.Exists(_server.Database + ".imports"));
    }

    [Fact]
    public async Task A_body_without_a_type_or_in_an_unknown_coding_is_refused()
    {
        using var untyped = new ByteArrayContent([1]);
        using var first = await _server.Editor.PostAsync(new Uri("/v1/imports", UriKind.Relative), untyped);
        using var coded = new ByteArrayContent([1]) { Headers = { ContentEncoding = { "br" } } };
        using var second = await _server.Editor.SendFileAsync(coded);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_form_without_a_file_or_with_another_part_is_refused()
    {
        foreach (var name in new[] { "profil", "data" })
        {
            using var form = new MultipartFormDataContent { { new StringContent("{}"), name } };
            using var answer = await _server.Editor.PostAsync(new Uri("/v1/imports", UriKind.Relative), form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using var empty = new MultipartFormDataContent();
        using var nothing = await _server.Editor.PostAsync(new Uri("/v1/imports", UriKind.Relative), empty);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
    }

    [Fact]
    public async Task A_profile_may_stand_behind_its_file()
    {
        const string Profile = """{"name": "names", "title": "Names", "reads": [{"format": "csv"}], "records": [{"kind": "person", "data": {"name": "{name}", "externalIds": [{"scheme": "names", "value": "{id}"}]}}]}""";
        using var form = new MultipartFormDataContent { { new StringContent("id,name\n1,A\n"), "file", "names.csv" }, { new StringContent(Profile), "profile" } };
        using var answer = await _server.Editor.PostAsync(new Uri("/v1/imports?wait=30", UriKind.Relative), form);
        var import = await Stories.ReadAsync(answer);

        Assert.Equal(("done", "1 0 0 0", "names"), ((string)import["state"]!, import.Counts(), (string)import["source"]!));
    }

    [Fact]
    public async Task A_form_brings_the_name_of_its_file()
    {
        using var form = new MultipartFormDataContent { { new StringContent(Person("a", "A")), "file", "people.ndjson" } };
        using var answer = await _server.Editor.PostAsync(new Uri("/v1/imports?wait=30", UriKind.Relative), form);
        var import = await Stories.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(("people.ndjson", "1 0 0 0", $"/v1/imports/{import["id"]}"), ((string)import["file"]!, import.Counts(), answer.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_sender_that_goes_away_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var content = new PushContent(async stream =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Person("a", "A") + "\n"));
            await stream.FlushAsync();
            while (!Directory.Exists(_server.Database + ".imports") || !Directory.EnumerateFiles(_server.Database + ".imports").Any())
                await Task.Delay(5);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop.Token);
        });
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        await Assert.ThrowsAnyAsync<Exception>(() => _server.Editor.PostAsync(new Uri("/v1/imports", UriKind.Relative), content, stop.Token));
        for (var tries = 0; tries < 200 && Directory.EnumerateFiles(_server.Database + ".imports").Any(); tries++)
            await Task.Delay(50);

        Assert.Empty(Directory.EnumerateFiles(_server.Database + ".imports"));
        Assert.Equal(0, Ask("SELECT count(*) FROM import_batch"));
    }

    [Fact]
    public async Task An_import_that_is_stopped_keeps_what_is_written_and_goes_on_when_resumed()
    {
        var lines = Enumerable.Range(1, 4000).Select(i => Person($"{i}", $"P {i}")).ToList();
        using var sent = await _server.Editor.SendFileAsync(new StringContent(string.Join('\n', lines)));
        var import = await Stories.ReadAsync(sent);
        while (Ask("SELECT count(*) FROM record WHERE kind = 'person'") == 0)
            await Task.Delay(5);
        using (var answer = await _server.Editor.PostAsync(new Uri($"/v1/imports/{import["id"]}/stop", UriKind.Relative), null))
            import = await Stories.ReadAsync(answer);
        var (state, written) = ((string)import["state"]!, Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
        var resumed = await _server.Editor.AskAsync(import, "resume");

        Assert.Equal("stopped", state);
        Assert.InRange(written, 1, 3999);
        Assert.Equal((long)import["rows"]!["read"]!, written);
        Assert.Equal(("done", "4000 0 0 0"), ((string)resumed["state"]!, resumed.Counts()));
        Assert.Equal(4000, Ask("SELECT count(*) FROM record WHERE kind = 'person'"));
    }

    [Fact]
    public async Task An_import_whose_rows_cannot_be_written_fails_and_goes_on_when_resumed()
    {
        var lines = Enumerable.Range(1, 6000).Select(i => Person($"{i}", $"P {i}")).ToList();
        using var sent = await _server.Editor.SendFileAsync(new StringContent(string.Join('\n', lines)));
        var import = await Stories.ReadAsync(sent);
        while (Ask("SELECT count(*) FROM record WHERE kind = 'person'") == 0)
            await Task.Delay(5);
        var away = _server.Database + ".away";
        File.Move(_server.Database, away);
        await Task.Delay(500);
        File.Move(away, _server.Database);
        using (var answer = await _server.Editor.GetAsync(new Uri($"/v1/imports/{import["id"]}?wait=30", UriKind.Relative)))
            import = await Stories.ReadAsync(answer);

        Assert.Equal("failed", (string)import["state"]!);
        Assert.Contains("The database file is gone", (string)import["problem"]!, StringComparison.Ordinal);
        var resumed = await _server.Editor.AskAsync(import, "resume");
        Assert.Equal(("done", "6000 0 0 0"), ((string)resumed["state"]!, resumed.Counts()));
    }

    [Fact]
    public async Task A_row_that_could_not_be_read_before_an_interruption_still_keeps_all_from_being_retired()
    {
        await _server.Editor.ImportAsync([Person("gone", "Gone")], "?source=list");
        var lines = Enumerable.Range(1, 4000).Select(i => Person($"{i}", $"P {i}")).Prepend("{").ToList();
        using var sent = await _server.Editor.SendFileAsync(new StringContent(string.Join('\n', lines)), "?source=list&retireMissing=true");
        var import = await Stories.ReadAsync(sent);
        while (Ask("SELECT count(*) FROM record WHERE kind = 'person'") < 2)
            await Task.Delay(5);
        using (var answer = await _server.Editor.PostAsync(new Uri($"/v1/imports/{import["id"]}/stop?wait=30", UriKind.Relative), null))
            import = await Stories.ReadAsync(answer);
        Assert.Equal("stopped", (string)import["state"]!);
        var resumed = await _server.Editor.AskAsync(import, "resume");

        Assert.Equal(("done", "4000 0 0 1", 0), ((string)resumed["state"]!, resumed.Counts(), (int)resumed["rows"]!["retired"]!));
        Assert.Equal(0, Ask("SELECT count(*) FROM record WHERE op = 'delete'"));
    }

    private async Task<string> ProblemOfAsync(JsonNode import, int number) =>
        (string)(await _server.Editor.RowsAsync(import)).Single(row => (int?)row["row"] == number)["problems"]![0]!["message"]!;

    private long Ask(string sql)
    {
        using var session = Session.OpenReader(_server.Database);
        return session.Connection.ExecuteScalar<long>(sql);
    }

    private void Sound() => Assert.Empty(Check.Run(_server.Database, Upcasters.Current));

    private sealed class PushContent(Func<Stream, Task> push) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => push(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
