using System.Text.Json;
using Events.Api.Http;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Tests.Values;

public sealed class CountTests
{
    [Theory]
    [InlineData("114", 114L, 114L, 114L)]
    [InlineData("{\"best\":114}", 114L, 114L, 114L)]
    [InlineData("{\"low\":8,\"high\":9}", 8L, null, 9L)]
    [InlineData("{\"low\":8,\"best\":9,\"high\":9}", 8L, 9L, 9L)]
    [InlineData("{\"high\":null}", null, null, null)]
    [InlineData("{}", null, null, null)]
    public void A_count_is_given_as_far_as_it_is_known(string given, long? low, long? best, long? high)
    {
        using var value = JsonDocument.Parse($"{{\"report\":\"019b1795-0200-7000-8000-0000000000d1\",\"aspect\":\"headcount\",\"value\":{given}}}");
        var read = new Intake(new CountryDirectory([])).Read<Evidence>(value.RootElement);
        Assert.Equal(new Count(low, best, high), read.Value?.Count);
    }

    [Theory]
    [InlineData(8L, null, 9L)]
    [InlineData(null, null, null)]
    public void A_count_that_is_not_known_in_full_is_stored_and_read_again(long? low, long? best, long? high)
    {
        var e = new Event
        {
            Type = EventType.Statement,
            Title = "Some number",
            Start = EdtfDate.Parse("2025"),
            Evidence = [new() { Report = new("r"), Aspect = EvidenceAspect.Headcount, Value = new() { Count = new(low, best, high) } }],
        };
        Assert.Equal(new Count(low, best, high), RecordJson.Read<Event>(RecordJson.Write(e)).Evidence[0].Value?.Count);
    }
}
