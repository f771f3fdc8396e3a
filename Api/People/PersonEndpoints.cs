using Events.Api.Http.Formats;
using Events.Api.Records;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Querying;
using Events.Domain.Vocabularies;

namespace Events.Api.People;

/// <summary>Routes of people.</summary>
internal static class PersonEndpoints
{
    private static readonly QueryParameter Citizenship = new("citizenship", "Countries of citizenship, in any spelling.", "BY", Repeats: true);
    private static readonly QueryParameter Tag = new("tag", "Tags.", "journalist", Repeats: true);

    public static void MapPeople(this IEndpointRouteBuilder v1) => RecordEndpoints<Person, PersonView>.Map(v1, new Collection("/people", "Person", "People")
    {
        Filters = [Citizenship, Tag],
        Read = Read,
        Formats = Format.Of(
            new Column("id", "id"), new Column("version", "version") { IsNumber = true }, new Column("name", "name"), new Column("other_names", "otherNames.name") { Separator = "; " },
            new Column("description", "description"), new Column("citizenships", "citizenships.code"), new Column("born_on", "bornOn.value"), new Column("died_on", "diedOn.value"),
            new Column("tags", "tags"), new Column("updated_at", "updatedAt")),
    });

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var reader = new ClauseReader(text, countries);
        reader.AddOpenCodes(Tag, 1, PeopleVocabularies.Tags.Codes, PersonTerms.Tag);
        reader.AddCountries(Citizenship, 2, (_, code) => PersonTerms.Citizenship(code));
        reader.Require(PersonTerms.All, 9);
        return new RecordQuery { Kind = RecordKind.Person, Clauses = reader.Clauses, Applied = reader.Applied, Mentions = reader.Mentions };
    }
}
