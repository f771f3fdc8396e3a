using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Events.Api.Importing;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Importing;

/// <summary>Files as they come: of every form, broken, and other than they say.</summary>
public sealed class SourceFileTests
{
    public static readonly TheoryData<string, byte[], string> Foreign = new()
    {
        { "csv", "PK\u0003\u0004..."u8.ToArray(), "zip" },
        { "csv", [0x1F, 0x8B, 8, 0, 1], "compressed twice" },
        { "csv", "%PDF-1.7"u8.ToArray(), "PDF" },
        { "csv", [0xFF, 0xFE, (byte)'a', 0], "UTF-16" },
        { "csv", [(byte)'a', 0, (byte)'b'], "no text" },
        { "csv", [], "empty" },
        { "csv", " \r\n"u8.ToArray(), "empty" },
        { "csv", "<!DOCTYPE html>\n<html><body>Not found</body></html>"u8.ToArray(), "HTML" },
        { "csv", "<?xml version=\"1.0\"?><data/>"u8.ToArray(), "reads csv; the file is XML" },
        { "csv", "{\"id\": 1}"u8.ToArray(), "reads csv; the file is JSON" },
        { "csv", "[{\"id\": 1}]"u8.ToArray(), "one object a line" },
        { "xml", "id,name\n1,a\n"u8.ToArray(), "reads xml" },
        { "xml", "<data><row><id>1</id></row>"u8.ToArray(), "cut off" },
        { "xml", "<other><thing/></other>"u8.ToArray(), "no element \"row\"" },
        { "xml", "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><data><row><id>&e;</id><name>a</name></row></data>"u8.ToArray(), "document type definition" },
        { "xml", Encoding.UTF8.GetBytes("<data><row>" + string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40)) + "</row></data>"), "deep" },
        { "xml", [.. "<data><row><id>"u8, 0xC3, 0x28, .. "</id></row></data>"u8], "not UTF-8" },
        { "geojson", "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"id\""u8.ToArray(), "cut off" },
        { "geojson", "{\"type\": \"FeatureCollection\"}"u8.ToArray(), "no list of features" },
        { "geojson", "{\"features\": [], \"features\": [{\"properties\": {\"id\": 1, \"name\": \"n\"}}]}"u8.ToArray(), "two lists of features" },
        { "geojson", "{\"features\": []} and more"u8.ToArray(), "behind the features is no JSON" },
        { "geojson", "{\"features\": []"u8.ToArray(), "behind the features is no JSON, is nested more than 32 deep, or is cut off" },
        { "xml", Encoding.UTF8.GetBytes("<data><row><id>1</id>" + string.Concat(Enumerable.Repeat("<name>x</name>", 20_000)) + "</row></data>"), "more than 1,000 times" },
        { "csv", "id;name\n1;a\n"u8.ToArray(), "delimited by \";\"" },
        { "csv", "id,nam\n1,a\n"u8.ToArray(), "did you mean \"nam\"" },
        { "csv", "id,name,id\n1,a,2\n"u8.ToArray(), "twice" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_file_that_is_something_else_is_told_clearly(string format, byte[] file, string says)
    {
        var unreadable = await Assert.ThrowsAsync<UnreadableFileException>(() => ProfileRun.ReadAsync(ProfileRun.Source(null, Reads(format)), new MemoryStream(file)));
        Assert.Contains(says, unreadable.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "id,name\n1,\"a, \"\"b\"\"\nc\"\n2,d\n")]
    [InlineData("csv", "\uFEFFname,id,more\r\n\"a, \"\"b\"\"\nc\",1,x\r\n\r\nd,2,\r\n")]
    [InlineData("json-lines", "{\"id\": 1, \"name\": \"a, \\\"b\\\"\\nc\"}\r\n\r\n{\"id\": \"2\", \"name\": \"d\", \"more\": [1]}")]
    [InlineData("geojson", "{\"type\": \"FeatureCollection\", \"crs\": {\"features\": [1]}, \"features\": [{\"properties\": {\"id\": 1, \"name\": \"a, \\\"b\\\"\\nc\"}, \"geometry\": null}, {\"id\": 2, \"properties\": {\"name\": \"d\"}}], \"more\": 1}")]
    [InlineData("xml", "<?xml version=\"1.0\"?><data><row id=\"7\"><id>1</id><name>a, \"b\"\nc</name></row><!-- c --><row><name><![CDATA[d]]></name><id> 2 </id><more><deep>x</deep></more></row></data>")]
    public async Task Rows_of_every_form_are_the_same(string format, string file)
    {
        var rows = await ProfileRun.ReadAsync(Reads(format), file);
        Assert.Equal([(1L, "1", "a, \"b\"\nc"), (format == "json-lines" ? 3L : 2L, "2", "d")],
            rows.Select(row => (row.Number, row.Data("report")["externalIds"]![0].Text("value")!, row.Data("report").Text("title")!)));
    }

    [Fact]
    public async Task Members_of_members_attributes_lists_and_points_are_columns()
    {
        var profile = Reads("json-lines").With(new() { ["optional"] = new JsonArray("a.b", "tags"), ["values"] = JsonNode.Parse("""{"all": {"from": "{tags}", "join": "+"}}""") });
        profile["records"]![0]!["data"]!["summary"] = "{a.b} {all}";
        Assert.Equal("x p+q", (await ProfileRun.ReadAsync(profile, """{"id": 1, "name": "n", "a": {"b": "x"}, "tags": ["p", "", "q"]}"""))[0].Data("report").Text("summary"));

        profile = Reads("xml").With(new() { ["optional"] = new JsonArray("@lang", "tags.tag"), ["values"] = JsonNode.Parse("""{"all": {"from": "{tags.tag}", "join": "+"}}""") });
        profile["records"]![0]!["data"]!["summary"] = "{@lang} {all}";
        Assert.Equal("be p+q", (await ProfileRun.ReadAsync(profile, "<d><row lang=\"be\"><id>1</id><name>n</name><tags><tag>p</tag><tag>q</tag></tags></row></d>"))[0].Data("report").Text("summary"));

        profile = Reads("geojson");
        profile["records"]![0]!["data"]!["summary"] = "{latitude} {longitude}";
        Assert.Equal("53.9 27.5", (await ProfileRun.ReadAsync(profile, """{"type": "FeatureCollection", "features": [{"properties": {"id": 1, "name": "n"}, "geometry": {"type": "Point", "coordinates": [27.5, 53.9]}}]}"""))[0].Data("report").Text("summary"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_refused_and_the_others_are_not()
    {
        byte[] file = [.. "id,name\n1,a\n2,a,b\n3\n4,"u8, 0xC3, 0x28, .. "\n5,\"a\"b\n6,good 12\" gun\n7,"u8, .. Encoding.UTF8.GetBytes(new string('x', 1_100_000)), .. "\n8,end\n"u8];
        var rows = await ProfileRun.ReadAsync(ProfileRun.Source(null, Reads("csv")), new MemoryStream(file));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], rows.Select(row => row.Number));
        Assert.Equal([1L, 6, 8], rows.Where(row => row.Commit is not null).Select(row => row.Number));
        Assert.Contains("3 cells and the header 2", rows[1].Problem().Message, StringComparison.Ordinal);
        Assert.Contains("1 cells", rows[2].Problem().Message, StringComparison.Ordinal);
        Assert.Equal(("name", true), (rows[3].Problem().Pointer, rows[3].Problem().Message.Contains("not UTF-8", StringComparison.Ordinal)));
        Assert.Contains("closing quote", rows[4].Problem().Message, StringComparison.Ordinal);
        Assert.Equal("good 12\" gun", rows[5].Data("report").Text("title"));
        Assert.Equal(Reason.TooLarge, rows[6].Problem().Reason);
    }

    [Fact]
    public async Task Lines_of_JSON_that_are_none_are_refused_and_the_others_are_not()
    {
        byte[] file = [.. "{\"id\": 1, \"name\": \"a\"}\n{\"id\": \n[1]\n{\"id\": 2, \"nmae\": \"a\"}\n{\"id\": 3, \"id\": 4, \"name\": \"a\"}\n{\"id\": 5, \"name\": \""u8, 0xFF, .. "\"}\n"u8,
            .. Encoding.UTF8.GetBytes($"{{\"id\": 6, \"name\": \"{new string('x', 1_100_000)}\"}}\n"), .. "{\"id\": 7, \"name\": \"a\"}"u8];
        var rows = await ProfileRun.ReadAsync(ProfileRun.Source(null, Reads("json-lines")), new MemoryStream(file));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], rows.Select(row => row.Number));
        Assert.Equal([1L, 8], rows.Where(row => row.Commit is not null).Select(row => row.Number));
        Assert.Contains("did you mean \"nmae\"", rows[3].Problem().Message, StringComparison.Ordinal);
        Assert.Contains("not UTF-8", rows[5].Problem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_that_are_none_or_hold_characters_that_are_none_are_refused_and_the_others_are_not()
    {
        byte[] file = [.. "{\"type\": \"FeatureCollection\", \"features\": [1, {\"properties\": {\"id\": 1, \"name\": \"a\"}}, null, [{\"properties\": {}}], {\"properties\": {\"id\": 2, \"name\": \""u8, 0xFF,
            .. "\"}}, {\"properties\": {\"id\": 3, \"name\": \"\\ud800\"}}, {\"properties\": {\"\\ud800\": 1, \"id\": 4}}, {\"properties\": {\"id\": 9, \"name\": \"a\", \"name\": \"b\"}}, {\"properties\": {\"id\": 5, \"name\": \"b\"}}]}"u8];
        var rows = await ProfileRun.ReadAsync(ProfileRun.Source(null, Reads("geojson")), new MemoryStream(file));
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9], rows.Select(row => row.Number));
        Assert.Equal([2L, 9], rows.Where(row => row.Commit is not null).Select(row => row.Number));
        Assert.Contains("a member of an object twice", rows[7].Problem().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "id,name\n1,a\n2,\"b")]
    [InlineData("geojson", "{\"type\": \"FeatureCollection\", \"features\": [{\"properties\": {\"id\": 1, \"name\": \"a\"}}, {\"properties\": {\"id\": 2, \"name\": \"")]
    [InlineData("xml", "<d><row><id>1</id><name>a</name></row><row><id>2</id><name>")]
    public async Task A_cell_without_an_end_stops_the_reading_in_bounded_memory_and_what_stands_before_is_read(string format, string start)
    {
        const long Length = 60_000_000;
        var file = new Endless(Encoding.UTF8.GetBytes(start), Length);
        var (source, rows) = (ProfileRun.Source(null, Reads(format)), new List<SourceRow>());
        var unreadable = await Assert.ThrowsAsync<UnreadableFileException>(async () =>
        {
            await foreach (var row in source.ReadAsync(file, CancellationToken.None))
                rows.Add(row);
        });
        Assert.Equal(2, unreadable.Row);
        Assert.Equal("1", Assert.Single(rows).Data("report")["externalIds"]![0].Text("value"));
        Assert.InRange(file.Taken, 1_000_000, 10_000_000);
    }

    [Fact]
    public async Task Many_small_features_are_all_read_and_those_before_a_broken_one_too()
    {
        var features = string.Join(",\n", Enumerable.Range(1, 5_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"properties\": {{\"id\": {i}, \"name\": \"n\"}}}}")));
        Assert.Equal(5_000, (await ProfileRun.ReadAsync(Reads("geojson"), $"{{\"type\": \"FeatureCollection\", \"features\": [{features}]}}")).Count);
        Assert.Empty(await ProfileRun.ReadAsync(Reads("geojson"), "{\"type\": \"FeatureCollection\", \"features\": []}"));

        var rows = 0;
        var unreadable = await Assert.ThrowsAsync<UnreadableFileException>(async () =>
        {
            await using var file = new MemoryStream(Encoding.UTF8.GetBytes($"{{\"type\": \"FeatureCollection\", \"features\": [{features}, {{\"properties\": {{no]"));
            await foreach (var row in ProfileRun.Source(null, Reads("geojson")).ReadAsync(file, CancellationToken.None))
                rows++;
        });
        Assert.Equal((5_000, 5_001), (rows, unreadable.Row));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_ends_a_short_file()
    {
        var unreadable = await Assert.ThrowsAsync<UnreadableFileException>(() => ProfileRun.ReadAsync(Reads("csv"), "id,name\n1,a\n2,\"b\n3,c\n"));
        Assert.Equal((2, true), (unreadable.Row, unreadable.Message.Contains("never closed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_long_file_is_read_as_it_comes()
    {
        var rows = 0;
        await using var file = new MemoryStream(Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(1, 30_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},name {i}\n")))));
        await foreach (var row in ProfileRun.Source(null, Reads("csv")).ReadAsync(new Unseekable(file), CancellationToken.None))
        {
            Assert.Equal(++rows, row.Number);
            if (rows == 1)
                Assert.True(file.Position < file.Length, "The first row comes before the last one is read.");
        }
        Assert.Equal(30_000, rows);
    }

    [Fact]
    public async Task Gzip_is_read_like_the_file_itself()
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                await zip.WriteAsync("id,name\n1,a\n"u8.ToArray());
            await using var server = await RunningServer.StartAsync(ExampleSet.None);
            var imported = await server.ImportAsync(null, path, Reads("csv"));
            imported.RequireDone();
            Assert.Equal(1, imported.Count(Domain.Importing.RowOutcome.Created));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static JsonObject Reads(string format) => new()
    {
        ["name"] = "own",
        ["title"] = "Own",
        ["reads"] = new JsonArray(format == "xml" ? new JsonObject { ["format"] = format, ["element"] = "row" } : new JsonObject { ["format"] = format }),
        ["records"] = JsonNode.Parse("""[{"kind": "report", "data": {"title": "{name}", "externalIds": [{"scheme": "own", "value": "{id}"}]}}]"""),
    };

    /// <summary>A file that goes on with one letter.</summary>
    private sealed class Endless(byte[] start, long length) : Stream
    {
        public long Taken { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var n = (int)Math.Min(count, length - Taken);
            for (var i = 0; i < n; i++)
                buffer[offset + i] = Taken + i < start.Length ? start[Taken + i] : (byte)'x';
            Taken += n;
            return n;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A stream that hides its length, as those of requests do.</summary>
    private sealed class Unseekable(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 8192));
        public override void Flush() => inner.Flush();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
