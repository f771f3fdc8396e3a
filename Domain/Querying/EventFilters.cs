using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Domain.Querying;

/// <summary>The filters of events: their parameters, and how they are read.</summary>
public static class EventFilters
{
    private const string Lists = " Repeat for AND, separate by commas for OR, begin with ! for NOT.";

    /// <summary>The roles that a country can have in an event, as they are written before its code.</summary>
    public static readonly IReadOnlyList<string> CountryRoles =
        [.. Code.All<ParticipantRole>(), "place", "destination", "counted", "sanction-sender", "sanction-target", "citizenship"];

    public static readonly QueryParameter Country = new("country", "Countries that the event touches, in any role, or in one: `actor:BY`. Alpha-2, alpha-3, numeric, `fips:BO`, a Wikidata id, or a name in any language." + Lists, "BY", Repeats: true);
    public static readonly QueryParameter Type = new("type", "Event types." + Lists, "release,transfer", Repeats: true, Code.All<EventType>());
    public static readonly QueryParameter Group = new("group", "Groups of event types." + Lists, "custody", Repeats: true, Code.All<EventGroup>());
    public static readonly QueryParameter From = new("from", "Events that reach this date or later ones. A partial date counts from its first day; ongoing events last to today, or begin later.", "2025-01");
    public static readonly QueryParameter To = new("to", "Events that begin on this date or earlier. A partial date counts to its last day. Also `ms:` and milliseconds since 1970.", "2025-12-31");
    public static readonly QueryParameter Person = new("person", "Ids of people who take part or are named." + Lists, "019b1795-0200-7000-8000-0000000000a1", Repeats: true);
    public static readonly QueryParameter Organization = new("organization", "Ids of organizations that take part." + Lists, "019b1795-0200-7000-8000-0000000000bb", Repeats: true);
    public static readonly QueryParameter Sanction = new("sanction", "Ids of sanctions that the event acts on." + Lists, "019b1795-0200-7000-8000-000000000051", Repeats: true);
    public static readonly QueryParameter Report = new("report", "Ids of reports in the evidence." + Lists, "019b1795-0200-7000-8000-0000000000d1", Repeats: true);
    public static readonly QueryParameter Topic = new("topic", "Topics; a broad one finds the narrower ones, too." + Lists, "human-rights", Repeats: true);
    public static readonly QueryParameter Commodity = new("commodity", "Commodities." + Lists, "potash", Repeats: true);
    public static readonly QueryParameter Effect = new("effect", "What the event does to a sanction." + Lists, "lifts", Repeats: true, Code.All<SanctionEffect>());
    public static readonly QueryParameter Linked = new("linked", "Types of link that the event has, in either direction." + Lists, "in-exchange-for", Repeats: true, Code.All<LinkType>());
    public static readonly QueryParameter LinkedTo = new("linkedTo", "Ids of events that it is linked with, in either direction; together with `linked`, by a link of that type." + Lists, "019b1795-0200-7000-8000-0000000000e3", Repeats: true);
    public static readonly QueryParameter Flag = new("flag", "What looks odd about it; `/v1/flags` says where and why." + Lists, "superlative-outdated", Repeats: true, Code.All<FlagCode>());
    public static readonly QueryParameter Verification = new("verification", "How sure the editors are: several by commas, ! for NOT.", "official", Codes: Code.All<Verification>());
    public static readonly QueryParameter Occurrence = new("occurrence", "Whether it took place: several by commas, ! for NOT.", "occurred", Codes: Code.All<Occurrence>());
    public static readonly QueryParameter Workflow = new("workflow", "Stage of the editors' work; lists show what is published. Needs a key that may write.", "published", Codes: Code.All<Workflow>());
    public static readonly QueryParameter MinSources = new("minSources", "At least so many independent reports support it.", "2") { IsInteger = true };
    public static readonly QueryParameter MinPeople = new("minPeople", "Its largest figure that is no subset within the event is at least this.", "100") { IsInteger = true };
    public static readonly QueryParameter Q = new("q", "Words: `potash \"prisoner release\" sanct* -oil` finds events whose title or summary has the word, the phrase and a word that begins so, and not the last one. A word that is part of a name, in any spelling, also finds the events that refer to whoever bears it.", "political prisoners");
    public static readonly QueryParameter Bbox = new("bbox", "The point of its place lies in this rectangle: west,south,east,north in degrees (WGS 84). West may lie east of east: then it crosses the date line.", "23.1,51.2,32.8,56.2");
    public static readonly QueryParameter Sort = new("sort", "Order: `-date` newest first (the default; by the latest possible day), `date`, `-people`, `-updated`; `relevance` by how well `q` fits. Ties end in one stable order.", "-date", Codes: ["-date", "date", "-people", "-updated", "relevance"]) { TakesOneCode = true };

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        Q, Country, Type, Group, From, To, Bbox, Person, Organization, Sanction, Report, Topic, Commodity, Effect, Linked, LinkedTo,
        Flag, Verification, Occurrence, Workflow, MinSources, MinPeople, Sort,
    ];

    /// <param name="add">Further clauses of a route that lists events of its own kind.</param>
    public static RecordQuery Read(QueryText text, CountryDirectory countries, Action<ClauseReader>? add = null)
    {
        var reader = new ClauseReader(text, countries);
        add?.Invoke(reader);
        reader.AddIds(Person, 1, RecordKind.Person, EventTerms.Person);
        reader.AddIds(Sanction, 1, RecordKind.Sanction, EventTerms.Sanction);
        reader.AddIds(Report, 1, RecordKind.Report, EventTerms.Report);
        reader.AddIds(Organization, 2, RecordKind.Organization, EventTerms.Organization);
        AddLinks(text, reader);
        reader.AddCountries(Country, 4, (role, code) => role is null ? EventTerms.Country(code) : EventTerms.Country(role, code), CountryRoles);
        reader.AddCodes<SanctionEffect>(Effect, 3, effect => [EventTerms.Effect(effect)]);
        reader.AddOpenCodes(Commodity, 3, Commodities.Vocabulary.Codes, EventTerms.Commodity);
        reader.AddOpenCodes(Topic, 6, Topics.Vocabulary.Codes, EventTerms.Topic);
        reader.AddCodes<FlagCode>(Flag, 3, code => [EventTerms.Flag(Code.Of(code))]);
        reader.AddCodes<EventType>(Type, 7, type => [EventTerms.Type(type)]);
        reader.AddCodes<EventGroup>(Group, 8, group => Enum.GetValues<EventType>().Where(type => type.Group() == group).Select(EventTerms.Type));
        var box = reader.Box(Bbox);
        var words = reader.Words(Q);
        if (words is not { All.Count: > 0 } && !reader.Clauses.Any(clause => !clause.Not))
            reader.Require(EventTerms.All, 9);
        var (from, to) = (reader.Day(From, date => date.EarliestKnown), reader.Day(To, date => date.LatestKnown));
        if (from > to)
            throw QueryText.Invalid(To.Name, "\"to\" lies before \"from\".");
        return new RecordQuery
        {
            Kind = RecordKind.Event,
            From = from,
            To = to,
            Verification = reader.Numbers<Verification>(Verification),
            Occurrence = reader.Numbers<Occurrence>(Occurrence),
            Workflow = reader.Numbers<Workflow>(Workflow) ?? new NumberFilter([(int)Events.Workflow.Published], Not: false),
            MinPeople = reader.Least(MinPeople),
            MinSources = reader.Least(MinSources),
            Text = words,
            Box = box,
            Sort = ReadSort(text, words),
            Clauses = reader.Clauses,
            Applied = reader.Applied,
            Mentions = reader.Mentions,
        };
    }

    private static void AddLinks(QueryText text, ClauseReader reader)
    {
        var types = text.All(Linked).SelectMany(given => FilterValues.Parse(Linked, given) is { Not: false } filter ? filter.Values : [])
            .Select(value => QueryText.Choice<LinkType>(Linked, value)).ToList();
        reader.AddCodes<LinkType>(Linked, 5, type => [EventTerms.Linked(type)]);
        reader.Add(LinkedTo, 0, value =>
        {
            var id = reader.Id(LinkedTo, RecordKind.Event, value);
            return (id.Value, types.Count == 0 ? [EventTerms.LinkedTo(id)] : types.Select(type => EventTerms.LinkedTo(type, id)));
        });
    }

    private static Sort ReadSort(QueryText text, TextQuery? words) => text.One(Sort) switch
    {
        null or "-date" => Querying.Sort.NewestFirst,
        "date" => Querying.Sort.OldestFirst,
        "-people" => Querying.Sort.MostPeopleFirst,
        "-updated" => Querying.Sort.LastUpdatedFirst,
        "relevance" when words?.All.Count > 0 => Querying.Sort.BestFirst,
        "relevance" => throw QueryText.Invalid(Sort.Name, "\"sort=relevance\" needs \"q\" with a word to look for."),
        { } other => throw QueryText.UnknownCode(Sort.Name, other, Sort.Codes!),
    };
}
