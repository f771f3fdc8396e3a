using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.People;

/// <summary>Derives what finds and shows a person. It reads the countries of citizenship.</summary>
public static class PersonDerivation
{
    public static Rights Rights(this Person person) =>
        person.Visibility is Visibility.Public ? Ledger.Rights.All : Ledger.Rights.Editors;

    public static Derivation Of(Stored<Person> stored, IWorld world)
    {
        var standing = Stand(stored);
        return new Derivation
        {
            Standing = standing,
            Renderings = Renderer.ForAll(world, standing.Rights, show => (View(stored, show), null)),
            Names = [stored.Record.Name, .. stored.Record.OtherNames.Select(other => other.Name)],
        };
    }

    public static Standing Stand(Stored<Person> stored)
    {
        var person = stored.Record;
        var rights = person.Rights();
        var terms = new TermSet();
        terms.Add(PersonTerms.All, rights);
        foreach (var citizenship in person.Citizenships)
            terms.Add(PersonTerms.Citizenship(citizenship), rights);
        foreach (var tag in person.Tags)
            terms.Add(PersonTerms.Tag(tag), rights);
        return new Standing { Rights = rights, Terms = terms };
    }

    private static PersonView View(Stored<Person> stored, Renderer show) => new()
    {
        Kind = RecordKind.Person,
        Id = stored.Id,
        Version = stored.Version,
        Seq = stored.Seq,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        UpdatedAt = stored.UpdatedAt.UtcDateTime,
        ExternalIds = stored.Record.ExternalIds,
        Name = stored.Record.Name,
        OtherNames = stored.Record.OtherNames,
        Description = stored.Record.Description,
        Citizenships = stored.Record.Citizenships.ConvertAll(show.Country),
        BornOn = DateView.Of(stored.Record.BornOn),
        DiedOn = DateView.Of(stored.Record.DiedOn),
        Tags = stored.Record.Tags,
        Visibility = stored.Record.Visibility,
    };
}
