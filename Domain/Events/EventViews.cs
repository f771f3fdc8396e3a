using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Shows an event to one audience, with names filled in and withheld what that audience may not know.</summary>
public static class EventViews
{
    public static EventView Of(Stored<Event> stored, Renderer show)
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
            Evidence = e.Evidence.ConvertAll(it => View(it, EvidenceRights.Of(it, e, show.World), show)),
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

    private static EvidenceView View(Evidence it, Rights rights, Renderer show)
    {
        if (!show.MaySee(rights))
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
}
