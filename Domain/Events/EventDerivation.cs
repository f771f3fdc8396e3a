using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Domain.Events;

/// <summary>Derives what finds and shows an event. It reads whatever the event refers to, the events linked with it or counted in it, and the root reports of its evidence.</summary>
public static class EventDerivation
{
    /// <summary>Archived events can still be read by everyone who has their address; drafts cannot.</summary>
    public static Rights Rights(this Event e) =>
        e.Workflow is Workflow.Published or Workflow.Archived ? Ledger.Rights.All : Ledger.Rights.Editors;

    public static Derivation Of(Stored<Event> stored, IWorld world)
    {
        var e = stored.Record;
        var embargoed = e.EmbargoUntil > world.Now;
        var rights = embargoed ? Ledger.Rights.Editors : e.Rights();
        var support = Support.Of(e.Evidence, world);
        var flags = EventFlags.Of(stored.Id, e, world);
        return new Derivation
        {
            Day = CalendarDay.Of(e.LastDay()),
            Workflow = e.Workflow,
            Rights = rights,
            OpensAt = embargoed ? e.EmbargoUntil : null,
            Terms = Terms(stored.Id, e, world, rights),
            Renderings = Renderer.ForAll(world, rights, renderer => (
                View(stored, renderer),
                new EventDetail(support, Visible(flags, renderer), Linked(stored.Id, e, world, renderer)))),
            Text = new SearchText(e.Title, e.Summary),
            Numbers = new EventNumbers(
                CalendarDay.Of(e.Start.EarliestKnown), e.Verification, e.Occurrence, EventFigures.LargestFigure(e), support.Independent),
        };
    }

    /// <summary>The latest possible day: what is ongoing without an end lasts for ever, as far as the index is concerned.</summary>
    public static DateOnly LastDay(this Event e) =>
        e.End?.LatestKnown ?? (e.Occurrence is Occurrence.Ongoing ? DateOnly.MaxValue : e.Start.LatestKnown);

    /// <summary>The links of an event as seen from it, its own first.</summary>
    public static IReadOnlyList<LinkedView> Linked(RecordId id, Event e, IWorld world, Renderer renderer)
    {
        var linked = new List<LinkedView>();
        foreach (var link in e.Links)
        {
            if (renderer.Event(link.To) is { } to)
                linked.Add(new LinkedView(link.Type, link.Type.Reads(), LinkDirection.Out, link.Basis, link.Note, to));
        }
        foreach (var other in world.Under<Event>(EventTerms.LinksTo(id)))
        {
            foreach (var link in other.Record.Links.Where(link => link.To == id))
            {
                if (renderer.Event(other) is { } from)
                    linked.Add(new LinkedView(link.Type, link.Type.Inverse(), LinkDirection.In, link.Basis, link.Note, from));
            }
        }
        return linked;
    }

    private static IReadOnlyList<Flag> Visible(IReadOnlyList<Flag> flags, Renderer renderer) =>
        flags.All(flag => renderer.MaySee(flag.Rights)) ? flags : [.. flags.Where(flag => renderer.MaySee(flag.Rights))];

    private static EventView View(Stored<Event> stored, Renderer show)
    {
        var e = stored.Record;
        return new EventView
        {
            Kind = RecordKind.Event,
            Id = stored.Id,
            Version = stored.Version,
            Seq = stored.Seq,
            CreatedAt = stored.CreatedAt.UtcDateTime,
            UpdatedAt = stored.UpdatedAt.UtcDateTime,
            ExternalIds = e.ExternalIds,
            Type = e.Type,
            Group = e.Type.Group(),
            Title = e.Title,
            Summary = e.Summary,
            Occurrence = e.Occurrence,
            Start = new DateView(e.Start),
            End = DateView.Of(e.End),
            Place = e.Place is { } place ? View(place, show) : null,
            Participants = e.Participants.ConvertAll(it => View(it, show)),
            Headcounts = e.Headcounts.ConvertAll(it => View(it, show)),
            People = e.People.ConvertAll(it => View(it, show)),
            Sanctions = e.Sanctions.ConvertAll(it => new SanctionActView(show.Sanction(it.Sanction), it.Effect, it.Instrument, it.Note)),
            Links = [.. Links(e, show)],
            Commodities = e.Commodities,
            Topics = e.Topics,
            Evidence = e.Evidence.ConvertAll(it => View(it, show)),
            Verification = e.Verification,
            Workflow = e.Workflow,
            EmbargoUntil = e.EmbargoUntil,
        };
    }

    private static IEnumerable<EventLinkView> Links(Event e, Renderer show)
    {
        foreach (var link in e.Links)
        {
            if (show.Event(link.To) is { } to)
                yield return new EventLinkView(link.Type, to, link.Basis, link.Note);
        }
    }

