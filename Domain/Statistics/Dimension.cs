using Events.Domain.Events;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Domain.Statistics;

/// <summary>By what events are counted apart. An event counts under each of its values, and one without a value under none.</summary>
/// <param name="Name">As it stands in requests and answers.</param>
/// <param name="Terms">How the terms of its values begin; null where each event has one value, which is no term.</param>
public sealed record Dimension(string Name, string? Terms)
{
    public static readonly Dimension Type = new("type", null);
    public static readonly Dimension Group = new("group", null);
    public static readonly Dimension Verification = new("verification", null);
    public static readonly Dimension Country = OfTerms("country");
    public static readonly Dimension CountryActor = OfTerms("country.actor");
    public static readonly Dimension CountryTarget = OfTerms("country.target");
    public static readonly Dimension Topic = OfTerms("topic");
    public static readonly Dimension Commodity = OfTerms("commodity");

    public static readonly IReadOnlyList<Dimension> All = [Type, Group, Country, CountryActor, CountryTarget, Topic, Commodity, Verification];

    public static readonly IReadOnlyList<string> Names = [.. All.Select(dimension => dimension.Name)];

    private const int Most = 2;

    /// <summary>Its values are codes of countries.</summary>
    public bool IsCountry => this == Country || this == CountryActor || this == CountryTarget;

    /// <summary>The dimensions that are asked for, repeated or separated by commas.</summary>
    public static IReadOnlyList<Dimension> Read(QueryText text, QueryParameter parameter)
    {
        var names = text.All(parameter).SelectMany(given => FilterValues.Parse(parameter, given) is { Not: false } filter
            ? filter.Values
            : throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" names what to count by and cannot be negated.")).ToList();
        var read = names.ConvertAll(name => All.FirstOrDefault(dimension => dimension.Name == name) ?? throw QueryText.UnknownCode(parameter.Name, name, Names));
        if (read.Distinct().Count() < read.Count)
            throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" names the same twice.");
        return read.Count <= Most ? read : throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" takes at most {Most} dimensions.");
    }

    /// <summary>What the value of a term is called: <c>BY</c> for <c>event/country:BY</c>.</summary>
    public string ValueOf(string term) => term[Terms!.Length..];

    /// <summary>The code of a value that is no term: of a type, also for its group, or of a verification.</summary>
    public string ValueOf(int number) => this == Verification
        ? Code.Of((Events.Verification)number)
        : this == Group ? Code.Of(((EventType)number).Group()) : Code.Of((EventType)number);

    private static Dimension OfTerms(string name) => new(name, EventTerms.Facet(name));
}
