using Events.Api.Http.Formats;
using Events.Api.Records;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Organizations;

/// <summary>Routes of organizations.</summary>
internal static class OrganizationEndpoints
{
    private static readonly QueryParameter Country = new("country", "Countries that they belong to, in any spelling.", "US", Repeats: true);
    private static readonly QueryParameter Type = new("type", "Types of organization.", "media", Repeats: true, Code.All<OrganizationType>());

    public static void MapOrganizations(this IEndpointRouteBuilder v1) =>
        RecordEndpoints<Organization, OrganizationView>.Map(v1, new Collection("/organizations", "Organization", "Organizations")
        {
            Filters = [Country, Type],
            Read = Read,
            Formats = Format.Of(
                new Column("id", "id"), new Column("version", "version") { IsNumber = true }, new Column("name", "name"), new Column("other_names", "otherNames.name") { Separator = "; " },
                new Column("type", "type"), new Column("country", "country.code"), new Column("description", "description"), new Column("updated_at", "updatedAt")),
        });

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var reader = new ClauseReader(text, countries);
        reader.AddCountries(Country, 1, (_, code) => OrganizationTerms.Country(code));
        reader.AddCodes<OrganizationType>(Type, 2, type => [OrganizationTerms.Type(type)]);
        reader.Require(OrganizationTerms.All, 9);
        return new RecordQuery { Kind = RecordKind.Organization, Clauses = reader.Clauses, Applied = reader.Applied, Mentions = reader.Mentions };
    }
}
