using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>
/// Whom a change of one record concerns: the records whose derivations have read it. Each case mirrors what the
/// derivations say they read.
/// </summary>
public sealed class Dependents(IWorld world)
{
    private readonly HashSet<(RecordKind Kind, RecordId Id)> _found = [];

    public IReadOnlySet<(RecordKind Kind, RecordId Id)> Found => _found;

    /// <param name="before">The record as it was; null when it is new, so that nothing has read it yet.</param>
    /// <param name="after">The record as it is; null when it is deleted.</param>
    public void Add(RecordKind kind, RecordId id, Record? before, Record? after)
    {
        switch (kind)
        {
            // Of a country, others show its name and nothing else.
            case RecordKind.Country when before is not null && ((Country)before).Name != ((Country?)after)?.Name:
                AddOfCountry(new CountryCode(id.Value));
                break;
            case RecordKind.Person when before is not null:
                AddUnder<Event>(EventTerms.Person(id));
                AddUnder<Sanction>(SanctionTerms.Sender(id));
                AddUnder<Sanction>(SanctionTerms.Target(id));
                break;
            case RecordKind.Organization when before is not null:
                AddOfOrganization(id, (Organization)before, (Organization?)after);
                break;
            case RecordKind.Report when before is not null:
                AddOfReport(id, []);
                break;
            case RecordKind.Sanction when before is not null:
                AddUnder<Event>(EventTerms.Sanction(id));
                break;
            case RecordKind.Event:
                AddOfEvent(id, (Event?)before, (Event?)after);
                break;
        }
    }

    private void AddOfCountry(CountryCode code)
    {
        AddUnder<Event>(EventTerms.Country(code));
        AddUnder<Event>(EventTerms.Country("citizenship", code));
        AddUnder<Person>(PersonTerms.Citizenship(code));
        AddUnder<Organization>(OrganizationTerms.Country(code));
        AddUnder<Sanction>(SanctionTerms.SenderCountry(code));
        AddUnder<Sanction>(SanctionTerms.TargetCountry(code));
    }

    private void AddOfOrganization(RecordId id, Organization before, Organization? after)
    {
        foreach (var e in world.Under<Event>(EventTerms.Organization(id)))
        {
            _found.Add((RecordKind.Event, e.Id));
            if (before.Country != after?.Country)
                AddOutdatedBy(e.Record, before.Country);
        }
        foreach (var report in world.Under<Report>(ReportTerms.Publisher(id)))
        {
            _found.Add((RecordKind.Report, report.Id));
            AddOfReport(report.Id, []);
        }
        foreach (var term in (Term[])[SanctionTerms.Sender(id), SanctionTerms.Target(id)])
        {
            foreach (var sanction in world.Under<Sanction>(term))
            {
                _found.Add((RecordKind.Sanction, sanction.Id));
                AddUnder<Event>(EventTerms.Sanction(sanction.Id));
            }
        }
    }

    private void AddOfReport(RecordId id, HashSet<RecordId> seen)
    {
        if (!seen.Add(id))
            return;
        AddUnder<Event>(EventTerms.Report(id));
        foreach (var derived in world.Under<Report>(ReportTerms.DerivedFrom(id)))
        {
            _found.Add((RecordKind.Report, derived.Id));
            AddOfReport(derived.Id, seen);
        }
    }

    private void AddOfEvent(RecordId id, Event? before, Event? after)
    {
        foreach (var e in (Event?[])[before, after])
        {
            if (e is null)
                continue;
            foreach (var link in e.Links)
                _found.Add((RecordKind.Event, link.To));
            foreach (var headcount in e.Headcounts)
            {
                if (headcount.Of?.Event is { } whole)
                    _found.Add((RecordKind.Event, whole));
            }
            foreach (var act in e.Sanctions)
            {
                _found.Add((RecordKind.Sanction, act.Sanction));
                // Of the events that act on a sanction, only those that lift it look at what the others have made of it.
                foreach (var other in world.Under<Event>(EventTerms.Sanction(act.Sanction)).Where(other => other.Record.Sanctions.Any(it => it.Sanction == act.Sanction && it.Effect is SanctionEffect.Lifts)))
                    _found.Add((RecordKind.Event, other.Id));
            }
            AddOutdatedBy(e);
        }
        if (before is null)
            return;
        AddUnder<Event>(EventTerms.LinksTo(id));
        AddUnder<Event>(EventTerms.CountsPartOf(id));
        AddUnder<Event>(EventTerms.AboutLinkTo(id));
    }

    /// <summary>Superlatives are outdated by larger events only, and few events are larger than one that was called the largest.</summary>
    /// <param name="formerActor">A country that it is no longer counted to.</param>
    private void AddOutdatedBy(Event e, CountryCode? formerActor = null)
    {
        if (EventFigures.LargestFigure(e) is not { } figure)
            return;
        foreach (var country in EventFlags.ActorCountries(e, world).Concat(formerActor is { } former ? [former] : []).Distinct())
        {
            foreach (var claiming in world.Under<Event>(EventTerms.Superlative(e.Type, country)))
            {
                if (figure > EventFigures.LargestFigure(claiming.Record))
                    _found.Add((RecordKind.Event, claiming.Id));
            }
        }
    }

    private void AddUnder<T>(Term term)
        where T : Record
    {
        var kind = RecordJson.KindOf<T>();
        foreach (var record in world.Under<T>(term))
            _found.Add((kind, record.Id));
    }
}
