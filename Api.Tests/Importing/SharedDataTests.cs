using System.Text.Json.Nodes;
using Events.Api.Commits;
using Events.Api.Tests.Support;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Tests.Importing;

/// <summary>The real files of the sources, where they stand beside the working tree.</summary>
public sealed class SharedDataTests
{
    [SharedDataFact]
    public async Task Every_row_of_the_global_sample_is_an_event()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var imported = await server.ImportAsync("ucdp-ged", SharedData.File("ucdp-ged/ged231_global_sample_1000.csv.gz"));
        Require(imported, 1000, created: 1000, []);
        await Spot(server, "ucdp-ged", "300380", "2013-01-03", "SY", "Rami village", 2);
        await Spot(server, "ucdp-ged", "21300", "[1989-05-10..1989-05-16]", "AO", "Lunda Sul province", 14);
    }

    [SharedDataFact]
    public async Task Every_feature_of_the_Central_African_Republic_is_an_event()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        Require(await server.ImportAsync("ucdp-ged", SharedData.File("ucdp-ged/ged231_central_african_republic.geojson.gz")), 1848, created: 1848, []);
        await Spot(server, "ucdp-ged", "36210", "2009-02-20", "CF", "Southeast Central African Republic", 3);
    }

    [SharedDataFact]
    public async Task Every_row_of_Syria_is_read_and_what_contradicts_itself_is_noted()
    {
        var rows = await CheckAsync("ucdp-ged", "ucdp-ged/ged_syria.csv.gz");
        Assert.Equal((16_566, 16_566), (rows.Read, rows.Accepted));
        Assert.Equal(101, rows.Noted);
        Assert.Equal(("2016-01-01", 4), (rows.Events["214797"].Text("start"), rows.Events["214797"]["headcounts"]![0]!["best"]!.GetValue<int>()));
        Assert.Null(rows.Events["219459"]["headcounts"]);
        Assert.All(rows.Events.Values, one => Assert.Equal("SY", one["place"].Text("country")));
    }

    [SharedDataFact]
    public async Task Every_listing_is_a_target()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var xml = await server.ImportAsync("canada-sanctions", SharedData.File("canada-sanctions/sema-lmes-2025-03.xml.gz"));
        Require(xml, 4759, created: 4759, []);
        var targets = 0;
        for (string? next = "/v1/sanctions?limit=50"; next is not null;)
        {
            var page = await server.GetAsync(next);
            targets += page["items"]!.AsArray().Sum(sanction => sanction!["targets"]!.AsArray().Count);
            next = page.Text("next");
        }
        Assert.Equal(4759, targets);
        Assert.Equal(44, xml.Groups.Count);
        var csv = await server.ImportAsync("canada-sanctions", SharedData.File("canada-sanctions/sema-lmes-2025-03.csv.gz"));
        csv.RequireDone();
        Assert.Equal(4759, csv.Count(RowOutcome.Unchanged));
        Assert.All(csv.Groups, row => Assert.Equal(RowOutcome.Unchanged, row.Outcome));
        var listing = Assert.Single((await server.GetAsync("/v1/events?q=" + Uri.EscapeDataString("Balaba Dmitry Vladimirovich")))["items"]!.AsArray())!;
        Assert.Equal(("sanction-imposed", "2020-09-28", "CA"), (listing.Text("type"), listing["start"].Text("value"), listing["participants"]![0]!["country"].Text("code")));
        var person = await server.GetAsync("/v1/people/" + listing["participants"]![1]!["person"].Text("id"));
        Assert.Equal(("Dmitry Vladimirovich Balaba", "1972"), (person.Text("name"), person["bornOn"].Text("value")));
    }

    [SharedDataFact]
    public async Task Every_coded_event_is_a_draft()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        Require(await server.ImportAsync("gdelt", SharedData.File("gdelt/20191024143000.export.CSV.gz")), 2111, created: 2111, []);
        Assert.Empty((await server.GetAsync("/v1/events"))["items"]!.AsArray());
        var one = await Event(server, "gdelt", "881990833");
        Assert.Equal(("talks", "BY", "unverified", "draft", "2018-10-24"), (one.Text("type"), one["place"]!["country"].Text("code"), one.Text("verification"), one.Text("workflow"), one["start"].Text("value")));
        var iraq = (await server.GetAsync("/v1/events?country=IQ&workflow=draft&limit=50", server.Editor))["items"]!.AsArray();
        Assert.True(iraq.Count(one => one!["place"]?["country"].Text("code") == "IQ") >= 9);
    }

    [SharedDataFact]
    public async Task Every_entry_of_the_portal_is_read_and_what_is_no_politics_is_left_out()
    {
        var rows = await CheckAsync("wikipedia-current-events", "wikipedia-current-events/events-2002-2019.jsonl.gz");
        Assert.Equal(75_991, rows.Read);
        Assert.Equal(new Dictionary<Reason, int> { [Reason.LeftOut] = 6193 }, rows.Refused);
        Assert.Equal(75_991 - 6193, rows.Accepted);
        var airliner = rows.Events["wce-2002-07-01-001"];
        Assert.Equal(("other", "2002-07-01", null), (airliner.Text("type"), airliner.Text("start"), airliner["place"]?.ToJsonString()));
        Assert.StartsWith("A Russian Tupolev Tu-154 airliner", airliner.Text("title"), StringComparison.Ordinal);
    }

    private static void Require(ImportedFile imported, int read, int created, Dictionary<string, int> refused)
    {
        imported.RequireDone();
        Assert.Equal(refused, imported.Reasons);
        Assert.Equal(read, imported.Rows.Count);
        Assert.Equal(created, imported.Count(RowOutcome.Created));
        Assert.Equal(read, created + imported.Count(RowOutcome.Updated) + imported.Count(RowOutcome.Unchanged) + imported.Count(RowOutcome.Refused));
    }

    private static async Task<JsonNode> Event(RunningServer server, string scheme, string value) =>
        await server.GetAsync($"/v1/events/{await server.IdentifyAsync(RecordKind.Event, scheme, value)}", server.Editor);

    private static async Task Spot(RunningServer server, string scheme, string value, string start, string country, string place, int best)
    {
        var one = await Event(server, scheme, value);
        Assert.Equal((start, country, place, best), (one["start"].Text("value"), one["place"]!["country"].Text("code"), one["place"].Text("name"), one["headcounts"]![0]!["best"]!.GetValue<int>()));
    }

    /// <summary>Maps a file, and holds each commit against the contract and the limits of values, without writing it.</summary>
    private static async Task<Checked> CheckAsync(string profile, string file)
    {
        var (result, known, now) = (new Checked(), new Dictionary<(RecordKind, ExternalId), RecordId>(), DateTimeOffset.UnixEpoch);
        await using var stream = ProfileRun.Open(SharedData.File(file));
        await foreach (var row in ProfileRun.Source(profile).ReadAsync(stream, CancellationToken.None))
        {
            result.Read++;
            result.Noted += row.Notes.Count > 0 ? 1 : 0;
            if (row.Commit is not { } commit)
            {
                foreach (var reason in row.Problems.Select(problem => problem.Reason))
                    result.Refused[reason] = result.Refused.GetValueOrDefault(reason) + 1;
                continue;
            }
            var draft = CommitDraft.OfImport(commit.RootElement, ProfileRun.Countries, (kind, name) => known.TryGetValue((kind, name), out var id) ? id : null, () => RecordId.New(now));
            foreach (var entry in draft.Entries)
            {
                foreach (var name in entry.Head.Names)
                    known.TryAdd((entry.Kind, name), entry.Id);
            }
            var data = row.Data("event");
            Assert.True(result.Events.TryAdd(data["externalIds"]![0].Text("value")!, data));
            result.Accepted++;
        }
        return result;
    }

    private sealed class Checked
    {
        public int Read { get; set; }
        public int Accepted { get; set; }
        public int Noted { get; set; }
        public Dictionary<Reason, int> Refused { get; } = [];
        public Dictionary<string, JsonNode> Events { get; } = [];
    }
}
