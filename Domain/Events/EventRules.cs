using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>The hard rules for events.</summary>
public static class EventRules
{
    public static IEnumerable<Violation> Check(RecordId id, Event e, IWorld world) =>
    [
        .. Dates(e),
        .. HeadcountRules.Check(id, e, world),
        .. e.Workflow == Workflow.Published ? EventRequirements.Missing(e) : [],
        .. LinkRules.Check(id, e, world),
        .. UnknownReferences(e, world),
        .. e.Evidence.Index().SelectMany(one => Check(one.Item, $"/evidence/{one.Index}", e, world)),
    ];

    private static IEnumerable<Violation> Dates(Event e) =>
    [
        .. DateRules.Unordered(e.Start, "/start"),
        .. DateRules.Unordered(e.End, "/end"),
        .. DateRules.Before(e.End, e.Start, "/end"),
    ];

    private static IEnumerable<Violation> UnknownReferences(Event e, IWorld world) =>
    [
        .. world.MissingCountry(e.Place?.Country, "/place/country"),
        .. e.Participants.Index().SelectMany(one => Check(one.Item, $"/participants/{one.Index}", world)),
        .. e.Headcounts.Index().SelectMany(one => world.MissingCountry(one.Item.Country, $"/headcounts/{one.Index}/country")),
        .. e.People.Index().SelectMany(one => Check(one.Item, $"/people/{one.Index}", world)),
        .. e.Sanctions.Index().SelectMany(one => world.Missing<Sanction>(one.Item.Sanction, $"/sanctions/{one.Index}/sanction")),
        .. e.Links.Index().SelectMany(one => world.Missing<Event>(one.Item.To, $"/links/{one.Index}/to")),
    ];

    private static IEnumerable<Violation> Check(Participant one, string pointer, IWorld world) =>
    [
        .. world.MissingCountry(one.Country, pointer + "/country"),
        .. world.Missing<Organization>(one.Organization, pointer + "/organization"),
        .. world.Missing<Person>(one.Person, pointer + "/person"),
        .. world.MissingCountry(one.OnBehalfOf, pointer + "/onBehalfOf"),
    ];

    private static IEnumerable<Violation> Check(NamedPerson one, string pointer, IWorld world) =>
    [
        .. world.Missing<Person>(one.Person, pointer + "/person"),
        .. world.MissingCountry(one.Destination, pointer + "/destination"),
    ];

    private static IEnumerable<Violation> Check(Evidence one, string pointer, Event e, IWorld world) =>
    [
        .. DateRules.Unordered(one.AsOf, pointer + "/asOf"),
        .. DateRules.Unordered(DateIn(one), pointer + "/value"),
        .. HeadcountRules.Order(one.Value?.Count, pointer + "/value"),
        .. world.Missing<Report>(one.Report, pointer + "/report"),
        .. one.About is { } about ? About(about.Text, one.Aspect, pointer + "/about", e, world) : [],
    ];

    private static EdtfDate? DateIn(Evidence one) =>
        one.Aspect == EvidenceAspect.Date && EdtfDate.TryParse(one.Value?.Text, out var date, out _) ? date : null;

    private static IEnumerable<Violation> About(string about, EvidenceAspect aspect, string pointer, Event e, IWorld world) => aspect switch
    {
        EvidenceAspect.Headcount when e.Headcounts.All(headcount => headcount.Key != about) =>
            [ReferenceRules.Unknown(pointer, $"This event has no headcount \"{about}\": correct the key, or add the headcount.")],
        EvidenceAspect.Person => world.Missing<Person>(new(about), pointer),
        EvidenceAspect.Link => world.Missing<Event>(new(about[(about.IndexOf(':') + 1)..]), pointer),
        _ => [],
    };
}
