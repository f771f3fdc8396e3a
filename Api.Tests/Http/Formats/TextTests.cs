using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Events.Api.Tests.Support;
using Microsoft.VisualBasic.FileIO;

namespace Events.Api.Tests.Http.Formats;

/// <summary>Texts come through every format as they are, and never as anything but text.</summary>
public sealed class TextTests : IAsyncLifetime
{
    private const string Strange = "=HYPERLINK(\"http://x\",\"y\")\r\nDTSTART:19700101\rUID:one\nUID:two";

    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("x\u00A0=1", "x\u00A0=1")]
    [InlineData("\u00A0\u200B@SUM(A1)", "'\u00A0\u200B@SUM(A1)")]
    [InlineData("\t tab", "'\t tab")]
    [InlineData("\r return", "'\r return")]
    [InlineData("＝1", "'＝1")]
    [InlineData("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0")]
    [InlineData("1=1", "1=1")]
    [InlineData("'=1", "'=1")]
    [InlineData(" said \"she\", twice", " said \"she\", twice")]
    public async Task A_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(string text, string cell)
    {
        await PostAsync(Some.Event("Cells", "2199-01-01").With(new() { ["summary"] = text }));
        using var table = new TextFieldParser(new StringReader(await GetAsync("/v1/events.csv?from=2199"))) { Delimiters = [","], TrimWhiteSpace = false };
        var names = table.ReadFields()!;
        Assert.Equal(cell, table.ReadFields()![Array.IndexOf(names, "summary")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(",")]
    [InlineData("é;")]
    public async Task A_calendar_folds_its_lines_between_signs_and_no_text_breaks_out_of_its_line(string begin)
    {
        var title = begin + string.Concat(Enumerable.Repeat("😀", 60));
        await PostAsync(Some.Event(title, "2199-01-01").With(new() { ["summary"] = Strange }));
        var text = await GetAsync("/v1/events.ics?from=2199");
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', text);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal(1, lines.Count(line => line.StartsWith("UID:", StringComparison.Ordinal)));
        Assert.Equal(1, lines.Count(line => line.StartsWith("DTSTART", StringComparison.Ordinal)));
        Assert.DoesNotContain('\r', string.Concat(lines));
        Assert.DoesNotContain('\n', string.Concat(lines));
        Assert.Equal(title, Ical.Net.Calendar.Load(text)!.Events.Single().Summary);
    }

    [Theory]
    [InlineData("2025-12", null, "20251201", "20260101")]
    [InlineData("[..2025-12-13]", null, "20251213", "20251214")]
    [InlineData("[2025-12-13..]", null, "20251213", "20251214")]
    [InlineData("[2025-12-13..2025-12-15]", null, "20251213", "20251216")]
    [InlineData("2025-12-13", "2025-12-31~", "20251213", "20260101")]
    [InlineData("2025-12", "[2025-12-05..]", "20251201", "20260101")]
    [InlineData("2025-12-01", "[2025-12-05..]", "20251201", "20251206")]
    [InlineData("9999", null, "99990101", null)]
    public async Task A_calendar_entry_lasts_from_the_first_day_through_the_last(string start, string? end, string from, string? to)
    {
        var e = await PostAsync(Some.Event("Days", start).With(new() { ["end"] = end, ["topics"] = new JsonArray("days") }));
        var lines = (await GetAsync("/v1/events.ics?topic=days")).Split("\r\n");
        Assert.Contains($"UID:{e}", lines);
        Assert.Contains($"DTSTART;VALUE=DATE:{from}", lines);
        Assert.Equal(to is null ? [] : [$"DTEND;VALUE=DATE:{to}"], lines.Where(line => line.StartsWith("DTEND", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_feed_is_valid_whatever_stands_in_a_title()
    {
        await PostAsync(Some.Event("A <b> & \u0001 \uFFFF 😀", "2199-01-01").With(new() { ["summary"] = "]]> \u202Eعربي" }));
        var entry = XDocument.Parse(await GetAsync("/v1/events.atom?from=2199")).Descendants().Single(it => it.Name.LocalName == "entry");
        Assert.Equal("A <b> & \uFFFD \uFFFD 😀", entry.Elements().Single(it => it.Name.LocalName == "title").Value);
        Assert.Equal("]]> \u202Eعربي", entry.Elements().Single(it => it.Name.LocalName == "summary").Value);
    }

    private async Task<string> PostAsync(JsonObject e) => (await _server.PostAsync("/v1/events", e)).Text("id")!;

    private Task<string> GetAsync(string address) => _server.Public.GetStringAsync(new Uri(address, UriKind.Relative));
}
