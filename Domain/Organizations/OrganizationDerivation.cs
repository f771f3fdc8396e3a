using Events.Domain.Ledger;

namespace Events.Domain.Organizations;

/// <summary>Derives what finds and shows an organization. It reads its country.</summary>
public static class OrganizationDerivation
{
    public static Derivation Of(Stored<Organization> stored, IWorld world) => new()
    {
        Standing = Stand(stored),
        Renderings = Renderer.ForAll(world, Rights.All, show => (View(stored, show), null)),
        Names = [stored.Record.Name, .. stored.Record.OtherNames.Select(other => other.Name)],
    };

    public static Standing Stand(Stored<Organization> stored)
    {
        var organization = stored.Record;
        var terms = new TermSet();
        terms.Add(OrganizationTerms.All);
        terms.Add(OrganizationTerms.Type(organization.Type));
        if (organization.Country is { } country)
            terms.Add(OrganizationTerms.Country(country));
        return new Standing { Terms = terms };
    }

    private static OrganizationView View(Stored<Organization> stored, Renderer show) => new()
    {
        Kind = RecordKind.Organization,
        Id = stored.Id,
        Version = stored.Version,
        Seq = stored.Seq,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        UpdatedAt = stored.UpdatedAt.UtcDateTime,
        ExternalIds = stored.Record.ExternalIds,
        Name = stored.Record.Name,
        OtherNames = stored.Record.OtherNames,
        Type = stored.Record.Type,
        Country = show.Country(stored.Record.Country),
        Description = stored.Record.Description,
    };
}
