using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Sanctions;

public sealed class SanctionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Theory]
    [InlineData("2021-08-08", "unknown", null)]
    [InlineData("2021-08-09", "in-force", "2021-08-09")]
    [InlineData("2025-12-14", "in-force", "2021-08-09")]
    [InlineData("2025-12-15", "eased", "2025-12-15")]
    [InlineData("2025-12", "eased", "2025-12-15")]
    [InlineData("2025", "eased", "2025-12-15")]
    public async Task The_state_is_that_of_the_end_of_the_day(string on, string state, string? since)
    {
        var one = await _server.GetAsync($"/v1/sanctions/{Id("51")}?on={on}");
        Assert.Equal((state, since), (one.Text("state"), one.Text("stateSince")));
        var listed = (await _server.GetAsync($"/v1/sanctions?commodity=potash&on={on}"))["items"]![0]!;
        Assert.Equal((state, since), (listed.Text("state"), listed.Text("stateSince")));
    }

    [Fact]
    public async Task Without_a_day_the_state_is_that_of_today_or_of_the_commit()
    {
        Assert.Equal("eased", (await _server.GetAsync($"/v1/sanctions/{Id("51")}")).Text("state"));
        Assert.Equal("lifted", (await _server.GetAsync($"/v1/sanctions/{Id("51")}?asOf=3")).Text("state"));
    }

    [Fact]
    public async Task The_timeline_has_every_act_and_what_is_announced_does_not_count()
    {
        var sanction = await _server.GetAsync($"/v1/sanctions/{Id("51")}");
        Assert.Equal(
            ["e6 imposes 2021-08-09 occurred Executive Order 14038", "e4 lifts 2025-12-13 announced ", "e7 eases 2025-12-15 occurred Belarus General License 13"],
            sanction["timeline"]!.AsArray().Select(act => $"{act!["event"].Text("id")![^2..]} {act.Text("effect")} {act["on"].Text("value")} {act.Text("occurrence")} {act.Text("instrument")}"));
        Assert.Equal("""[{"from":"2021-08-09","to":null}]""", sanction["inForce"]!.ToJsonString());
        Assert.Equal("""[{"from":null,"to":"2025-12-13"}]""", (await _server.GetAsync($"/v1/sanctions/{Id("51")}?asOf=3"))["inForce"]!.ToJsonString());
        Assert.Equal("e7 e4 e6", (await _server.GetAsync($"/v1/sanctions/{Id("51")}/events")).Ends());
        Assert.Equal("e6", (await _server.GetAsync($"/v1/sanctions/{Id("51")}/events?effect=imposes")).Ends());
    }

    [Theory]
    [InlineData("sender=US", true)]
    [InlineData("sender=BY", false)]
    [InlineData("sender=!US", false)]
    [InlineData("target=BY", true)]
    [InlineData("target=US,BY", true)]
    [InlineData("target=BY&target=US", false)]
    [InlineData("target=019b1795-0200-7000-8000-0000000000bb", true)]
    [InlineData("target=019b1795-0200-7000-8000-0000000000ba", false)]
    [InlineData("target=019b1795-0200-7000-8000-0000000000a3", false)]
    [InlineData("sender=019b1795-0200-7000-8000-0000000000bb", false)]
    [InlineData("kind=trade-import", true)]
    [InlineData("kind=!trade-import", false)]
    [InlineData("commodity=potash", true)]
    [InlineData("commodity=gold", false)]
    [InlineData("inForceOn=2025-12-14", true)]
    [InlineData("inForceOn=2025-12-16", true)]
    [InlineData("inForceOn=2021-08-08", false)]
    [InlineData("inForceOn=2025-12-13&asOf=3", false)]
    [InlineData("inForceOn=2025-12-12&asOf=3", true)]
    public async Task Filters_find_it_or_not(string filter, bool found) =>
        Assert.Equal(found, (await _server.GetAsync("/v1/sanctions?" + filter)).Ids().Contains(Id("51")));

    [Fact]
    public async Task An_organization_imposes_and_counts_with_its_country()
    {
        var union = await _server.PostAsync("/v1/organizations", Some.Organization("A union of states").With(new() { ["type"] = "igo", ["country"] = "LT" }));
        var sanction = await _server.PostAsync("/v1/sanctions", new JsonObject
        {
            ["name"] = "Sanctions of a union",
            ["kinds"] = new JsonArray("travel"),
            ["senders"] = new JsonArray(new JsonObject { ["organization"] = union.Text("id") }),
            ["targets"] = new JsonArray(new JsonObject { ["person"] = Id("a3") }),
        });
        Assert.Equal("A union of states", sanction["senders"]![0]!["organization"].Text("name"));
        Assert.Equal(("unknown", null), (sanction.Text("state"), sanction.Text("stateSince")));
        foreach (var filter in (string[])[$"sender={union.Text("id")}", "sender=LT", $"target={Id("a3")}"])
            Assert.Equal([sanction.Text("id")!], (await _server.GetAsync("/v1/sanctions?" + filter)).Ids());
        var imposed = await _server.PostAsync("/v1/events", Some.Event("The union imposes them", "2024-02-03").With(new()
        {
            ["type"] = "sanction-imposed",
            ["participants"] = new JsonArray(new JsonObject { ["role"] = "actor", ["organization"] = union.Text("id") }),
            ["sanctions"] = new JsonArray(new JsonObject { ["sanction"] = sanction.Text("id"), ["effect"] = "imposes" }),
        }));
        Assert.Equal(("in-force", "2024-02-03"), await StateAsync(sanction));
        Assert.Contains(imposed.Text("id"), (await _server.GetAsync("/v1/events?country=sanction-sender:LT")).Ids());
        await _server.PatchAsync($"/v1/organizations/{union.Text("id")}", new JsonObject { ["country"] = "EE" });
        Assert.DoesNotContain(imposed.Text("id"), (await _server.GetAsync("/v1/events?country=sanction-sender:LT")).Ids());
        Assert.Contains(imposed.Text("id"), (await _server.GetAsync("/v1/events?country=sanction-sender:EE&country=actor:EE")).Ids());
        Assert.Equal([sanction.Text("id")!], (await _server.GetAsync("/v1/sanctions?sender=EE")).Ids());
        await _server.PatchAsync($"/v1/events/{imposed.Text("id")}", new JsonObject { ["verification"] = "retracted" });
        Assert.Equal(("unknown", null), await StateAsync(sanction));
        await _server.DeleteAsync($"/v1/events/{imposed.Text("id")}");
        Assert.Empty((await _server.GetAsync($"/v1/sanctions/{sanction.Text("id")}"))["timeline"]!.AsArray());
    }

    [Fact]
    public async Task Events_of_what_is_not_there_are_not_found()
    {
        await _server.RefusedAsync($"/v1/sanctions/{Nobody}/events", 404, "not-found");
        await _server.RefusedAsync("/v1/sanctions/potash/events", 404, "not-found");
        await _server.RefusedAsync($"/v1/sanctions/{Id("51")}/events?asOf=1", 404, "not-found");
    }

    private async Task<(string?, string?)> StateAsync(JsonNode sanction)
    {
        var now = await _server.GetAsync($"/v1/sanctions/{sanction.Text("id")}");
        return (now.Text("state"), now.Text("stateSince"));
    }
}
