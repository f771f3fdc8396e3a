using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Microsoft.Data.Sqlite;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Docs;

/// <summary>The views in the file are what their page says, and show what everyone may see.</summary>
public sealed partial class ViewTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public void The_columns_are_those_of_the_page()
    {
        var documented = Heading().Split(Repository.Read("docs/views.md").ReplaceLineEndings("\n")).Skip(1)
            .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)], section => Column().Matches(section).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").ToList());
        using var session = Session.OpenReader(_server.Database);
        var views = session.Connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'").ToList();
        Assert.Equal(12, views.Count);
        Assert.Equal(views.Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        foreach (var view in views)
        {
            var columns = session.Connection.Query<(string Name, string Type)>("SELECT name, type FROM pragma_table_info(@view)", new { view });
            Assert.Equal(documented[view], columns.Select(column => $"{column.Name} {(column.Type is "INT" or "NUM" ? "INTEGER" : column.Type)}"));
        }
    }

    [Fact]
    public void They_hold_the_founding_example()
    {
        var views = Read();
        Assert.All(views, view => Assert.NotEmpty(view.Value));
        Assert.Equal((10, 272, 1), (views["v_events"].Count, views["v_countries"].Count, views["v_sanctions"].Count));
        var release = views["v_events"].Single(e => (string)e["id"]! == Id("e3"));
        Assert.Equal(("release", "custody", "2025-12-13", 123L), (release["type"], release["type_group"], release["start_on"], release["people"]));
        var sanction = views["v_sanctions"].Single();
        Assert.Equal(("US", "eased", "2025-12-15"), (sanction["senders"], sanction["state"], sanction["state_since"]));
        Assert.Contains(views["v_event_countries"], row => (string)row["event_id"]! == Id("e3") && row["country"] is "BY" && row["role"] is "actor" && row["country_name"] is "Belarus");
        Assert.Contains(views["v_event_headcounts"], row => (string)row["event_id"]! == Id("e5") && (string)row["part_of_event_id"]! == Id("e3") && (string)row["part_of_key"]! == "released");
        Assert.Contains(views["v_event_people"], row => (string)row["role"]! == "actor" && row["capacity"] is not null);
        Assert.Contains(views["v_event_links"], row => (string)row["event_id"]! == Id("e3") && (string)row["type"]! == "in-exchange-for" && (string)row["to_event_id"]! == Id("e4"));
        Assert.Contains(views["v_event_evidence"], row => row["value_best"] is 123L);
    }

    [Fact]
    public void The_query_of_the_page_finds_the_releases()
    {
        using var session = Session.OpenReader(_server.Database);
        var months = session.Connection.Query<(string Month, long Releases, long People)>(Query().Match(Repository.Read("docs/views.md").ReplaceLineEndings("\n")).Groups[1].Value);
        Assert.Equal([("2025-09", 1L, 52L), ("2025-12", 1L, 123L)], months);
    }

    /// <summary>SQLite looks for options of an address only behind <c>file:</c>, and would make a new file else.</summary>
    [Fact]
    public void The_address_for_superset_opens_the_file_for_reading()
    {
        const string Dialect = "sqlite:///", File = "/path/to/events.db";
        var address = SupersetAddress().Match(Repository.Read("docs/views.md")).Groups[1].Value;
        Assert.StartsWith($"{Dialect}file:{File}?", address, StringComparison.Ordinal);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = address[Dialect.Length..].Replace(File, _server.Database, StringComparison.Ordinal) }.ToString());
        connection.Open();
        Assert.Equal(10, connection.ExecuteScalar<long>("SELECT count(*) FROM v_events"));
        Assert.Equal(8, Assert.Throws<SqliteException>(() => connection.Execute("CREATE TABLE t (x)")).SqliteErrorCode);
    }

    [Fact]
    public async Task What_not_everyone_may_see_never_shows()
    {
        JsonObject Secret(JsonObject record) => record.With(new() { ["visibility"] = "restricted" });
        var person = (await _server.PostAsync("/v1/people", Secret(Some.Person("Zyzzyva")))).Text("id")!;
        var later = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva, later"))).Text("id")!;
        var hidden = (await _server.PostAsync("/v1/events", Some.Event("Zyzzyva draft").With(new() { ["workflow"] = "draft" }))).Text("id")!;
        await _server.PostAsync("/v1/events", Some.Event("Zyzzyva under embargo").With(new() { ["embargoUntil"] = "2199-01-01T00:00:00Z", ["topics"] = new JsonArray("zyzzyva") }));
        await _server.PostAsync("/v1/events", Some.Event("Zyzzyva of the archive").With(new() { ["workflow"] = "archived" }));
        await _server.PostAsync("/v1/sanctions", Some.Sanction("Against somebody").With(new() { ["targets"] = new JsonArray(new JsonObject { ["person"] = person }, new JsonObject { ["person"] = later }) }));
        var shown = (await _server.PostAsync("/v1/events", Some.Release("Zygote", "2025-05-05", person, later).With(new()
        {
            ["place"] = Secret(new JsonObject { ["name"] = "Zyzzyva", ["country"] = "EE", ["lat"] = 59.123456, ["lon"] = 24 }),
            ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["country"] = "BY" }, new JsonObject { ["role"] = "mediator", ["person"] = person, ["capacity"] = "Zyzzyva's office" }),
            ["evidence"] = new JsonArray(Some.Supports("d1"), Secret(Some.Supports("d2").With(new() { ["statement"] = "Zyzzyva" })), Some.Supports("d2").With(new() { ["aspect"] = "person", ["about"] = person, ["statement"] = "Zyzzyva" })),
            ["links"] = new JsonArray(Some.Link("responds-to", hidden)),
        }))).Text("id")!;
        await _server.PatchAsync($"/v1/people/{later}", new JsonObject { ["visibility"] = "restricted" });
        await _server.PatchAsync($"/v1/events/{Id("e9")}", new JsonObject { ["workflow"] = "in-review" });
        var gone = (await _server.PostAsync("/v1/people", Some.Person("Zyzzyva deleted"))).Text("id")!;
        await _server.DeleteAsync($"/v1/people/{gone}");

        var views = Read();
        foreach (var (view, rows) in views)
        {
            foreach (var value in rows.SelectMany(row => row.Values).OfType<object>().Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!))
                Assert.All((string[])["yzzyva", person, later, hidden, gone, "59.123456"], secret => Assert.False(value.Contains(secret, StringComparison.Ordinal), $"{view} shows {value}."));
            Assert.DoesNotContain(rows, row => row.TryGetValue("event_id", out var e) && (string)e! == Id("e9"));
        }
        Assert.Contains(views["v_events"], row => (string)row["title"]! == "Zygote" && row["place_country"] is null);
        Assert.DoesNotContain(views["v_event_countries"], row => (string)row["country"]! == "EE");
        Assert.Equal(["BY"], views["v_event_countries"].Where(row => (string)row["event_id"]! == shown).Select(row => (string)row["country"]!));
        Assert.Single(views["v_event_evidence"], row => (string)row["event_id"]! == shown);
    }

    [Fact]
    public async Task A_draft_shows_when_it_is_published()
    {
        var e = (await _server.PostAsync("/v1/events", Some.Event("Zygote").With(new() { ["workflow"] = "draft" }))).Text("id")!;
        Assert.DoesNotContain(Read()["v_events"], row => (string)row["id"]! == e);
        await _server.PatchAsync($"/v1/events/{e}", new JsonObject { ["workflow"] = "published" });
        Assert.Contains(Read()["v_events"], row => (string)row["id"]! == e);
    }

    private Dictionary<string, List<IDictionary<string, object?>>> Read()
    {
        using var session = Session.OpenReader(_server.Database);
        var views = session.Connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'view'").ToList();
        return views.Where(view => view.StartsWith("v_", StringComparison.Ordinal))
            .ToDictionary(view => view, view => session.Connection.Query($"SELECT * FROM {view}").Cast<IDictionary<string, object?>>().ToList());
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Query();

    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(@"^\| Superset \| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex SupersetAddress();
}
