using System.Text.Json;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Shows records to one audience: fills in the names of what they refer to, and withholds what that audience may not know.</summary>
public sealed class Renderer(IWorld world, Audience audience)
{
    public IWorld World => world;

    public Audience Audience => audience;

    /// <summary>Something was left out for this audience, so others have a rendering of their own.</summary>
    public bool HasWithheld { get; private set; }

    /// <summary>The renderings for every audience that may see the record: one, when all see the same.</summary>
    public static IReadOnlyList<Rendering> ForAll(IWorld world, Rights rights, Func<Renderer, (object Item, object? Detail)> show)
    {
        var renderings = new List<Rendering>(1);
        foreach (var audience in Audiences.All)
        {
            if (!audience.Sees(rights))
                continue;
            var renderer = new Renderer(world, audience);
            var (item, detail) = show(renderer);
            renderings.Add(new Rendering(audience, Write(item), detail is null ? null : Write(detail)));
            if (!renderer.HasWithheld)
                break;
        }
        return renderings;
    }

    public bool MaySee(Visibility visibility) => visibility is Visibility.Public || audience.Sees(Rights.Editors) || Withhold();

    public bool MaySee(Rights rights) => audience.Sees(rights) || Withhold();

    public CountryRef Country(CountryCode code) => new(code, world.Find<Country>(code.Id)?.Record.Name);

    public CountryRef? Country(CountryCode? code) => code is { } known ? Country(known) : null;

    public NamedRef Person(RecordId id)
    {
        if (world.Find<Person>(id) is not { } person)
            return new NamedRef { Id = id };
        return MaySee(person.Record.Visibility) ? new NamedRef { Id = id, Name = person.Record.Name } : NamedRef.Nobody;
    }

    public NamedRef Organization(RecordId id) => new() { Id = id, Name = world.Find<Organization>(id)?.Record.Name };

    public NamedRef Sanction(RecordId id) => new() { Id = id, Name = world.Find<Sanction>(id)?.Record.Name };

    public ReportRef Report(RecordId id)
    {
        var report = world.Find<Report>(id)?.Record;
        return new ReportRef(id, report?.Title, report?.Publisher is { } publisher ? Organization(publisher) : null);
    }

    public PartyView Party(Party party) => new()
    {
        Country = Country(party.Country),
        Organization = party.Organization is { } organization ? Organization(organization) : null,
        Person = party.Person is { } person ? Person(person) : null,
    };

    /// <summary>Another event as a reference; null when this audience may not know that it exists.</summary>
    public EventRef? Event(RecordId id) => world.Find<Event>(id) is { } found ? Event(found) : null;

    public EventRef? Event(Stored<Event> found)
    {
        if (!audience.Sees(found.Record.Rights()))
        {
            HasWithheld = true;
            return null;
        }
        return new EventRef(found.Id, found.Record.Type, found.Record.Title, new DateView(found.Record.Start), found.Record.Occurrence);
    }

    private bool Withhold()
    {
        HasWithheld = true;
        return false;
    }

    private static byte[] Write(object view) => JsonSerializer.SerializeToUtf8Bytes(view, view.GetType(), ViewJson.Options);
}
