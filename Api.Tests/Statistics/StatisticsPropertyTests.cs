using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Events.Domain.Values;
using Microsoft.Extensions.DependencyInjection;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Statistics;

/// <summary>Whatever was written and changed, what is counted ahead, what is counted event by event, and what one counts by hand is the same.</summary>
public sealed class StatisticsPropertyTests
{
    private static readonly string[] Countries = ["BY", "UA", "LT"];
    private static readonly string[] Dimensions = ["type", "group", "country", "country.actor", "country.target", "topic", "verification"];

    private static readonly Day[] Starts =
    [
        new("2024", "2024-01-01", "2024-12-31"), new("2024-05", "2024-05-01", "2024-05-31"), new("2024-05-06", "2024-05-06", "2024-05-06"), new("2024-05-12~", "2024-05-12", "2024-05-12"),
        new("2024-05-13", "2024-05-13", "2024-05-13"), new("2025-01-01", "2025-01-01", "2025-01-01"), new("[2024-04-01..2024-06-15]", "2024-04-01", "2024-06-15"),
        new("[2024-12-30..2025-01-02]", "2024-12-30", "2025-01-02"), new("[..2024-05-10]", "2024-05-10", null), new("[2024-05-20..]", "2024-05-20", null),
    ];

    private static readonly Gen<Model> Models =
        from type in OneOf("statement", "protest", "pledge", "release")
        from start in OneOf(Starts)
        from occurrence in OneOf("occurred", "ongoing", "denied")
        from verification in OneOf("reported", "official", "retracted")
        from workflow in OneOf("published", "published", "published", "draft", "archived")
        from parts in Gen.Select(OneOf("actor", "target", "mediator"), OneOf(Countries)).Array[0, 3]
        from hidden in OneOf([null, .. Countries])
        from topics in OneOf("economy", "diplomacy").Array[0, 2]
        from headcounts in Gen.Select(OneOf("released", "received"), Gen.Int[0, 9], Gen.Int[0, 3], Gen.Bool).Array[1, 3]
        from reports in Gen.Int[0, 2].Array[1, 2]
        from isDuplicate in Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))
        select new Model(
            type, start, occurrence, verification, workflow, [.. type is "pledge" or "release" ? parts.Append(("actor", "UA")).Distinct() : parts.Distinct()], hidden, [.. topics.Distinct()],
            [.. headcounts.Select((it, i) => Heads.Of(it.Item1, i == 0 ? it.Item2 + 9 : it.Item2, it.Item3, isPart: i > 0 && it.Item4))], [.. reports.Distinct()], isDuplicate);

    private static readonly Gen<Filter> Filters = OneOf<Filter>(
        new("country=BY", (e, to) => e.IsIn("BY", to)), new("country=!BY", (e, to) => !e.IsIn("BY", to)), new("country=BY,UA", (e, to) => e.IsIn("BY", to) || e.IsIn("UA", to)),
        new("country=actor:UA", (e, _) => e.Parts.Contains(("actor", "UA"))), new("country=target:BY", (e, _) => e.Parts.Contains(("target", "BY"))), new("country=citizenship:BY", (_, _) => false),
        new("type=release,statement", (e, _) => e.Type is "release" or "statement"), new("type=!release", (e, _) => e.Type != "release"), new("group=custody", (e, _) => e.Type == "release"),
        new("group=!other", (e, _) => e.Group != "other"), new("topic=economy", (e, _) => e.Topics.Contains("economy")), new("occurrence=!denied", (e, _) => e.Occurrence != "denied"),
        new("verification=!official", (e, _) => e.Verification != "official"), From("2024-05", "2024-05-01"), From("2024-05-10", "2024-05-10"), From("2024-04", "2024-04-01"),
        To("2024-05", "2024-05-31"), To("2024-05-12", "2024-05-12"), To("2025", "2025-12-31"));

    private static readonly Gen<Question> Questions =
        from filters in Filters.Array[0, 3]
        from dimensions in OneOf(Dimensions).Array[0, 2]
        from interval in OneOf(Enum.GetValues<Interval>())
        from measure in OneOf("events", "events", "events", "reports", "people&headcountKind=released", "people&headcountKind=received")
        from audience in OneOf(Audience.Everyone, Audience.Everyone, Audience.Editors)
        select new Question([.. filters.DistinctBy(filter => filter.Text[..2] is "co" or "ty" or "gr" ? filter.Text : filter.Text[..2])], [.. dimensions.Distinct()], interval, measure, audience);

    [Fact]
    public async Task Counted_ahead_event_by_event_and_by_hand_is_the_same() =>
        await Gen.Select(Models.Array[2, 20], Gen.Select(Gen.Int[1, 19], Models).Array[0, 8], Questions.Array[40]).SampleAsync(async (models, changes, questions) =>
        {
            await using var server = await RunningServer.StartAsync(ExampleSet.None);
            var history = await WriteAsync(server, models, changes);
            foreach (var question in questions)
            {
                await AssertAsync(server, question, history.Now, asOf: null);
                await AssertAsync(server, question with { Audience = Audience.Editors }, history.First, history.Seq);
            }
            Assert.Empty(Api.Storage.Check.Run(server.Database, Upcasters.Current));
        }, iter: 10, threads: 1);

    /// <summary>Writes all, then makes some into others, or deletes them.</summary>
    private static async Task<(IReadOnlyList<Model> First, long Seq, IReadOnlyList<Model> Now)> WriteAsync(RunningServer server, Model[] models, (int Place, Model Model)[] changes)
    {
        models[0] = models[0] with { IsDuplicate = false };
        var records = Enumerable.Range(0, 3).Select(i => Entry("report", $"r{i}", Some.Report($"Report {i}"))).Concat(models.Select((model, i) => Entry("event", $"e{i}", Body(model, "#e0", i => $"#r{i}"))));
        var written = await server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. records]) });
        var ids = written["records"]!.AsArray().Select(record => record.Text("id")!).ToList();
        var now = models.Index().ToDictionary(model => model.Index, model => model.Item);
        foreach (var (place, model) in changes.Where(change => now.ContainsKey(change.Place)))
        {
            if (model.Hidden is null)
            {
                await server.DeleteAsync($"/v1/events/{ids[3 + place]}");
                now.Remove(place);
                continue;
            }
            var body = Body(model, ids[3], i => ids[i]);
            body["version"] = (await server.GetAsync($"/v1/events/{ids[3 + place]}", server.Editor)).Number("version");
            await server.PutAsync($"/v1/events/{ids[3 + place]}", body);
            now[place] = model;
        }
        return (models, written.Number("seq"), [.. now.Values]);
    }

    private static async Task AssertAsync(RunningServer server, Question question, IReadOnlyList<Model> models, long? asOf)
    {
        var asked = $"?interval={Code.Of(question.Interval)}&measure={question.Measure}{string.Concat(question.By.Select(by => "&by=" + by))}{string.Concat(question.Filters.Select(filter => "&" + filter.Text))}";
        var query = StatisticsQueries.ReadSeries(new QueryText(Queries.Pairs(new(asked)), StatisticsQueries.OfSeries), server.Services.GetRequiredService<CountryBook>().Directory);
        var (byHand, undated, earlier) = Count(query, question, models);
        foreach (var ahead in (bool[])[true, false])
        {
            var series = await server.Services.GetRequiredService<Readers>().ReadAsync(
                snapshot => new StatisticsReader(new RecordReader(snapshot, question.Audience, asOf, asOf is null ? snapshot.Now : null), ahead).Read(query), default);
            var counted = series.Lines.SelectMany(line => line.Figures.Select((figure, i) => (Text: $"{series.Interval.NameOf(series.First + i)} {line.Values.First} {line.Values.Second}: {figure}", figure)))
                .Where(cell => cell.figure != Figure.Zero).Select(cell => cell.Text).Order(StringComparer.Ordinal);
            var told = $"{asked} {question.Audience} {(asOf is null ? "now" : "then")} {(ahead ? "ahead" : "event by event")}";
            Assert.True(byHand.SequenceEqual(counted), $"{told}\n{string.Join('\n', counted)}\n-- not\n{string.Join('\n', byHand)}");
            Assert.True((undated, earlier) == (series.Undated, series.Earlier), $"{told} {series.Undated} {series.Earlier} not {undated} {earlier}");
        }
    }

    private static (IReadOnlyList<string> Cells, long Undated, long Earlier) Count(SeriesQuery query, Question question, IReadOnlyList<Model> models)
    {
        var found = models.Where(model => model.Workflow == "published" && question.Filters.All(filter => filter.Holds(model, question.Audience))).ToList();
        var first = query.Events.From is { } from ? Bucket(question.Interval, from) : "";
        var cells = new Dictionary<string, (Figure Figure, HashSet<int> Reports)>();
        foreach (var model in found)
        {
            if (Bucket(question.Interval, model.Start) is not { } bucket || string.CompareOrdinal(bucket, first) < 0)
                continue;
            foreach (var values in Combine(question, model))
            {
                var cell = $"{bucket} {values}";
                var (figure, reports) = cells.GetValueOrDefault(cell, (Figure.Zero, []));
                reports.UnionWith(model.Reports);
                cells[cell] = (figure + People(question, model), reports);
            }
        }
        var told = cells.Select(cell => (cell.Key, Figure: question.Measure is "reports" ? Figure.Of(cell.Value.Reports.Count) : cell.Value.Figure)).Where(cell => cell.Figure != Figure.Zero);
        return ([.. told.Select(cell => $"{cell.Key}: {cell.Figure}").Order(StringComparer.Ordinal)], found.Count(model => Bucket(question.Interval, model.Start) is null),
            found.Count(model => Bucket(question.Interval, model.Start) is { } bucket && string.CompareOrdinal(bucket, first) < 0));
    }

    private static Figure People(Question question, Model model)
    {
        if (!question.Measure.StartsWith("people", StringComparison.Ordinal))
            return Figure.Of(1);
        if (model is not { Workflow: "published", Occurrence: "occurred" or "ongoing", IsDuplicate: false } || model.Verification == "retracted")
            return Figure.Zero;
        return model.Headcounts.Where(heads => question.Measure.EndsWith(heads.Kind, StringComparison.Ordinal) && !(heads.IsPart && model.Headcounts[0].Kind == heads.Kind))
            .Aggregate(Figure.Zero, (sum, heads) => sum + new Figure(heads.Best ?? 0, heads.Best ?? 0, heads.High, heads.Best is null ? 1 : 0));
    }

    private static IEnumerable<string> Combine(Question question, Model model) =>
        from first in question.By is [var one, ..] ? model.Values(one, question.Audience) : [""]
        from second in question.By is [_, var two] ? model.Values(two, question.Audience) : [""]
        select $"{first} {second}";

    private static string? Bucket(Interval interval, Day start) =>
        start.To is not null && Bucket(interval, start.Earliest) is var bucket && Bucket(interval, start.Latest) == bucket ? bucket : null;

    private static string Bucket(Interval interval, DateOnly day) => interval switch
    {
        Interval.Week => $"{ISOWeek.GetYear(day.ToDateTime(default))}-W{ISOWeek.GetWeekOfYear(day.ToDateTime(default)):00}",
        Interval.Quarter => $"{day.Year}-Q{(day.Month + 2) / 3}",
        _ => day.ToString(interval is Interval.Day ? "yyyy-MM-dd" : interval is Interval.Month ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture),
    };

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Filter From(string text, string day) => new("from=" + text, (e, _) => e.LastDay >= Parse(day));

    private static Filter To(string text, string day) => new("to=" + text, (e, _) => e.Start.Earliest <= Parse(day));

    private static DateOnly Parse(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    private static JsonObject Entry(string kind, string name, JsonObject data) => new() { ["kind"] = kind, ["ref"] = name, ["data"] = data };

    private static JsonObject Body(Model model, string original, Func<int, string> report) => Some.Event("Generated", model.Start.Text).With(new()
    {
        ["type"] = model.Type,
        ["occurrence"] = model.Occurrence,
        ["verification"] = model.Verification,
        ["workflow"] = model.Workflow,
        ["participants"] = new JsonArray([.. model.Parts.Select(part => new JsonObject { ["role"] = part.Role, ["country"] = part.Country })]),
        ["place"] = model.Hidden is { } country ? new JsonObject { ["country"] = country, ["visibility"] = "restricted" } : null,
        ["topics"] = new JsonArray([.. model.Topics.Select(topic => (JsonNode)topic)]),
        ["headcounts"] = new JsonArray([.. model.Headcounts.Select((heads, i) => new JsonObject
        {
            ["key"] = $"h{i}",
            ["kind"] = heads.Kind,
            ["low"] = heads.Best,
            ["best"] = heads.Best,
            ["high"] = heads.High,
            ["of"] = heads.IsPart ? new JsonObject { ["key"] = "h0" } : null,
        })]),
        ["evidence"] = new JsonArray([.. model.Reports.Select(i => new JsonObject { ["report"] = report(i) })]),
        ["links"] = model.IsDuplicate ? new JsonArray(Some.Link("duplicate-of", original)) : [],
    });

    /// <summary>A date as it is written, with the days that bound it; without a last one it is open to one side.</summary>
    private sealed record Day(string Text, string From, string? To)
    {
        public DateOnly Earliest => Parse(From);

        public DateOnly Latest => Parse(To ?? From);
    }

    private sealed record Heads(string Kind, int? Best, int? High, bool IsPart)
    {
        public static Heads Of(string kind, int number, int form, bool isPart) => form switch
        {
            0 => new(kind, null, null, isPart),
            1 => new(kind, number, number + 2, isPart),
            2 => new(kind, number, null, isPart),
            _ => new(kind, null, number, isPart),
        };
    }

    private sealed record Model(
        string Type, Day Start, string Occurrence, string Verification, string Workflow, IReadOnlyList<(string Role, string Country)> Parts, string? Hidden,
        IReadOnlyList<string> Topics, IReadOnlyList<Heads> Headcounts, IReadOnlyList<int> Reports, bool IsDuplicate)
    {
        public string Group => Type switch { "release" => "custody", "pledge" => "diplomacy", _ => "other" };

        public DateOnly LastDay => Occurrence == "ongoing" ? DateOnly.MaxValue : Start.Latest;

        public bool IsIn(string country, Audience reader) => Values("country", reader).Contains(country);

        public IEnumerable<string> Values(string dimension, Audience reader) => dimension switch
        {
            "type" => [Type],
            "group" => [Group],
            "verification" => [Verification],
            "topic" => Topics.SelectMany(topic => topic == "diplomacy" ? ["diplomacy", "international-affairs", "world-politics"] : new[] { topic }),
            "country" => Parts.Select(part => part.Country).Concat(Hidden is { } hidden && reader is Audience.Editors ? [hidden] : []).Distinct(),
            _ => Parts.Where(part => dimension == $"country.{part.Role}").Select(part => part.Country),
        };
    }

    private sealed record Filter(string Text, Func<Model, Audience, bool> Holds);

    private sealed record Question(IReadOnlyList<Filter> Filters, IReadOnlyList<string> By, Interval Interval, string Measure, Audience Audience);
}
