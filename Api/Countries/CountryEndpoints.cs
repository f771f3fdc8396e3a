using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Records;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Countries;

/// <summary>Routes of countries: reference data, the resolver, and the events of a country.</summary>
internal static class CountryEndpoints
{
    private static readonly QueryParameter Region = new("region", "United Nations regions or sub-regions: several by commas.", "Europe", Repeats: true);
    private static readonly QueryParameter Status = new("status", "Where the code comes from.", "assigned", Repeats: true, Code.All<CountryStatus>());
    private static readonly QueryParameter Q = new("q", "A code or a name in any language and spelling.", "Беларусь") { IsRequired = true };

    public static void MapCountries(this IEndpointRouteBuilder v1)
    {
        var group = RecordEndpoints<Country, CountryView>.Map(v1, new Collection("/countries", "Country", "Countries")
        {
            Filters = [Region, Status],
            Read = Read,
            Formats = Format.Of(
                new Column("code", "code"), new Column("alpha3", "alpha3"), new Column("numeric", "numeric"), new Column("name", "name"), new Column("official_name", "officialName"),
                new Column("region", "region"), new Column("subregion", "subregion"), new Column("capital", "capital"), new Column("lat", "lat") { IsNumber = true }, new Column("lon", "lon") { IsNumber = true },
                new Column("fips", "fips"), new Column("wikidata", "wikidata"), new Column("status", "status"), new Column("parent", "parent")),
        });
        group.MapMethods("/resolve", ["GET", "HEAD"], Resolve).Reads().Named("resolveCountry", "Which country a text means").TakesQuery(Q, ReadParameters.AsOf);
        group.MapMethods("/{id}/events", ["GET", "HEAD"], ListEvents).Reads().Named("listCountryEvents", "Events in which the country has any role")
            .TakesList([.. EventFilters.Parameters, .. EventShape.Parameters], Format.OfEvents);
        group.MapFormats("/{id}/events", ListEvents, [.. EventFilters.Parameters, EventShape.Include], Format.OfEvents);
    }

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var reader = new ClauseReader(text, countries);
        reader.AddOpenCodes(Region, 1, CountryTerms.Regions(countries), CountryTerms.Region);
        reader.AddCodes<CountryStatus>(Status, 2, status => [CountryTerms.Status(status)]);
        reader.Require(Term.All(RecordKind.Country), 9);
        // Countries were first written in the order of their codes.
        return new RecordQuery { Kind = RecordKind.Country, Clauses = reader.Clauses, Applied = reader.Applied, Mentions = reader.Mentions, Sort = Sort.OldestFirst };
    }

    private static async Task<Answer<CountryRef>> Resolve(HttpContext http, CountryBook countries, Readers readers)
    {
        if (http.Query().One(Q) is not { } text)
            throw QueryText.Invalid(Q.Name, "\"q\" is required: the code or name to resolve.");
        return http.Query().One(ReadParameters.AsOf) is null
            ? Meant(http, text, countries.Directory, null)
            : await readers.ReadAsync(snapshot =>
            {
                var asOf = http.Query().SeqOf(snapshot);
                return Meant(http, text, CountryBook.In(snapshot.World(asOf)), asOf);
            }, http.RequestAborted);
    }

    private static Answer<CountryRef> Meant(HttpContext http, string text, CountryDirectory countries, long? asOf)
    {
        var code = new ClauseReader(http.Query(), countries).Country(Q, text);
        return new(Answer<CountryRef>.Serialize(new CountryRef(code, countries.Find(code)!.Name))) { AsOf = asOf };
    }

    private static Task<Answer<ListResponse<EventView>>> ListEvents(string id, HttpContext http, CountryBook countries)
    {
        var code = countries.Directory.Resolve(id).Code ?? throw new Refusal(Reason.NotFound, "There is no country with this code or name.");
        return Lists.AnswerAsync<EventView>(
            http,
            () => EventFilters.Read(http.Query(), countries.Directory, reader => reader.Require(EventTerms.Country(code), 4)),
            (query, reader, after, limit, body) => reader.List(query, after, limit, body, EventShape.Of(http.Query(), query)));
    }
}
