using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Events.Api.Tests.Support;
using Events.Domain.Values;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Querying;

/// <summary>Whatever events there are and whatever is asked, the list is what one finds by looking at the events one by one.</summary>
public sealed class ListPropertyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] Countries = ["BY", "UA", "LT"];
    private static readonly string[] Roles = ["actor", "target", "mediator"];
    private static readonly string[] Topics = ["security", "economy", "diplomacy"];
    private static readonly string[] Types = ["statement", "protest", "pledge", "release"];
    private static readonly string[] Occurrences = ["occurred", "ongoing", "announced", "denied"];
    private static readonly string[] Verifications = ["unverified", "reported", "official"];

    private static readonly Span[] Starts =
    [
        new("2024", "2024-01-01", "2024-12-31"), new("2024-05", "2024-05-01", "2024-05-31"), new("2024-05-06", "2024-05-06", "2024-05-06"), new("2024-05-06~", "2024-05-06", "2024-05-06"),
        new("[2024-04-01..2024-06-15]", "2024-04-01", "2024-06-15"), new("[..2024-05-10]", "2024-05-10", "2024-05-10"), new("[2024-05-20..]", "2024-05-20", "2024-05-20"),
        new("2199-03", "2199-03-01", "2199-03-31"),
    ];

    // Also words with accents, in another script, and one that is the name of a country.
    private static readonly string[] Words = ["alpha", "beta", "alphabet", "Çelik", "Жёлтый", "Ukraine", "x1"];

    private static readonly (double Lat, double Lon)?[] Points = [null, (53.9, 27.56), (50.45, 30.52), (-17.7, 178.1), (-14.3, -170.7), (0, 180), (89.9, -0.1)];

    private static readonly (double West, double South, double East, double North)[] Boxes =
        [(23, 51, 33, 56.5), (-180, -90, 180, 90), (170, -20, -165, 0), (27.56, 53.9, 27.56, 53.9), (-180, -10, -179, 10), (-1, 80, 1, 90), (-20, -60, 40, 60)];

    private static readonly Span?[] Ends = [null, null, new("2025", "2025-01-01", "2025-12-31"), new("2025-02-03", "2025-02-03", "2025-02-03")];

    private static readonly Span[] Bounds =
    [
        new("2023", "2023-01-01", "2023-12-31"), new("2024-05", "2024-05-01", "2024-05-31"), new("2024-05-10", "2024-05-10", "2024-05-10"),
        new("2024-06-15", "2024-06-15", "2024-06-15"), new("2025-02", "2025-02-01", "2025-02-28"), new("2199", "2199-01-01", "2199-12-31"), new("2199-03-02", "2199-03-02", "2199-03-02"),
    ];

    private static readonly Gen<Model> Models =
        from type in OneOf(Types)
        from start in OneOf(Starts)
        from end in OneOf(Ends)
        from occurrence in OneOf(Occurrences)
        from verification in OneOf(Verifications)
        from parts in Gen.Select(OneOf(Roles), OneOf(Countries)).Array[0, 3]
        from topics in OneOf(Topics).Array[0, 2]
        from people in Gen.Int[0, 9]
        from title in OneOf(Words).Array[1, 5]
        from point in OneOf(Points)
        select new Model(type, start, end?.Latest < start.Earliest ? null : end, occurrence, verification, [.. type is "pledge" or "release" ? parts.Append(("actor", "UA")).Distinct() : parts.Distinct()], [.. topics.Distinct()], type == "release" ? people : null, string.Join(' ', title), point);

    private static readonly Gen<Filter> Asked =
        from phrases in Gen.Select(OneOf(Words).Array[1, 2], Gen.Bool, Gen.Int[0, 4]).Array[1, 3]
        select phrases.Select(phrase => Phrase(phrase.Item1, unfinished: phrase.Item2, not: phrase.Item3 == 0)).Aggregate((one, other) =>
            new Filter("q", $"{one.Value} {other.Value}", e => one.Holds(e) && other.Holds(e)));

    private static readonly Gen<Filter> Filters = Gen.OneOf(
        Asked, Asked,
        OneOf(Boxes).Select(box => new Filter("bbox", string.Create(CultureInfo.InvariantCulture, $"{box.West},{box.South},{box.East},{box.North}"), e => e.Point is { } at
            && at.Lat >= box.South && at.Lat <= box.North && (box.West <= box.East ? at.Lon >= box.West && at.Lon <= box.East : at.Lon >= box.West || at.Lon <= box.East))),
        Lists("country", Gen.OneOf(OneOf(Countries), Gen.Select(OneOf(Roles), OneOf(Countries), (role, country) => $"{role}:{country}")),
            (e, value) => value.Contains(':', StringComparison.Ordinal) ? e.Parts.Any(part => $"{part.Role}:{part.Country}" == value) : e.Parts.Any(part => part.Country == value)),
        Lists("type", OneOf(Types), (e, value) => e.Type == value),
        Lists("group", OneOf("custody", "diplomacy", "sanctions", "other"), (e, value) => e.Group == value),
        Lists("topic", OneOf(Topics), (e, value) => e.Topics.Contains(value)),
        Lists("occurrence", OneOf(Occurrences), (e, value) => e.Occurrence == value),
        Lists("verification", OneOf(Verifications), (e, value) => e.Verification == value),
        Gen.Int[0, 9].Select(least => new Filter("minPeople", $"{least}", e => e.People >= least || (least == 0 && e.People is not null))),
        OneOf(Bounds).Select(bound => new Filter("from", bound.Text, e => e.LastDay >= bound.Earliest)),
        OneOf(Bounds).Select(bound => new Filter("to", bound.Text, e => e.Start.Earliest <= bound.Latest)));

    private static readonly Gen<Question> Questions =
        from filters in Filters.Array[0, 4]
        from sort in OneOf("-date", "date", "-people")
        select new Question([.. filters.GroupBy(filter => filter.Parameter).SelectMany(same => same.Key is "country" or "type" or "group" or "topic" ? same : same.Take(1))], sort);

    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task A_list_is_what_one_finds_by_looking_at_every_event() =>
        await Gen.Select(Models.Array[1, 12], Questions.Array[8]).SampleAsync(async (models, questions) =>
        {
            var set = $"set-{Guid.NewGuid():N}";
            var entries = models.Select(model => (JsonNode)new JsonObject { ["kind"] = "event", ["data"] = Body(model, set) });
            var written = await _server.PostAsync("/v1/commits", new JsonObject { ["records"] = new JsonArray([.. entries]) });
            var events = models.Zip(written["records"]!.AsArray(), (model, record) => (Model: model, Id: record.Text("id")!)).ToList();
            foreach (var question in questions.Where(question => !IsReversed(question)))
            {
                var address = $"/v1/events?topic={set}&sort={question.Sort}{string.Concat(question.Filters.Select(filter => $"&{filter.Parameter}={Uri.EscapeDataString(filter.Value)}"))}";
                var expected = Sorted(events, question.Sort).Where(e => question.Filters.All(filter => filter.Holds(e.Model))).Select(e => e.Id).ToList();
                var found = (await _server.GetAsync(address + "&limit=1000")).Ids();
                Assert.True(expected.SequenceEqual(found), $"{address}: expected {string.Join(' ', expected.Select(id => id[^4..]))}, found {string.Join(' ', found.Select(id => id[^4..]))}");
                Assert.True(expected.SequenceEqual(await WalkAsync(address + "&limit=2")), $"in pages: {address}");
                var told = await _server.GetAsync($"{address.Replace($"/v1/events?topic={set}&sort={question.Sort}", $"/v1/changes?topic={set}", StringComparison.Ordinal)}&after={written.Number("seq") - 1}&limit=1000");
                Assert.True(expected.ToHashSet().SetEquals(told.Ids()), $"as changes: {address}: expected {string.Join(' ', expected.Select(id => id[^4..]))}, found {string.Join(' ', told.Ids().Select(id => id[^4..]))}");
            }
        }, iter: 30, threads: 1);

    [Fact]
    public async Task A_walk_by_words_shows_the_texts_of_its_first_page_whatever_is_written_meanwhile()
    {
        var word = $"w{Guid.NewGuid():N}";
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
            ids.Insert(0, (await _server.PostAsync("/v1/events", Some.Event($"{word} number {i}", $"2024-05-{i + 1:00}"))).Text("id")!);
        var other = (await _server.PostAsync("/v1/events", Some.Event("Something else", "2024-05-03"))).Text("id")!;
        var first = await _server.GetAsync($"/v1/events?q={word}&limit=3");
        await _server.PatchAsync($"/v1/events/{ids[5]}", new JsonObject { ["title"] = "Renamed" });
        await _server.PatchAsync($"/v1/events/{ids[6]}", new JsonObject { ["start"] = "2020-01-01" });
        await _server.PatchAsync($"/v1/events/{other}", new JsonObject { ["title"] = word });
        await _server.DeleteAsync($"/v1/events/{ids[8]}");
        _ = await _server.PostAsync("/v1/events", Some.Event($"{word} new", "2024-05-02"));
        Assert.Equal(ids, [.. first.Ids(), .. await WalkAsync(first.Text("next")!)]);
        Assert.Equal(ids, (await _server.GetAsync($"/v1/events?q={word}&asOf={first.Number("seq")}")).Ids());
        Assert.Equal(12, (await _server.GetAsync($"/v1/events?q={word}&count=exact&limit=1")).Number("total"));
        Assert.Equal(12, (await _server.GetAsync($"/v1/events?q={word}&count=exact&limit=1&asOf={first.Number("seq")}")).Number("total"));
    }

    [Fact]
    public async Task By_relevance_come_the_same_events_and_those_that_fit_better_come_first()
    {
        var word = $"w{Guid.NewGuid():N}";
        var body = (await _server.PostAsync("/v1/events", Some.Event("A title without it").With(new() { ["summary"] = $"There is a {word} in a long text that goes on about other things for a while." }))).Text("id")!;
        var title = (await _server.PostAsync("/v1/events", Some.Event($"{word}", "2001-01-01"))).Text("id")!;
        Assert.Equal([title, body], await WalkAsync($"/v1/events?q={word}&sort=relevance&limit=1"));
        Assert.Equal(2, (await _server.GetAsync($"/v1/events?q={word}&sort=relevance&count=exact")).Number("total"));
        var person = await _server.PostAsync("/v1/people", Some.Person($"Somebody {word}"));
        var named = (await _server.PostAsync("/v1/events", Some.Release("She is freed", "1999-01-01", person.Text("id")!))).Text("id")!;
        Assert.Equal([named, title, body], (await _server.GetAsync($"/v1/events?q={word}&sort=relevance")).Ids());
        Assert.Equal([named, title, body], await WalkAsync($"/v1/events?q={word}&sort=relevance&limit=1"));
        Assert.Equal([body, title, named], (await _server.GetAsync($"/v1/events?q={word}")).Ids());
        Assert.Equal([named], (await _server.GetAsync($"/v1/events?q={word} freed")).Ids());
        Assert.Equal([named], (await _server.GetAsync($"/v1/events?q=\"somebody {word}\"")).Ids());
    }

    private static Filter Phrase(string[] words, bool unfinished, bool not)
    {
        var text = words.Length > 1 ? $"\"{string.Join(' ', words)}\"" : words[0];
        return new Filter("q", $"{(not ? "-" : "")}{text}{(unfinished ? "*" : "")}", e => (IsIn(e) || IsNamed(e)) != not);

        bool IsIn(Model e)
        {
            var title = $" {e.Title} ";
            return title.Contains($" {string.Join(' ', words)}{(unfinished ? "" : " ")}", StringComparison.Ordinal);
        }

        bool IsNamed(Model e) => words.All(word => word == "Ukraine") && e.Parts.Any(part => part.Country == "UA");
    }

    /// <summary>A span that ends before it begins is refused.</summary>
    private static bool IsReversed(Question question) =>
        Bound(question, "from")?.EarliestKnown > Bound(question, "to")?.LatestKnown;

    private static EdtfDate? Bound(Question question, string parameter) =>
        question.Filters.FirstOrDefault(filter => filter.Parameter == parameter) is { } filter ? EdtfDate.Parse(filter.Value) : null;

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Gen<Filter> Lists(string parameter, Gen<string> values, Func<Model, string, bool> holds) =>
        from given in values.Array[1, 3]
        from not in Gen.Bool
        select new Filter(parameter, (not ? "!" : "") + string.Join(',', given), e => given.Any(value => holds(e, value)) != not);

    /// <summary>Ties end in the order in which the events were written: the newest first, or last when the oldest dates come first.</summary>
    private static IEnumerable<(Model Model, string Id)> Sorted(IReadOnlyList<(Model Model, string Id)> events, string sort)
    {
        var newest = events.Reverse();
        return sort switch
        {
            "date" => newest.OrderByDescending(e => e.Model.SortDay).Reverse(),
            "-people" => newest.OrderByDescending(e => e.Model.People ?? -1),
            _ => newest.OrderByDescending(e => e.Model.SortDay),
        };
    }

    private static JsonObject Body(Model model, string set) => Some.Event(model.Title, model.Start.Text).With(new()
    {
        ["type"] = model.Type,
        ["place"] = model.Point is { } at ? new JsonObject { ["lat"] = at.Lat, ["lon"] = at.Lon } : null,
        ["end"] = model.End?.Text,
        ["occurrence"] = model.Occurrence,
        ["verification"] = model.Verification,
        ["participants"] = new JsonArray([.. model.Parts.Select(part => new JsonObject { ["role"] = part.Role, ["country"] = part.Country })]),
        ["topics"] = new JsonArray([.. model.Topics.Append(set).Select(topic => (JsonNode)topic)]),
        ["headcounts"] = model.People is { } people ? new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = people }) : [],
    });

    private async Task<IReadOnlyList<string>> WalkAsync(string address)
    {
        var ids = new List<string>();
        for (var next = (string?)address; next is not null;)
        {
            var page = await _server.GetAsync(next);
            ids.AddRange(page.Ids());
            next = page.Text("next");
        }
        return ids;
    }

    /// <summary>A date as it is written, with the days that bound it as far as they are known.</summary>
    private sealed record Span(string Text, string From, string To)
    {
        public DateOnly Earliest => DateOnly.Parse(From, CultureInfo.InvariantCulture);

        public DateOnly Latest => DateOnly.Parse(To, CultureInfo.InvariantCulture);
    }

    private sealed record Model(
        string Type, Span Start, Span? End, string Occurrence, string Verification, IReadOnlyList<(string Role, string Country)> Parts, IReadOnlyList<string> Topics, int? People, string Title, (double Lat, double Lon)? Point)
    {
        public string Group => Type switch { "release" => "custody", "pledge" => "diplomacy", _ => "other" };

        public DateOnly SortDay => End?.Latest ?? (Occurrence == "ongoing" ? DateOnly.MaxValue : Start.Latest);

        /// <summary>What is ongoing lasts to today, or begins later.</summary>
        public DateOnly LastDay => SortDay != DateOnly.MaxValue ? SortDay : Start.Earliest > Today ? Start.Earliest : Today;

        private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);
    }

    private sealed record Filter(string Parameter, string Value, Func<Model, bool> Holds);

    private sealed record Question(IReadOnlyList<Filter> Filters, string Sort);
}
