using Events.Api.Http;
using Events.Domain.Countries;
using Events.Domain.Querying;
using Events.Domain.Statistics;
using Microsoft.AspNetCore.Http;

namespace Events.Api.Tests.Statistics;

public sealed class EventTallyTests
{
    private static readonly CountryDirectory Countries = new([new Country { Code = new("BY"), Name = "Belarus" }, new Country { Code = new("UA"), Name = "Ukraine" }]);

    [Theory]
    [InlineData("interval=month&by=type", "event/all")]
    [InlineData("interval=year&country=BY", "event/country:BY")]
    [InlineData("interval=quarter&country=actor:BY&type=release,transfer&by=group", "event/country.actor:BY")]
    [InlineData("interval=year&group=!custody&from=2025&to=2025-06", "event/all")]
    [InlineData("interval=year&by=country.target,type", "event/country.target: and all that begin so")]
    [InlineData("interval=week", null)]
    [InlineData("interval=year&country=BY&by=country", null)]
    [InlineData("interval=year&country=BY,UA", null)]
    [InlineData("interval=year&country=BY&country=UA", null)]
    [InlineData("interval=year&country=!BY", null)]
    [InlineData("interval=year&country=place:BY", null)]
    [InlineData("interval=year&by=topic", null)]
    [InlineData("interval=year&by=country,country.actor", null)]
    [InlineData("interval=year&by=verification", null)]
    [InlineData("interval=year&occurrence=occurred", null)]
    [InlineData("interval=year&from=2025-01-02", null)]
    [InlineData("interval=year&to=2025-12-30", null)]
    [InlineData("interval=year&from=2027", null)]
    [InlineData("interval=year&q=potash", null)]
    [InlineData("interval=year&minPeople=1", null)]
    [InlineData("interval=year&workflow=draft", null)]
    public void What_is_counted_ahead_answers_plain_questions(string query, string? term)
    {
        var series = StatisticsQueries.ReadSeries(new QueryText(Queries.Pairs(new QueryString("?" + query)), StatisticsQueries.OfSeries), Countries);
        var question = EventTally.Ask(series.Events, series.By, series.Interval, new DateOnly(2026, 1, 31));
        Assert.Equal(term, question is { IsRange: true } ? $"{question.Term} and all that begin so" : question?.Term);
    }
}
