using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Querying;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Domain.Events;

/// <summary>Puts an event under its terms, each with who may know that it stands there.</summary>
internal static class EventIndexing
{
    public static TermSet Of(RecordId id, Event e, IReadOnlyList<Flag> flags, IWorld world, Rights rights)
    {
        var terms = new TermSet();
        terms.Add(EventTerms.All, rights);
        terms.Add(EventTerms.Type(e.Type), rights);
        foreach (var it in e.Participants)
            AddParticipant(terms, it, world, rights);
        if (e.Place is { } place)
            AddPlace(terms, place, rights & RightsOf(place.Visibility));
        foreach (var it in e.Headcounts)
            AddHeadcount(terms, it, rights);
        foreach (var it in e.People)
            AddPerson(terms, it, world, rights);
        foreach (var it in e.Sanctions)
            AddSanction(terms, it, world, rights);
        foreach (var link in e.Links)
        {
            terms.Add(EventTerms.LinksTo(link.To), rights);
            terms.Add(EventTerms.LinksTo(link.Type, link.To), rights);
            AddLinked(terms, link.Type, link.To, rights & (world.Find<Event>(link.To)?.Record.Rights() ?? Ledger.Rights.Editors));
        }
        foreach (var incoming in world.Under<Event>(EventTerms.LinksTo(id)))
        {
            foreach (var link in incoming.Record.Links.Where(link => link.To == id))
                AddLinked(terms, link.Type, incoming.Id, rights & incoming.Record.Rights());
        }
        if (e.Type is EventType.Release)
            AddStory(terms, id, e, world, rights);
        foreach (var commodity in e.Commodities)
            terms.Add(EventTerms.Commodity(commodity), rights);
        foreach (var topic in e.Topics)
        {
            terms.Add(EventTerms.Topic(topic), rights);
            foreach (var broader in Topics.Ancestors(topic))
                terms.Add(EventTerms.Topic(broader), rights);
        }
        if (e.Evidence.Any(it => it.Aspect is EvidenceAspect.Superlative))
        {
            foreach (var actor in EventFlags.ActorCountries(e, world))
                terms.Add(EventTerms.Superlative(e.Type, actor), rights);
        }
        foreach (var it in e.Evidence)
        {
            var open = EvidenceRights.Of(it, e, world);
            terms.Add(EventTerms.Report(it.Report), rights & open);
            if (EvidenceRights.LinkIn(it) is { } to)
                terms.Add(EventTerms.AboutLinkTo(to), rights & open);
            if (EvidenceRights.PersonIn(it, world) is { } person)
                terms.Add(EventTerms.Person(person.Id), rights & open);
        }
        foreach (var flag in flags)
            terms.Add(EventTerms.Flag(flag.Code), rights & flag.Rights);
        return terms;
    }

    private static void AddPlace(TermSet terms, Place place, Rights rights)
    {
        if (place.Country is { } country)
            AddCountry(terms, "place", country, rights);
        if (place is { Lat: { } lat, Lon: { } lon })
        {
            foreach (var cell in MapCell.Of(lat, lon))
                terms.Add(EventTerms.Cell(cell), rights);
        }
    }

    private static void AddLinked(TermSet terms, LinkType type, RecordId other, Rights rights)
    {
        terms.Add(EventTerms.Linked(type), rights);
        terms.Add(EventTerms.LinkedTo(other), rights);
        terms.Add(EventTerms.LinkedTo(type, other), rights);
    }

    /// <summary>A release is also found by what happened around it: who took people in, and what was given in exchange.</summary>
    private static void AddStory(TermSet terms, RecordId id, Event release, IWorld world, Rights rights)
    {
        foreach (var part in world.Under<Event>(EventTerms.CountsPartOf(id)))
        {
            foreach (var recipient in part.Record.Participants.Where(it => it.Role is ParticipantRole.Recipient))
            {
                if (recipient.Country is { } country)
                    terms.Add(EventTerms.ReleasedTo(country), rights & part.Record.Rights());
            }
        }
        foreach (var person in release.People)
        {
            if (person.Destination is { } destination)
                terms.Add(EventTerms.ReleasedTo(destination), rights & RightsOf(person.Visibility));
        }
        foreach (var given in EventDerivation.Exchanged(id, release, world))
        {
            foreach (var act in given.Record.Sanctions)
                terms.Add(EventTerms.ExchangedFor(act.Sanction), rights & given.Record.Rights());
        }
    }

    private static void AddParticipant(TermSet terms, Participant it, IWorld world, Rights rights)
    {
        var role = Code.Of(it.Role);
        if (it.Country is { } country)
            AddCountry(terms, role, country, rights);
        if (it.OnBehalfOf is { } behalf)
            AddCountry(terms, role, behalf, rights);
        if (it.Organization is { } organization)
        {
            terms.Add(EventTerms.Organization(organization), rights);
            if (world.Find<Organization>(organization)?.Record.Country is { } home)
                AddCountry(terms, role, home, rights);
        }
        if (it.Person is { } person)
            terms.Add(EventTerms.Person(person), rights & RightsOfPerson(person, world));
    }

    private static void AddHeadcount(TermSet terms, Headcount it, Rights rights)
    {
        if (it.Country is { } country)
        {
            AddCountry(terms, "counted", country, rights);
            if (it.Dimension is HeadcountDimension.Destination)
                AddCountry(terms, "destination", country, rights);
        }
        if (it.Of is { Event: { } whole })
            terms.Add(EventTerms.CountsPartOf(whole), rights);
    }

    private static void AddPerson(TermSet terms, NamedPerson it, IWorld world, Rights rights)
    {
        var known = rights & RightsOf(it.Visibility) & RightsOfPerson(it.Person, world);
        terms.Add(EventTerms.Person(it.Person), known);
        if (it.Destination is { } destination)
            AddCountry(terms, "destination", destination, rights & RightsOf(it.Visibility));
        foreach (var citizenship in world.Find<Person>(it.Person)?.Record.Citizenships ?? [])
            terms.Add(EventTerms.Country("citizenship", citizenship), known);
    }

    private static void AddSanction(TermSet terms, SanctionAct it, IWorld world, Rights rights)
    {
        terms.Add(EventTerms.Sanction(it.Sanction), rights);
        terms.Add(EventTerms.Effect(it.Effect), rights);
        if (world.Find<Sanction>(it.Sanction)?.Record is not { } sanction)
            return;
        foreach (var sender in SanctionDerivation.Countries(sanction.Senders, world))
            AddCountry(terms, "sanction-sender", sender, rights);
        foreach (var target in SanctionDerivation.Countries(sanction.Targets, world))
            AddCountry(terms, "sanction-target", target, rights);
    }

    private static void AddCountry(TermSet terms, string role, CountryCode country, Rights rights)
    {
        terms.Add(EventTerms.Country(country), rights);
        terms.Add(EventTerms.Country(role, country), rights);
    }

    private static Rights RightsOf(Visibility visibility) =>
        visibility is Visibility.Public ? Ledger.Rights.All : Ledger.Rights.Editors;

    private static Rights RightsOfPerson(RecordId id, IWorld world) =>
        world.Find<Person>(id) is { } person ? RightsOf(person.Record.Visibility) : Ledger.Rights.All;
}
