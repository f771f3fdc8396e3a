using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Importing;
using Events.Api.Importing.Profiles;
using Events.Api.Tests.OpenApi;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Tests.Importing;

/// <summary>What a profile may say, and what its values make of cells.</summary>
public sealed class ProfileTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(Repository.Read("docs/profile.schema.json"))!;

    [Theory]
    [InlineData("""{"nam": "x"}""", "/nam", "did you mean \"name\"")]
    [InlineData("""{"name": "Not A Code"}""", "/name", "lower-case")]
    [InlineData("""{"reads": [{"format": "excel"}]}""", "/reads/0/format", "Known: csv, json-lines, geojson, xml")]
    [InlineData("""{"reads": [{"format": "csv", "delimeter": ";"}]}""", "/reads/0/delimeter", "did you mean \"delimiter\"")]
    [InlineData("""{"reads": [{"format": "csv", "delimiter": "::"}]}""", "/reads/0/delimiter", "one of")]
    [InlineData("""{"reads": [{"format": "xml"}]}""", "/reads/0/element", "XML element")]
    [InlineData("""{"values": {"a": {"form": "{x}"}}}""", "/values/a/form", "did you mean \"from\"")]
    [InlineData("""{"values": {"a": {"from": "{x}", "date": "dd.MM.yy"}}}""", "/values/a/date", "four digits")]
    [InlineData("""{"values": {"a": {"from": "{x}", "country": "isoo"}}}""", "/values/a/country", "alpha2")]
    [InlineData("""{"values": {"a": {"from": "{x}", "number": {"decimal": ";"}}}}""", "/values/a/number", "decimal")]
    [InlineData("""{"values": {"a": {"from": "{x}", "when": {"value": "{x}", "equals": "1"}}}}""", "/values/a/when/equals", "no member")]
    [InlineData("""{"values": {"a": {"from": "{x}", "when": {"value": "{x}", "is": "1", "filled": true}}}}""", "/values/a/when", "one thing")]
    [InlineData("""{"values": {"a": {"from": "{x"}}}""", "/values/a/from", "braces")]
    [InlineData("""{"values": {"a": {"from": "{b}"}, "b": {"from": "{x}"}}}""", "/values/a/from", "further below")]
    [InlineData("""{"values": {"a": {"from": "{x}", "part": 1}}}""", "/values/a/part", "split")]
    [InlineData("""{"optional": ["nobody"]}""", "/optional", "No value or record uses")]
    [InlineData("""{"records": []}""", "/records", "at least one")]
    [InlineData("""{"records": [{"kind": "country", "data": {"externalIds": []}}]}""", "/records/0/kind", "come with the program")]
    [InlineData("""{"records": [{"kind": "person", "data": {"name": "{x}"}}]}""", "/records/0/data", "externalIds")]
    [InlineData("""{"records": [{"kind": "person", "data": {"naem": "{x}", "externalIds": [{"scheme": "a", "value": "{x}"}]}}]}""", "/records/0/data/naem", "did you mean \"name\"")]
    [InlineData("""{"records": [{"kind": "event", "data": {"type": "arest", "externalIds": [{"scheme": "a", "value": "{x}"}]}}]}""", "/records/0/data/type", "did you mean \"arrest\"")]
    [InlineData("""{"records": [{"kind": "event", "data": {"people": [{"person": "#who"}], "externalIds": [{"scheme": "a", "value": "{x}"}]}}]}""", "/records/0/data/people/0/person", "No record of this profile has the ref")]
    [InlineData("""{"records": [{"kind": "sanction", "gathers": "target", "data": {"externalIds": [{"scheme": "a", "value": "{x}"}]}}]}""", "/records/0/gathers", "list")]
    public void A_profile_that_is_wrong_is_refused_with_where_and_what_was_meant(string change, string pointer, string says)
    {
        var profile = Plain().With(JsonNode.Parse(change)!.AsObject());
        var refusal = Assert.Throws<Refusal>(() => RowSource.ReadProfile(Encoding.UTF8.GetBytes(profile.ToJsonString())));
        Assert.Contains(refusal.Violations, violation => violation.Pointer == pointer && violation.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("""{"name": "a", "name": "b"}""", "twice")]
    [InlineData("[]", "object")]
    [InlineData("{}", "required")]
    public void What_is_no_profile_is_refused(string text, string says)
    {
        var refusal = Assert.Throws<Refusal>(() => RowSource.ReadProfile(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(refusal.Violations, violation => violation.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void The_schema_describes_the_members_that_are_read_and_no_others()
    {
        Assert.All(new (string, string[])[]
        {
            ("profile", ProfileReader.Members), ("reading", ProfileReader.ReadingMembers), ("value", ProfileReader.ValueMembers), ("number", ProfileReader.NumberMembers),
            ("condition", ProfileReader.ConditionMembers), ("leftOut", ProfileReader.LeaveOutMembers), ("record", ProfileReader.RecordMembers),
        }, part => Assert.Equal(part.Item2.Order(), Schema["$defs"]![part.Item1]!["properties"]!.AsObject().Select(member => member.Key).Order()));
        Assert.Equal(Code.All<SourceFormat>(), Codes("reading", "format"));
        Assert.Equal(Code.All<MapBy>(), Codes("value", "by"));
        Assert.Equal(Code.All<Unknown>(), Codes("value", "unknown"));

        static IReadOnlyList<string> Codes(string part, string member) => [.. Schema["$defs"]![part]!["properties"]![member]!["enum"]!.AsArray().Select(code => code!.GetValue<string>())];
    }

    [Fact]
    public void The_profiles_of_the_program_fit_the_schema_and_fit_together()
    {
        Assert.Equal(["canada-sanctions", "gdelt", "ucdp-ged", "wikipedia-current-events"], RowSource.Profiles);
        Assert.All(RowSource.Profiles, name =>
        {
            var text = Repository.Read($"Api/Importing/Profiles/{name}.json");
            Assert.Empty(Misfits(JsonNode.Parse(text)!));
            Assert.Equal(name, RowSource.ReadProfile(Encoding.UTF8.GetBytes(text)).Name);
        });
        Assert.NotEmpty(Misfits(Plain().With(new() { ["nam"] = "x" })));
        Assert.NotEmpty(Misfits(Plain().With(new() { ["values"] = new JsonObject { ["a"] = new JsonObject { ["date"] = "yyyy" } } })));
    }

    [Fact]
    public void A_profile_that_nobody_wrote_is_refused_with_those_that_there_are()
    {
        var refusal = Assert.Throws<Refusal>(() => ProfileRun.Source("ucdp"));
        Assert.Contains("ucdp-ged", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from": "{x}"}""", " text ", "\"text\"")]
    [InlineData("""{"from": ["{y}", "<{x}>"]}""", "b", "\"<b>\"")]
    [InlineData("""{"from": "{{{x}}}"}""", "b", "\"{b}\"")]
    [InlineData("""{"from": "{x}", "empty": ["none"]}""", "none", null)]
    [InlineData("""{"from": "{y}", "default": "d"}""", "a", "\"d\"")]
    [InlineData("""{"from": "{x}", "replace": {" ": "_"}}""", "a b c", "\"a_b_c\"")]
    [InlineData("""{"from": "{x}", "split": [";", "|"]}""", "a; b|;a", "[\"a\",\"b\"]")]
    [InlineData("""{"from": "{x}", "split": " / ", "part": 1}""", "Syria / Syrie", "\"Syria\"")]
    [InlineData("""{"from": "{x}", "split": " / ", "part": -1}""", "Syria / Syrie", "\"Syrie\"")]
    [InlineData("""{"from": "{x}", "split": " / ", "part": 2}""", "Ukraine", null)]
    [InlineData("""{"from": "{x}", "split": ";", "join": ", "}""", "a;b", "\"a, b\"")]
    [InlineData("""{"from": "{x}", "trim": ".,"}""", ", a. ", "\"a\"")]
    [InlineData("""{"from": "{x}", "map": {"1": "one", "2": ""}}""", "1", "\"one\"")]
    [InlineData("""{"from": "{x}", "map": {"1": "one", "2": ""}}""", "2", null)]
    [InlineData("""{"from": "{x}", "map": {"08": "a", "0841": "b"}, "by": "prefix"}""", "08412", "\"b\"")]
    [InlineData("""{"from": "{x}", "map": {"08": "a", "0841": "b"}, "by": "prefix"}""", "083", "\"a\"")]
    [InlineData("""{"from": "{x}", "map": {"car bomb": "b", "bomb": "c"}, "by": "words"}""", "A Car bomb, and", "\"b\"")]
    [InlineData("""{"from": "{x}", "map": {"bomb": "c"}, "by": "words", "unknown": "empty"}""", "The bombast", null)]
    [InlineData("""{"from": "{x}", "map": {"1": "one"}, "unknown": "keep"}""", "3", "\"3\"")]
    [InlineData("""{"from": "{x}", "country": "fips"}""", "IZ", "\"IQ\"")]
    [InlineData("""{"from": "{x}", "country": "fips"}""", "RS", "\"RU\"")]
    [InlineData("""{"from": "{x}", "country": "fips"}""", "CH", "\"CN\"")]
    [InlineData("""{"from": "{x}", "country": "alpha2"}""", "CH", "\"CH\"")]
    [InlineData("""{"from": "{x}", "country": "alpha3"}""", "AUS", "\"AU\"")]
    [InlineData("""{"from": "{x}", "country": "cameo"}""", "ROM", "\"RO\"")]
    [InlineData("""{"from": "{x}", "country": "cameo", "unknown": "empty"}""", "EUR", null)]
    [InlineData("""{"from": "{x}", "country": ["alpha2", "name"]}""", "Côte d'Ivoire", "\"CI\"")]
    [InlineData("""{"from": "{x}", "country": "any"}""", "Belarus", "\"BY\"")]
    [InlineData("""{"from": "{x}", "date": ["dd.MM.yyyy", "MM/yyyy", "yyyy"]}""", "03.04.2025", "\"2025-04-03\"")]
    [InlineData("""{"from": "{x}", "date": ["dd.MM.yyyy", "MM/yyyy", "yyyy"]}""", "04/2025", "\"2025-04\"")]
    [InlineData("""{"from": "{x}", "date": ["dd.MM.yyyy", "MM/yyyy", "yyyy"]}""", "2025", "\"2025\"")]
    [InlineData("""{"from": "{x}", "date": "d MMMM yyyy"}""", "7 July 2025", "\"2025-07-07\"")]
    [InlineData("""{"from": "{x}", "date": "yyyy-MM-ddTHH:mm:ss"}""", "2025-07-07T00:00:00", "\"2025-07-07\"")]
    [InlineData("""{"from": "{x}", "number": true}""", "1.50", "1.50")]
    [InlineData("""{"from": "{x}", "number": {"decimal": ",", "group": "."}}""", "1.234,5", "1234.5")]
    [InlineData("""{"from": "{x}", "number": {"whole": true, "group": ","}}""", "12,345", "12345")]
    [InlineData("""{"from": "{x}", "number": {"whole": true}}""", "3.0", "3")]
    [InlineData("""{"from": "{x}", "number": {"most": 90}, "unknown": "empty"}""", "91", null)]
    [InlineData("""{"from": "{x}", "block": 500}""", "501", "\"501–1000\"")]
    [InlineData("""{"from": "{x}", "block": 500}""", "500", "\"1–500\"")]
    [InlineData("""{"from": "{x}", "code": true}""", "Bélarus: Part 1.1", "\"belarus-part-1-1\"")]
    [InlineData("""{"from": "{x}", "hash": true}""", "a", "\"ca978112ca1bbdcafac231b39a23dc4d\"")]
    [InlineData("""{"from": "{x}", "cut": 12}""", "one two three", "\"one two…\"")]
    [InlineData("""{"from": "{x}", "cut": 1}""", "😀x", "\"…\"")]
    [InlineData("""{"from": "{x}", "when": {"value": "{x}", "startsWith": "a"}}""", "b", null)]
    [InlineData("""{"from": "{x}", "when": {"not": {"value": "{x}", "contains": ["z", "b"]}}}""", "abc", null)]
    [InlineData("""{"from": "{x}", "when": {"any": [{"value": "{x}", "endsWith": "."}, {"value": "{x}", "shorterThan": 3}]}}""", "ab", "\"ab\"")]
    [InlineData("""{"from": "{x}", "when": {"all": [{"value": "{x}", "before": "2000-01-01"}, {"value": "{y}", "filled": false}]}}""", "1999-12-31", "\"1999-12-31\"")]
    [InlineData("""{"from": "{x}", "when": {"ordered": ["1", "{x}", "3"]}}""", "2", "\"2\"")]
    [InlineData("""{"from": "{x}", "when": {"ordered": ["1", "{x}", "3"]}}""", "4", null)]
    public async Task A_value_is_made_step_by_step(string value, string cell, string? made)
    {
        var row = Assert.Single(await ProfileRun.ReadAsync(With(value), $"{{\"x\": {JsonSerializer.Serialize(cell)}, \"y\": null}}\n"));
        Assert.True(row.Commit is not null, string.Join("; ", row.Problems));
        var text = row.Commit.RootElement.GetProperty("records")[0].GetProperty("data").TryGetProperty("insights", out var found) ? found.GetRawText() : null;
        Assert.Equal(made is null ? null : JsonNode.Parse(made)!.ToJsonString(), text is null ? null : JsonNode.Parse(text)!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"from": "{x}", "map": {"1": "one"}}""", "3", "unknown-code")]
    [InlineData("""{"from": "{x}", "country": "alpha2"}""", "SYR", "unknown-country")]
    [InlineData("""{"from": "{x}", "country": "name"}""", "SYR", "unknown-country")]
    [InlineData("""{"from": "{x}", "country": "fips"}""", "Iraq", "unknown-country")]
    [InlineData("""{"from": "{x}", "date": "yyyy-MM-dd"}""", "2025-02-30", "invalid-date")]
    [InlineData("""{"from": "{x}", "date": "yyyy-MM-dd"}""", "2025", "invalid-date")]
    [InlineData("""{"from": "{x}", "number": true}""", "12 or 13", "invalid-value")]
    [InlineData("""{"from": "{x}", "number": {"decimal": ","}}""", "1.5", "invalid-value")]
    [InlineData("""{"from": "{x}", "number": {"whole": true}}""", "1.5", "invalid-value")]
    [InlineData("""{"from": "{x}", "number": {"least": 0}}""", "-1", "invalid-value")]
    [InlineData("""{"from": "{x}", "block": 500}""", "1a", "invalid-value")]
    public async Task What_a_step_cannot_read_refuses_the_row_with_its_column(string value, string cell, string reason)
    {
        var row = Assert.Single(await ProfileRun.ReadAsync(With(value), $"{{\"x\": {JsonSerializer.Serialize(cell)}, \"y\": null}}\n"));
        Assert.Null(row.Commit);
        Assert.Equal((reason, "x"), (Code.Of(row.Problem().Reason), row.Problem().Pointer));
        Assert.Contains(cell, row.Problem().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from": "{x}", "replace": {"a": "MANY"}}""")]
    [InlineData("""{"from": "{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"}""")]
    public async Task A_value_that_grows_without_end_refuses_the_row(string value)
    {
        var cell = string.Concat(Enumerable.Repeat("ab", 10_000));
        var row = Assert.Single(await ProfileRun.ReadAsync(With(value.Replace("MANY", new string('c', 1_000), StringComparison.Ordinal)), $"{{\"x\": \"{cell}\", \"y\": null}}\n"));
        Assert.Equal(Reason.TooLarge, row.Problem().Reason);
    }

    [Fact]
    public async Task What_is_left_out_by_a_step_is_noted_with_its_column()
    {
        var row = Assert.Single(await ProfileRun.ReadAsync(With("""{"from": "{x}", "date": "yyyy", "unknown": "empty"}"""), "{\"x\": \"about 1970\", \"y\": 1}\n"));
        var note = Assert.Single(row.Notes);
        Assert.Equal("x", note.Column);
        Assert.Contains("about 1970", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_objects_and_references_without_content_are_left_out()
    {
        var profile = Plain().With(new()
        {
            ["optional"] = new JsonArray("who", "alias"),
            ["values"] = JsonNode.Parse("""{"aliases": {"from": "{alias}", "split": ";"}}"""),
            ["records"] = JsonNode.Parse("""
                [
                  {"kind": "person", "ref": "who", "data": {"name": "{who}", "otherNames": [{"each": "{aliases}", "give": {"name": "{item}", "kind": "alias"}}], "externalIds": [{"scheme": "own", "value": "{who}"}]}},
                  {"kind": "event", "data": {"type": "other", "title": "{x}", "start": "2025", "place": {"name": "{y}"},
                    "participants": [{"role": "actor", "person": "#who"}, {"when": {"value": "{x}", "is": "b"}, "give": {"role": "target", "country": "BY"}}],
                    "externalIds": [{"scheme": "own", "value": "{x}"}]}}
                ]
                """),
        });
        var rows = await ProfileRun.ReadAsync(profile, """
            {"x": "a", "y": "", "who": "Jana", "alias": "J.;Y."}
            {"x": "b", "y": "here"}
            """);
        Assert.Equal(["J.", "Y."], rows[0].Data("person")["otherNames"]!.AsArray().Select(name => name.Text("name")));
        Assert.Null(rows[0].Data("event")["place"]);
        Assert.Equal("""[{"role":"actor","person":"#who"}]""", rows[0].Data("event")["participants"]!.ToJsonString());
        Assert.Single(rows[1].Commit!.RootElement.GetProperty("records").EnumerateArray());
        Assert.Equal("""[{"role":"target","country":"BY"}]""", rows[1].Data("event")["participants"]!.ToJsonString());
        Assert.Equal("y", rows[1].ColumnOf("/records/0/data/place/name"));
        Assert.Equal("alias", rows[0].ColumnOf("/records/0/data/otherNames/1/name"));
        Assert.Equal("x", rows[0].ColumnOf("/records/1/data/title"));
        Assert.Null(rows[0].ColumnOf("/records/1/data/type"));
    }

    [Fact]
    public async Task A_row_without_its_external_id_is_refused_and_so_is_one_that_contradicts_another()
    {
        var rows = await ProfileRun.ReadAsync(With("""{"from": "{y}"}"""), """
            {"x": "a", "y": "1"}
            {"x": "", "y": "1"}
            {"x": "a", "y": "1"}
            {"x": "a", "y": "2"}
            {"y": "1"}
            """);
        Assert.NotNull(rows[0].Commit);
        Assert.Equal((Reason.MissingMember, "x"), (rows[1].Problem().Reason, rows[1].Problem().Pointer));
        Assert.Equal(rows[0].Commit!.RootElement.GetRawText(), rows[2].Commit!.RootElement.GetRawText());
        Assert.Contains("Row 1 says something else", rows[3].Problem().Message, StringComparison.Ordinal);
        Assert.Equal((Reason.MissingMember, "x"), (rows[4].Problem().Reason, rows[4].Problem().Pointer));
    }

    private static JsonObject Plain() => JsonNode.Parse("""
        {"name": "own", "title": "Own", "reads": [{"format": "json-lines"}],
         "records": [{"kind": "report", "data": {"title": "{x}", "externalIds": [{"scheme": "own", "value": "{x}"}]}}]}
        """)!.AsObject();

    private static JsonObject With(string value) => Plain().With(new()
    {
        ["empty"] = new JsonArray("NA"),
        ["values"] = new JsonObject { ["made"] = JsonNode.Parse(value) },
        ["records"] = JsonNode.Parse("""[{"kind": "report", "data": {"title": "t{y}", "insights": "{made}", "externalIds": [{"scheme": "own", "value": "{x}"}]}}]"""),
    });

    private static IReadOnlyList<string> Misfits(JsonNode profile) => new SchemaCheck(Schema, everyMember: false).Check(profile, Schema["$defs"]!["profile"]!);
}
