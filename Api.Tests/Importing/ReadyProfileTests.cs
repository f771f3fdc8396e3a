using System.Text.Json.Nodes;
using Events.Api.Importing;
using Events.Api.Importing.Profiles;
using Events.Api.Tests.Support;
using Events.Domain.Importing;
using Events.Domain.Vocabularies;

namespace Events.Api.Tests.Importing;

/// <summary>What the profiles of the program make of small files in the forms of their sources.</summary>
public sealed class ReadyProfileTests
{
    private static readonly int[] Taken = [0, 1, 2, 4, 5];

    [Fact]
    public async Task Deaths_that_contradict_each_other_are_told_and_not_counted()
    {
        var rows = await ProfileRun.ReadSampleAsync("ucdp-ged", "ged-41.csv");
        var deaths = rows[0].Data("event")["headcounts"]!;
        Assert.Equal("""{"key":"deaths","kind":"died","low":5,"best":6,"high":9}""", deaths[0]!.ToJsonString());
        Assert.Equal("""{"key":"civilians","kind":"died","dimension":"category","category":"civilians","low":0,"best":3,"high":9,"of":{"key":"deaths"}}""", deaths[1]!.ToJsonString());
        Assert.Empty(rows[0].Notes);
        Assert.Null(rows[1].Data("event")["headcounts"]);
        Assert.Contains("4 as the low, 2 as the best and 9 as the high", rows[1].Data("event")["evidence"]![0].Text("statement"), StringComparison.Ordinal);
        Assert.Contains("contradict", Assert.Single(rows[1].Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_places_and_sides_are_as_exact_as_the_dataset_says()
    {
        var rows = await ProfileRun.ReadSampleAsync("ucdp-ged", "ged-41.csv");
        Assert.Equal(["2001-02-03", "[2001-02-03..2001-02-28]", "[1990-02-03..1990-02-05]"], rows.Take(3).Select(row => row.Data("event").Text("start")));
        Assert.Equal(["""{"country":"IQ","name":"Hilltown","lat":10.5,"lon":20.25}""", """{"country":"IQ","name":"Northland"}""", """{"country":"SUHH","name":"Baku town"}"""],
            rows.Take(3).Select(row => row.Data("event")["place"]!.ToJsonString()));
        Assert.Contains("latitude", Assert.Single(rows[2].Notes).Column, StringComparison.Ordinal);
        Assert.Equal(("government-body", "armed-group"), (rows[0].Data("organization", 1).Text("type"), rows[0].Data("organization", 2).Text("type")));
        Assert.Equal("""[{"role":"party","organization":"#side-a"},{"role":"party","organization":"#side-b"}]""", rows[0].Data("event")["participants"]!.ToJsonString());
        Assert.Equal("""[{"role":"actor","organization":"#side-a"}]""", rows[1].Data("event")["participants"]!.ToJsonString());
        Assert.Equal("One-sided violence: Reds – Civilians, Northland", rows[1].Data("event").Text("title"));
    }

    [Fact]
    public async Task Rows_of_the_dataset_that_make_no_sense_are_refused_and_all_others_become_events()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var first = await server.ImportAsync("ucdp-ged", ProfileRun.Sample("ged-41.csv"));
        first.RequireDone();
        Assert.Equal([RowOutcome.Created, RowOutcome.Created, RowOutcome.Created, RowOutcome.Refused, RowOutcome.Unchanged, RowOutcome.Refused, RowOutcome.Refused, RowOutcome.Refused], first.Rows.Select(row => row.Outcome));
        Assert.Equal(("unknown-country", "country"), Reason(first, 4));
        Assert.Equal(("invalid-value", "id"), Reason(first, 6));
        Assert.Equal(("invalid-date", "date_start"), Reason(first, 7));
        Assert.Equal(("invalid-value", null), Reason(first, 8));
        Assert.Equal(3, (await server.GetAsync("/v1/events?limit=10"))["items"]!.AsArray().Count);
        Assert.Single((await server.GetAsync("/v1/events?q=Baku"))["items"]!.AsArray());
        var again = await server.ImportAsync("ucdp-ged", ProfileRun.Sample("ged-41.csv"));
        Assert.Equal(4, again.Count(RowOutcome.Unchanged));
        Assert.Equal(4, again.Count(RowOutcome.Refused));
    }

    [Fact]
    public async Task Listings_become_persons_entities_events_and_the_targets_of_sanctions()
    {
        var rows = await ProfileRun.ReadSampleAsync("canada-sanctions", "sema.xml");
        Assert.Equal(("Anna Sample", "1970-05"), (rows[0].Data("person").Text("name"), rows[0].Data("person").Text("bornOn")));
        Assert.Equal(["Ann Sample", "Ганна Прыклад", "Анна Пример"], rows[0].Data("person")["otherNames"]!.AsArray().Select(name => name.Text("name")));
        Assert.Null(rows[0].Data("person")["description"]);
        Assert.Equal(("Other", "Date of birth as listed: 1963 or 1964."), (rows[1].Data("person").Text("name"), rows[1].Data("person").Text("description")));
        Assert.Null(rows[1].Data("person")["bornOn"]);
        Assert.Equal("Ship: Oil Tanker. IMO number 1234567. Built: 2001.", rows[2].Data("organization", 1).Text("description"));
        Assert.Equal(["Institute of Samples", "Institut des exemples"], rows[3].Data("organization", 1)["otherNames"]!.AsArray().Select(name => name.Text("name")));
        Assert.Equal((Domain.Ledger.Reason.InvalidDate, "DateOfListing"), (rows[4].Problem().Reason, rows[4].Problem().Pointer));
        Assert.Equal("""{"role":"target","person":"#person"}""", rows[0].Data("event")["participants"]![1]!.ToJsonString());
        Assert.Equal(("Schedule 1, Part 1, item 2", "Item 1"), (rows[1].Data("event")["sanctions"]![0].Text("instrument"), rows[3].Data("event")["sanctions"]![0].Text("instrument")));

        var groups = rows.Skip(5).ToList();
        Assert.Equal(["sanction northland/1-part-1/1–500", "sanction northland/1-part-1/501–1000", "sanction acts-of-nobody/list/1–500"], groups.Select(group => group.Label));
        Assert.Equal([2, 1, 1], groups.Select(group => group.Data("sanction")["targets"]!.AsArray().Count));
    }

    [Fact]
    public async Task Xml_and_csv_of_the_same_list_become_the_same()
    {
        var (xml, csv) = (await ProfileRun.ReadSampleAsync("canada-sanctions", "sema.xml"), await ProfileRun.ReadSampleAsync("canada-sanctions", "sema.csv"));
        Assert.Equal(xml.Select(row => row.Commit?.RootElement.GetRawText()), csv.Select(row => row.Commit?.RootElement.GetRawText()));
    }

    [Fact]
    public async Task Who_was_refused_is_no_target()
    {
        var source = ProfileRun.Source("canada-sanctions");
        await using var file = File.OpenRead(ProfileRun.Sample("sema.xml"));
        var groups = (await ProfileRun.ReadAsync(source, file, new HashSet<long> { 2, 3, 5 })).Where(row => row.Number == 0).ToList();
        Assert.Equal(["sanction northland/1-part-1/1–500", "sanction acts-of-nobody/list/1–500"], groups.Select(group => group.Label));
        Assert.Equal("""[{"person":"#r0"}]""", groups[0].Data("sanction")["targets"]!.ToJsonString());
    }

    [Fact]
    public async Task A_list_is_imported_with_its_sanctions_and_the_same_again_is_nothing_new()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var first = await server.ImportAsync("canada-sanctions", ProfileRun.Sample("sema.xml"));
        first.RequireDone();
        Assert.Equal((4, 1), (first.Count(RowOutcome.Created), first.Count(RowOutcome.Refused)));
        var sanctions = (await server.GetAsync("/v1/sanctions"))["items"]!.AsArray();
        Assert.Equal([1, 1, 2], sanctions.Select(sanction => sanction!["targets"]!.AsArray().Count).Order());
        Assert.All(sanctions, sanction => Assert.Equal("in-force", sanction.Text("state")));
        Assert.Single((await server.GetAsync("/v1/events?q=" + Uri.EscapeDataString("Анна Пример")))["items"]!.AsArray());
        var again = await server.ImportAsync("canada-sanctions", ProfileRun.Sample("sema.csv"));
        again.RequireDone();
        Assert.Equal(4, again.Count(RowOutcome.Unchanged));
        Assert.All(again.Groups, row => Assert.Equal(RowOutcome.Unchanged, row.Outcome));
    }

    [Fact]
    public async Task What_a_machine_coded_is_an_unverified_draft_in_the_right_country()
    {
        var rows = await ProfileRun.ReadSampleAsync("gdelt", "export.tsv");
        var arrest = rows[0].Data("event");
        Assert.Equal(("arrest", "draft", "unverified", "IQ"), (arrest.Text("type"), arrest.Text("workflow"), arrest.Text("verification"), arrest["place"].Text("country")));
        Assert.Equal(("actor", "RO", "NORTHLAND \"QUOTED"), (arrest["participants"]![0].Text("role"), arrest["participants"]![0].Text("country"), arrest["participants"]![0].Text("capacity")));
        Assert.Equal(33.3, arrest["place"]!["lat"]!.GetValue<double>());
        Assert.Equal(("talks", "RU", null), (rows[1].Data("event").Text("type"), rows[1].Data("event")["place"].Text("country"), rows[1].Data("event")["place"]!["lat"]?.ToJsonString()));
        Assert.Equal("Actor2CountryCode", Assert.Single(rows[1].Notes).Column);
        Assert.Equal((Domain.Ledger.Reason.InvalidDate, "SQLDATE"), (rows[2].Problem().Reason, rows[2].Problem().Pointer));
        Assert.Equal(("other", null), (rows[3].Data("event").Text("type"), rows[3].Data("event")["place"]?.ToJsonString()));
        Assert.Null(rows[3].Data("event")["evidence"]![0].Text("statement"));

        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var imported = await server.ImportAsync("gdelt", ProfileRun.Sample("export.tsv"));
        imported.RequireDone();
        Assert.Equal((3, 1), (imported.Count(RowOutcome.Created), imported.Count(RowOutcome.Refused)));
        Assert.Empty((await server.GetAsync("/v1/events"))["items"]!.AsArray());
        Assert.Equal(3, (await server.GetAsync("/v1/events?workflow=draft", server.Editor))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_of_another_version_is_told_at_its_first_row()
    {
        var unreadable = await Assert.ThrowsAsync<UnreadableFileException>(() => ProfileRun.ReadAsync("gdelt", "1\t20200101\t202001\n"u8.ToArray()));
        Assert.Contains("3 cells, not 61", unreadable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_of_events_mean_what_the_vocabulary_says()
    {
        var map = ProfileBook.Text("gdelt").GetProperty("values").GetProperty("type").GetProperty("map");
        var known = EventVocabularies.Types.Terms.ToDictionary(term => term.Code, term => term.Mappings.GetValueOrDefault("cameo", ""));
        Assert.All(map.EnumerateObject(), entry => Assert.Contains(entry.Name, known[entry.Value.GetString()!].Split(' ')));
        Assert.NotEmpty(map.EnumerateObject());
    }

    [Fact]
    public async Task Entries_of_the_portal_claim_no_more_than_their_text()
    {
        var rows = await ProfileRun.ReadSampleAsync("wikipedia-current-events", "current-events.jsonl");
        Assert.Equal(["violence", "other", "other", "other", "disaster"], Taken.Select(i => rows[i].Data("event").Text("type")));
        Assert.Equal([null, null, null, "draft", null], Taken.Select(i => rows[i].Data("event").Text("workflow")));
        Assert.Equal(Domain.Ledger.Reason.LeftOut, rows[3].Problem().Reason);
        Assert.Equal(Domain.Ledger.Reason.InvalidValue, rows[6].Problem().Reason);
        var evidence = rows[0].Data("event")["evidence"]![0]!;
        Assert.Equal(("Daily, Weekly", "In the section Armed conflicts and attacks, under Northland war."), (evidence.Text("attributedTo"), evidence.Text("statement")));
        Assert.Equal("https://en.wikipedia.org/wiki/Portal:Current_events/2001_January_1", rows[0].Data("report").Text("url"));
        Assert.Null(rows[0].Data("event")["summary"]);
        Assert.True(rows[5].Data("event").Text("title")!.Length <= 300 && rows[5].Data("event").Text("summary")!.Length > 300);
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var imported = await server.ImportAsync("wikipedia-current-events", ProfileRun.Sample("current-events.jsonl"));
        imported.RequireDone();
        Assert.Equal((5, 2), (imported.Count(RowOutcome.Created), imported.Count(RowOutcome.Refused)));
    }

    [Fact]
    public async Task A_rule_that_a_record_breaks_is_told_with_the_column()
    {
        var profile = JsonNode.Parse("""
            {"name": "own", "title": "Own", "reads": [{"format": "csv"}],
             "records": [{"kind": "event", "data": {"type": "other", "title": "{what}", "start": "{day}", "workflow": "draft", "place": {"country": "{where}"},
               "headcounts": [{"key": "dead", "kind": "died", "low": "{low}", "high": "{high}"}], "externalIds": [{"scheme": "own", "value": "{id}"}]}}],
             "values": {"low": {"from": "{least}", "number": true}, "high": {"from": "{most}", "number": true}}}
            """)!;
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "id,what,day,where,least,most\n1,a,2025,Belarus,1,2\n2,b,someday,Belarus,1,2\n3,c,2025,Nowhereland,1,2\n4,d,2025,Belarus,1.5,2\n5,e,2025,Belarus,3,2\n");
            await using var server = await RunningServer.StartAsync(ExampleSet.None);
            var imported = await server.ImportAsync(null, path, profile);
            imported.RequireDone();
            Assert.Equal(1, imported.Count(RowOutcome.Created));
            Assert.Equal([("invalid-date", "day"), ("unknown-country", "where"), ("invalid-value", "least"), ("headcount-order", "least, most")], imported.Rows.Skip(1).Select(row => Reason(imported, row.Row)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (string Reason, string? Column) Reason(ImportedFile imported, long row)
    {
        var problem = ImportedFile.Problems(imported.Rows.Single(one => one.Row == row))[0]!;
        return (problem.Text("reason")!, problem.Text("column"));
    }
}
