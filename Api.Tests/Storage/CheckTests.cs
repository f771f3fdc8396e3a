using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Storage;

/// <summary>What check finds, and that a rebuild makes the same tables as the writer made one by one.</summary>
public sealed class CheckTests
{
    private const string Release = "019b1795-0200-7000-8000-0000000000e3";
    private const string Lithuania = "019b1795-0200-7000-8000-0000000000e8";

    [Fact]
    public async Task A_history_of_updates_deletions_and_restrictions_is_rebuilt_to_the_same_tables()
    {
        await using var server = await RunningServer.StartAsync();
        await ChangeMuchAsync(server);
        var before = Check.Run(server.Database, Upcasters.Current);

        await using var copy = await CopyAsync(server);
        using (var session = Session.OpenWriter(copy.Path))
            Rebuild.Run(session, Upcasters.Current);
        var rebuilt = Check.Run(copy.Path, Upcasters.Current);

        Assert.Empty(before);
        Assert.Empty(rebuilt);
    }

    [Theory]
    [InlineData("DELETE FROM posting WHERE rowid_of", "posting: ")]
    [InlineData("UPDATE posting SET rights = 1 - rights WHERE rowid_of", "posting: ")]
    [InlineData("DELETE FROM indexed WHERE key = (SELECT max(key) FROM indexed)", "indexed: ")]
    [InlineData("UPDATE event_index SET people = 124 WHERE people = 123", "event_index: ")]
    [InlineData("UPDATE event_people SET best = 124 WHERE best = 123", "event_people: ")]
    [InlineData("UPDATE event_tally SET events = events + 1 WHERE term = 'event/country:BY'", "event_tally: ")]
    [InlineData("UPDATE rendering SET item = CAST(replace(item, '123', '124') AS BLOB) WHERE instr(item, '123')", "rendering: ")]
    [InlineData("DELETE FROM rendering WHERE slot = (SELECT max(slot) FROM rendering)", "rendering: ")]
    [InlineData("DELETE FROM name_index WHERE form = 'bialiatski'", "name_index: ")]
    [InlineData("DELETE FROM sanction_state", "sanction_state: ")]
    [InlineData("DELETE FROM record_text WHERE rowid = (SELECT max(rowid) FROM record_text)", "record_text_docsize: ")]
    [InlineData("UPDATE record SET document = CAST(replace(document, '123', '124') AS BLOB) WHERE instr(document, '123') AND kind = 'event'", "is not what was committed")]
    [InlineData("UPDATE record SET document = CAST('{\"title\":' AS BLOB) WHERE kind = 'event'", "is not what was committed")]
    [InlineData("UPDATE record SET digest = zeroblob(32) WHERE kind = 'report'", "is not what was committed")]
    [InlineData("DELETE FROM record WHERE kind = 'person' AND row = (SELECT max(row) FROM record WHERE kind = 'person')", "does not follow from what it holds")]
    [InlineData("DELETE FROM external_id WHERE value = 'person-bialiatski'", "external_id: 1 rows are missing that follow from the documents, the first being person, events-example, person-bialiatski")]
    [InlineData("UPDATE external_id SET id = (SELECT max(id) FROM record WHERE kind = 'person') WHERE value = 'person-bialiatski'", "external_id: 1 rows stand there that do not follow")]
    [InlineData("DELETE FROM ledger_commit WHERE seq = 3", "Ledger: commit 4 follows commit 2.")]
    [InlineData("DELETE FROM ledger_commit WHERE seq = (SELECT max(seq) FROM ledger_commit)", "versions belong to no commit")]
    [InlineData("UPDATE ledger_commit SET actor = 'somebody' WHERE seq = 2", "Ledger: the hash of commit 2 does not follow")]
    [InlineData("UPDATE ledger_commit SET at = at - 86400000000 WHERE seq = 4", "Ledger: commit 4 is not later")]
    public async Task Each_kind_of_damage_is_found(string damage, string expected)
    {
        await using var server = await RunningServer.StartAsync();
        await using var copy = await CopyAsync(server);

        Damage.Run(copy.Path, damage.Replace("rowid_of", "(term, day, key, from_seq) = (SELECT term, day, key, from_seq FROM posting LIMIT 1)", StringComparison.Ordinal));
        var found = Check.Run(copy.Path, Upcasters.Current);

        Assert.Contains(found, sentence => sentence.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DELETE FROM external_id")]
    [InlineData("UPDATE external_id SET id = (SELECT max(id) FROM record WHERE kind = external_id.kind)")]
    [InlineData("INSERT INTO external_id (kind, scheme, value, id) SELECT kind, scheme, value || '-2', id FROM external_id")]
    public async Task Names_that_are_lost_or_wrong_are_made_again(string damage)
    {
        await using var server = await RunningServer.StartAsync();
        await ChangeMuchAsync(server);
        await using var copy = await CopyAsync(server);

        Damage.Run(copy.Path, damage);
        var before = Check.Run(copy.Path, Upcasters.Current);
        using (var session = Session.OpenWriter(copy.Path))
            Rebuild.Run(session, Upcasters.Current);

        Assert.Contains(before, sentence => sentence.StartsWith("external_id: ", StringComparison.Ordinal));
        Assert.Empty(Check.Run(copy.Path, Upcasters.Current));
    }

    [Fact]
    public async Task A_page_that_was_overwritten_is_found()
    {
        await using var server = await RunningServer.StartAsync();
        await using var copy = await CopyAsync(server);
        await using (var file = new FileStream(copy.Path, FileMode.Open))
        {
            // Far behind the first page, so that it is still recognised.
            file.Position = file.Length / 2 / 4096 * 4096;
            await file.WriteAsync(new byte[4096 * 20]);
        }

        Assert.NotEmpty(Check.Run(copy.Path, Upcasters.Current));
    }

    private static async Task ChangeMuchAsync(RunningServer server)
    {
        var (report, draft) = ("019b1795-0200-7000-8000-0000000000d1", "");
        await PatchAsync(server, $"v1/people/019b1795-0200-7000-8000-0000000000a1", """{"name":"Ales Bialiatski, laureate"}""");
        await PatchAsync(server, $"v1/events/{Release}", """{"start":"2025-12","title":"A release in December"}""");
        await PatchAsync(server, $"v1/events/{Lithuania}", """{"workflow":"in-review"}""");
        await PatchAsync(server, $"v1/people/019b1795-0200-7000-8000-0000000000a4", """{"visibility":"restricted"}""");
        await PatchAsync(server, $"v1/reports/{report}", """{"title":"Renamed"}""");
        await PatchAsync(server, "v1/sanctions/019b1795-0200-7000-8000-000000000051", """{"name":"Measure against potash"}""");
        using (var made = await Stories.PostAsync(server.Editor, "v1/events", Stories.Event("Draft that goes", "draft-that-goes").ToJsonString()))
            draft = (string)(await Stories.ReadAsync(made))["id"]!;
        await PatchAsync(server, $"v1/events/{draft}", """{"title":"Draft that went","start":"2024"}""");
        using (var gone = await RunningServer.SendAsync(server.Editor, HttpMethod.Delete, $"v1/events/{draft}", null, "\"2\""))
            Assert.True(gone.IsSuccessStatusCode, await gone.Content.ReadAsStringAsync());
        using (var again = await Stories.PostAsync(server.Editor, "v1/commits?onExisting=update", Stories.Commit("draft", 3).Replace("event-draft-1", "draft-that-goes", StringComparison.Ordinal)))
            await Stories.ReadAsync(again);
        using (var again = await Stories.PostAsync(server.Editor, "v1/commits?onExisting=update", Stories.Commit("draft", 3).Replace("Event 2", "Event two", StringComparison.Ordinal)))
            await Stories.ReadAsync(again);
        await PatchAsync(server, $"v1/events/{Lithuania}", """{"workflow":"published"}""");
    }

    private static async Task PatchAsync(RunningServer server, string address, string patch)
    {
        using var current = await server.Editor.GetAsync(new Uri(address, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Patch, address) { Content = new StringContent(patch, System.Text.Encoding.UTF8, "application/merge-patch+json") };
        request.Headers.TryAddWithoutValidation("If-Match", current.Headers.ETag!.ToString());
        using var response = await server.Editor.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{address}: {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<Copy> CopyAsync(RunningServer server)
    {
        var copy = new Copy();
        await Task.Run(() => Backup.Write(server.Database, copy.Path));
        return copy;
    }

    private sealed class Copy : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public string Path => _folder.File("copy.db");

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
