using System.Text.Json;
using Events.Api.Http;
using Events.Api.PrisonerReleases;
using Events.Api.Tests.Support;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Record = Events.Domain.Ledger.Record;

namespace Events.Api.Tests.PrisonerReleases;

/// <summary>A story that was posted as JSON, and the world in which its records stand.</summary>
internal sealed class Told
{
    /// <summary>The brief, told in one request.</summary>
    public const string Brief = """
        {
          "title": "Belarus releases 123 prisoners",
          "start": "2025-12-13",
          "by": "Belarus",
          "decidedBy": [{ "person": { "name": "Alexander Lukashenko" }, "capacity": "President" }],
          "released": 123,
          "people": [
            { "name": "Ales Bialiatski", "tags": ["nobel-peace-laureate"], "otherNames": [{ "name": "Алесь Бяляцкі", "lang": "be" }] },
            { "person": { "name": "Maria Kalesnikava", "tags": ["opposition-figure"] } }
          ],
          "destinations": [{
            "to": "UA", "received": 114,
            "subsets": [
              { "label": "Ukrainians accused of intelligence activities", "category": "accused-of-intelligence-activities", "country": "UA" },
              { "label": "Belarusian political prisoners", "category": "political-prisoners", "country": "BY" }
            ]
          }],
          "inExchangeFor": [{
            "sanction": { "name": "US potash sanctions", "senders": ["US"], "targets": ["BY"], "kinds": ["trade-import"], "commodities": ["potash"] },
            "effect": "lifts", "basis": "inferred"
          }],
          "following": [{
            "event": { "type": "agreement", "title": "Agreement of Belarus and the United States", "parties": ["BY", "US"], "start": "[..2025-12-13]" },
            "following": [{ "event": {
              "type": "talks", "title": "Talks of Belarus and the United States", "occurrence": "ongoing", "start": "2025", "parties": ["BY"],
              "participants": [{ "role": "party", "country": "US", "capacity": "Trump administration" }]
            } }]
          }],
          "topics": ["diplomacy"],
          "evidence": [
            { "report": { "title": "Belarus releases 123", "publisher": { "name": "Aggregator" }, "derivedFrom": { "title": "Belarus releases 123", "publisher": { "name": "Al Jazeera" } } },
              "statement": "Prisoners were let go as sanctions were lifted." },
            { "report": { "title": "Belarus releases 123", "publisher": { "name": "Al Jazeera" } }, "statement": "The same." },
            { "report": { "title": "Belarus releases 123", "publisher": { "name": "Al Jazeera" } }, "aspect": "date", "basis": "inferred", "value": "2025-12-13" },
            { "report": { "title": "Belarus releases 123", "publisher": { "name": "Al Jazeera" } }, "aspect": "headcount", "about": "released", "value": 123 },
            { "report": { "title": "Belarus releases 123", "publisher": { "name": "Al Jazeera" } }, "aspect": "superlative", "value": "largest since the talks began", "asOf": "2025-12-13" }
          ]
        }
        """;

    /// <summary>The least that a release has, with room for one more member.</summary>
    public const string Least = """
        { "title": "Release", "start": "2025-12-13", "by": "BY", "released": 123, "evidence": [{ "report": { "title": "Article" } }], MORE }
        """;

    private static readonly Dictionary<string, string> Names = new() { ["BY"] = "Belarus", ["US"] = "United States", ["UA"] = "Ukraine", ["LT"] = "Lithuania" };

    public static readonly CountryDirectory Countries = new(Names.Select(name => new Country { Code = new(name.Key), Name = name.Value }));

    private Told(InMemoryWorld world, IReadOnlyList<Change> changes) => (World, Changes) = (world, changes);

    public InMemoryWorld World { get; }

    public IReadOnlyList<Change> Changes { get; }

    public RecordId Release => Changes[0].Id;

    public IEnumerable<Event> Events => All<Event>();

    /// <summary>Everything that is wrong with what was written.</summary>
    public IEnumerable<Violation> Violations => Changes.SelectMany(change =>
        Validation.Check(change.Record!).Concat(Rules.Check(change.Id, change.Record!, World)));

    /// <summary>Tells the least release and one member more, in a world that may hold something already.</summary>
    public static Told With(string member, InMemoryWorld? world = null) => Of(Least.Replace("MORE", member, StringComparison.Ordinal), world);

    public static Told Of(string json, InMemoryWorld? world = null)
    {
        world ??= new InMemoryWorld();
        world.PutCountries([.. Names.Keys]);
        var ids = 0;
        var (changes, _) = PrisonerReleaseStory.Tell(
            Read(json), world, () => new RecordId($"019b1795-0200-7000-8000-{++ids:x12}"), code => Names[code.Value]);
        foreach (var change in changes)
            world.Put(change.Id.Value, change.Record!);
        return new Told(world, changes);
    }

    public static PrisonerReleaseRequest Read(string json, bool ignoresReadOnly = false)
    {
        using var document = JsonDocument.Parse(json);
        return new Intake(Countries) { IgnoresReadOnly = ignoresReadOnly }.Read<PrisonerReleaseRequest>(document.RootElement);
    }

    public PrisonerReleaseResponse Show(Audience audience = Audience.Everyone) =>
        PrisonerReleaseView.Of(World.Find<Event>(Release)!, World, new Renderer(World, audience));

    public Event The(EventType type) => Events.Single(e => e.Type == type);

    public IEnumerable<T> All<T>()
        where T : Record => Changes.Select(change => change.Record).OfType<T>();

    public RecordId IdOf(Record record) => Changes.Single(change => ReferenceEquals(change.Record, record)).Id;

    /// <summary>The links of an event, with the type of the event to which each leads.</summary>
    public IEnumerable<(LinkType, EventType)> LinksOf(Event e) => e.Links.Select(link => (link.Type, World.Get<Event>(link.To.Value).Type));
}
