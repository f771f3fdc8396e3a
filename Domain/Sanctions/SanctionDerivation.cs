using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Sanctions;

/// <summary>Derives what finds and shows a sanction. It reads its parties and the events that act on it.</summary>
public static class SanctionDerivation
{
    public static Derivation Of(Stored<Sanction> stored, IWorld world)
    {
        var life = SanctionLife.Of(stored.Id, world.Under<Event>(EventTerms.Sanction(stored.Id)));
        return new Derivation
        {
            Standing = Stand(stored, world),
            Renderings = Renderer.ForAll(world, Rights.All, show => (View(stored, life, show), null)),
            Names = [stored.Record.Name],
            States = life.Steps,
        };
    }

    public static Standing Stand(Stored<Sanction> stored, IWorld world)
    {
        var sanction = stored.Record;
        var terms = new TermSet();
        terms.Add(SanctionTerms.All);
        foreach (var kind in sanction.Kinds)
            terms.Add(SanctionTerms.Kind(kind));
        foreach (var commodity in sanction.Commodities)
            terms.Add(SanctionTerms.Commodity(commodity));
        AddParties(terms, sanction.Senders, world, SanctionTerms.SenderCountry, SanctionTerms.Sender);
        AddParties(terms, sanction.Targets, world, SanctionTerms.TargetCountry, SanctionTerms.Target);
        return new Standing { Terms = terms };
    }

    /// <summary>The countries among parties: themselves, and those that organizations belong to.</summary>
    public static IEnumerable<CountryCode> Countries(IEnumerable<Party> parties, IWorld world)
    {
        foreach (var party in parties)
        {
            if (party.Country is { } country)
                yield return country;
            if (party.Organization is { } id && world.Find<Organization>(id)?.Record.Country is { } home)
                yield return home;
        }
    }

    private static void AddParties(
        TermSet terms, IReadOnlyList<Party> parties, IWorld world, Func<CountryCode, Term> country, Func<RecordId, Term> other)
    {
        foreach (var code in Countries(parties, world))
            terms.Add(country(code));
        foreach (var party in parties)
        {
            if (party.Organization is { } organization)
                terms.Add(other(organization));
            if (party.Person is { } person)
                terms.Add(other(person), world.Find<Person>(person)?.Record.Rights() ?? Rights.All);
        }
    }

    private static SanctionView View(Stored<Sanction> stored, SanctionLife life, Renderer show) => new()
    {
        Kind = RecordKind.Sanction,
        Id = stored.Id,
        Version = stored.Version,
        Seq = stored.Seq,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        UpdatedAt = stored.UpdatedAt.UtcDateTime,
        ExternalIds = stored.Record.ExternalIds,
        Name = stored.Record.Name,
        Description = stored.Record.Description,
        Kinds = stored.Record.Kinds,
        Senders = stored.Record.Senders.ConvertAll(show.Party),
        Targets = stored.Record.Targets.ConvertAll(show.Party),
        Commodities = stored.Record.Commodities,
        Programme = stored.Record.Programme,
        LegalBasis = stored.Record.LegalBasis,
        Authority = stored.Record.Authority,
        Objectives = stored.Record.Objectives,
        Url = stored.Record.Url,
        Timeline = [.. Timeline(life, show)],
        InForce = life.InForce,
    };

    private static IEnumerable<TimelineEntry> Timeline(SanctionLife life, Renderer show)
    {
        foreach (var entry in life.Timeline)
        {
            if (show.Event(entry.Event) is { } e)
                yield return new TimelineEntry(e, entry.Act.Effect, new DateView(entry.On), e.Occurrence, entry.Act.Instrument);
        }
    }
}