    private static PlaceView View(Place place, Renderer show) => !show.MaySee(place.Visibility)
        ? new PlaceView { Withheld = true }
        : new PlaceView
        {
            Country = show.Country(place.Country),
            Name = place.Name,
            Lat = place.Lat,
            Lon = place.Lon,
            Visibility = Marked(place.Visibility),
        };

    private static ParticipantView View(Participant it, Renderer show)
    {
        var person = it.Person is { } id ? show.Person(id) : null;
        return new ParticipantView
        {
            Role = it.Role,
            Country = show.Country(it.Country),
            Organization = it.Organization is { } organization ? show.Organization(organization) : null,
            Person = person,
            // An office tells who holds it.
            Capacity = person is { Withheld: true } ? null : it.Capacity,
            OnBehalfOf = show.Country(it.OnBehalfOf),
        };
    }

    private static HeadcountView View(Headcount it, Renderer show) => new()
    {
        Key = it.Key,
        Kind = it.Kind,
        Label = it.Label,
        Dimension = it.Dimension,
        Country = show.Country(it.Country),
        Category = it.Category,
        Low = it.Low,
        Best = it.Best,
        High = it.High,
        Of = it.Of is { } whole ? View(whole, show) : null,
    };

    private static HeadcountOfView? View(HeadcountRef whole, Renderer show)
    {
        if (whole.Event is not { } id)
            return new HeadcountOfView(null, whole.Key);
        return show.Event(id) is { } e ? new HeadcountOfView(e, whole.Key) : null;
    }

    private static NamedPersonView View(NamedPerson it, Renderer show)
    {
        if (!show.MaySee(it.Visibility))
            return new NamedPersonView { Withheld = true };
        var person = show.Person(it.Person);
        return new NamedPersonView
        {
            Person = person,
            Outcome = it.Outcome,
            LegalBasis = it.LegalBasis,
            ExitMode = it.ExitMode,
            Destination = show.Country(it.Destination),
            Conditional = it.Conditional,
            // Free text may tell who it is.
            Note = person.Withheld is true ? null : it.Note,
            Visibility = Marked(it.Visibility),
        };
    }

    private static EvidenceView View(Evidence it, Renderer show)
    {
        var tellsOfPerson = it.Aspect is EvidenceAspect.Person && RecordId.TryParse(it.About?.Text, out var person) && show.Person(person).Withheld is true;
        if (tellsOfPerson || !show.MaySee(it.Visibility))
            return new EvidenceView { Withheld = true };
        return new EvidenceView
        {
            Report = show.Report(it.Report),
            Stance = it.Stance,
            Aspect = it.Aspect,
            About = it.About,
            Basis = it.Basis,
            Statement = it.Statement,
            Value = it.Value,
            AttributedTo = it.AttributedTo,
            AsOf = DateView.Of(it.AsOf),
            Credibility = it.Credibility,
            Visibility = Marked(it.Visibility),
        };
    }

    private static Visibility? Marked(Visibility visibility) => visibility is Visibility.Public ? null : visibility;

    private static TermSet Terms(RecordId id, Event e, IWorld world, Rights rights)
    {
        var terms = new TermSet();
        terms.Add(EventTerms.All, rights);
        terms.Add(EventTerms.Type(e.Type), rights);
        foreach (var it in e.Participants)
            AddParticipant(terms, it, world, rights);
        if (e.Place is { Country: { } country } place)
            AddCountry(terms, "place", country, rights & RightsOf(place.Visibility));
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
            terms.Add(EventTerms.Report(it.Report), rights & RightsOf(it.Visibility));
            if (it.Aspect is EvidenceAspect.Person && RecordId.TryParse(it.About?.Text, out var person))
                terms.Add(EventTerms.Person(person), rights & RightsOf(it.Visibility) & RightsOfPerson(person, world));
        }
        return terms;
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
        foreach (var given in Exchanged(id, release, world))
        {
            foreach (var act in given.Record.Sanctions)
                terms.Add(EventTerms.ExchangedFor(act.Sanction), rights & given.Record.Rights());
        }
    }

    /// <summary>The events at the other end of its in-exchange-for links, whoever holds them.</summary>
    public static IEnumerable<Stored<Event>> Exchanged(RecordId id, Event e, IWorld world)
    {
        foreach (var link in e.Links.Where(link => link.Type is LinkType.InExchangeFor))
        {
            if (world.Find<Event>(link.To) is { } to)
                yield return to;
        }
        foreach (var from in world.Under<Event>(EventTerms.LinksTo(LinkType.InExchangeFor, id)))
            yield return from;
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
