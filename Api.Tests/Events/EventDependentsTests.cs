using System.Text.Json.Nodes;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Events;

/// <summary>What stands on an event changes with what it depends on, although nobody has touched it.</summary>
public sealed class EventDependentsTests
{
    [Fact]
    public async Task A_superlative_is_outdated_when_a_larger_release_turns_out_to_be_by_that_country()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.All);
        var report = (await server.PostAsync("/v1/reports", Some.Report("The largest so far"))).Text("id")!;
        var ministry = (await server.PostAsync("/v1/organizations", Some.Organization("Ministry"))).Text("id")!;
        var claimed = Release("2026-01-05", 100, new() { ["country"] = "TV" });
        claimed["evidence"] = new JsonArray(new JsonObject { ["report"] = report, ["aspect"] = "superlative" });
        var id = (await server.PostAsync("/v1/events", claimed)).Text("id")!;
        _ = await server.PostAsync("/v1/events", Release("2026-03-05", 1000, new() { ["organization"] = ministry }));
        Assert.Equal([], await FlagsAsync(server, id));
        await server.PatchAsync($"/v1/organizations/{ministry}", new JsonObject { ["country"] = "TV" });
        Assert.Equal(["superlative-outdated"], await FlagsAsync(server, id));
        await server.PatchAsync($"/v1/organizations/{ministry}", new JsonObject { ["country"] = "BY" });
        Assert.Equal([], await FlagsAsync(server, id));
    }

    [Fact]
    public async Task What_was_said_to_have_occurred_before_its_day_stays_flagged_until_it_is_said_again()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await RunningServer.StartAsync(ExampleSet.All, clock);
        var start = clock.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var id = (await server.PostAsync("/v1/events", Some.Event(start: start))).Text("id")!;
        clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(["future-but-occurred"], await FlagsAsync(server, id));
        await server.PatchAsync($"/v1/events/{id}", new JsonObject { ["summary"] = "It did." });
        Assert.Equal([], await FlagsAsync(server, id));
    }

    private static JsonObject Release(string start, int people, JsonObject actor) => Some.Release("Release", start).With(new()
    {
        ["participants"] = new JsonArray(actor.With(new() { ["role"] = "actor" })),
        ["headcounts"] = new JsonArray(new JsonObject { ["key"] = "released", ["kind"] = "released", ["best"] = people }),
    });

    private static async Task<IEnumerable<string>> FlagsAsync(RunningServer server, string id) =>
        (await server.GetAsync($"/v1/events/{id}"))["flags"]!.AsArray().Select(flag => flag.Text("code")!);
}
