using Events.Api.Http;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Microsoft.AspNetCore.Http.Extensions;

namespace Events.Api.SavedQueries;

/// <summary>What a saved query asks, understood by the readers of the very requests that it stands for.</summary>
internal abstract record Asked
{
    private const string Pointer = "/query";

    /// <summary>The most events in a table.</summary>
    public const int LongestTable = 100;

    /// <summary>More countries than there are.</summary>
    private const string AllCountries = "1000";

    private static readonly IReadOnlyList<string> Countries = [.. Dimension.All.Where(dimension => dimension.IsCountry).Select(dimension => dimension.Name)];
    private static readonly QueryParameter By = StatisticsQueries.FacetsBy with { Repeats = false };
    private static readonly IReadOnlyList<QueryParameter> OfChart = [.. StatisticsQueries.OfSeries.Where(parameter => parameter != StatisticsQueries.LayoutOf)];
    private static readonly IReadOnlyList<QueryParameter> OfMap = [By, .. StatisticsQueries.OfFacets.Where(parameter => parameter.Name is not ("by" or "limit"))];
    private static readonly IReadOnlyList<QueryParameter> OfTable = [.. EventFilters.Parameters, ReadParameters.Limit];

    /// <exception cref="Refusal">It makes no sense, or asks for what not everyone may see.</exception>
    public static Asked Read(Show show, string query, CountryDirectory countries)
    {
        var pairs = Pairs(query);
        return show switch
        {
            Show.Chart => ReadChart(new QueryText(pairs, OfChart), countries),
            Show.Map => ReadMap(new QueryText(pairs, OfMap), pairs, countries),
            _ => ReadTable(new QueryText(pairs, OfTable), countries),
        };
    }

    /// <summary>Path and query of the request that it stands for.</summary>
    public static string Address(Show show, string query)
    {
        var pairs = Pairs(query);
        var (path, parameters) = show switch
        {
            Show.Chart => ("/v1/events/series", pairs),
            Show.Map => ("/v1/events/facets", Whole(pairs)),
            _ => ("/v1/events", pairs),
        };
        var text = new QueryBuilder();
        foreach (var (name, value) in parameters)
            text.Add(name, value);
        return $"{path}{text.ToQueryString()}";
    }

    /// <summary>What the refusal of a query says of the request that holds it.</summary>
    public static Refusal InRequest(Refusal refusal, string query)
    {
        var violations = refusal.Violations.Select(violation => violation with { Pointer = Pointer, Message = Place(query, violation.Pointer) + violation.Message }).ToList();
        return violations.Count == 0
            ? new Refusal(refusal.Reason, refusal.Message, [new Violation(refusal.Reason, Pointer, refusal.Message)])
            : new Refusal(refusal.Reason, violations[0].Message, violations);
    }

    /// <summary>Where in the text a parameter stands.</summary>
    private static string Place(string query, string parameter)
    {
        var at = 0;
        foreach (var pair in query.Split('&'))
        {
            if (Uri.UnescapeDataString(pair.Split('=')[0]) == parameter)
                return $"Character {at + 1}: ";
            at += pair.Length + 1;
        }
        return "";
    }

    private static ChartAsked ReadChart(QueryText text, CountryDirectory countries)
    {
        var query = StatisticsQueries.ReadSeries(text, countries);
        RequirePublic(query.Events);
        return new ChartAsked(query);
    }

    private static MapAsked ReadMap(QueryText text, List<(string Name, string Value)> pairs, CountryDirectory countries)
    {
        if (text.One(By) is { } by && !Countries.Contains(by))
            throw QueryText.UnknownCode(By.Name, by, Countries);
        var query = StatisticsQueries.ReadFacets(new QueryText(Whole(pairs), StatisticsQueries.OfFacets), countries);
        RequirePublic(query.Events);
        return new MapAsked(query);
    }

    private static TableAsked ReadTable(QueryText text, CountryDirectory countries)
    {
        var query = EventFilters.Read(text, countries);
        RequirePublic(query);
        return new TableAsked(query, (int)(text.Integer(ReadParameters.Limit, 1, LongestTable) ?? 50));
    }

    /// <summary>A map counts by country, and shows all of them.</summary>
    private static List<(string Name, string Value)> Whole(List<(string Name, string Value)> pairs)
    {
        List<(string Name, string Value)> whole = [.. pairs, (ReadParameters.Limit.Name, AllCountries)];
        if (!pairs.Exists(pair => pair.Name == By.Name))
            whole.Insert(0, (By.Name, Dimension.Country.Name));
        return whole;
    }

    private static void RequirePublic(RecordQuery events)
    {
        if (Lists.AsksForUnpublished(events))
            throw QueryText.Invalid(EventFilters.Workflow.Name, "What is embedded is for everyone: only what is published can be asked for.");
    }

    private static List<(string Name, string Value)> Pairs(string query) => [.. Queries.Pairs(new QueryString($"?{query}"))];
}

/// <summary>Numbers over time.</summary>
internal sealed record ChartAsked(SeriesQuery Query) : Asked;

/// <summary>Numbers by country.</summary>
internal sealed record MapAsked(FacetQuery Query) : Asked;

/// <summary>Events.</summary>
internal sealed record TableAsked(RecordQuery Query, int Limit) : Asked;
