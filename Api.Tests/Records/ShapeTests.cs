using System.Text.Json.Nodes;
using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Records;

public sealed class ShapeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    public static readonly TheoryData<string, string> Lists = new()
    {
        { "/v1/events", "id,title,start" },
        { "/v1/events?asOf=3", "id,title,participants,externalIds" },
        { "/v1/countries?limit=3", "id,name" },
        { "/v1/people", "kind,name,tags" },
        { "/v1/organizations", "version,name" },
        { "/v1/reports", "id,title,updatedAt" },
        { "/v1/sanctions", "id,kinds,state" },
        { "/v1/sanctions?asOf=3&on=2025-12-14", "id,state,stateSince" },
        { "/v1/countries/BY/events", "id,headcounts" },
        { $"/v1/sanctions/{Id("51")}/events", "id,sanctions" },
        { $"/v1/prisoner-releases/{Id("e3")}/events", "id,links" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Only_the_members_that_are_asked_for_are_listed_each_as_it_stands(string address, string fields)
    {
        var (whole, some) = (await _server.GetAsync(address), await _server.GetAsync(With(address, $"fields={fields}")));
        Assert.NotEmpty(some["items"]!.AsArray());
        Assert.Equal(whole["items"]!.AsArray().Select(item => Picked(item!, fields)), some["items"]!.AsArray().Select(item => item!.ToJsonString()));
    }

    [Theory]
    [InlineData("/v1/events/{0}", "e3", "title,linked,support")]
    [InlineData("/v1/events/{0}?asOf=3", "e3", "title,linked,support")]
    [InlineData("/v1/sanctions/{0}", "51", "id,state,stateSince")]
    [InlineData("/v1/people/{0}/revisions/1", "a2", "name,seq")]
    [InlineData("/v1/countries/BY", "", "name")]
    public async Task Only_the_members_that_are_asked_for_are_shown_of_one_record(string path, string end, string fields)
    {
        var address = string.Format(null, path, Id(end));
        var some = await _server.GetAsync(With(address, $"fields={fields}"));
        Assert.Equal(Picked(await _server.GetAsync(address), fields), some.ToJsonString());
        Assert.NotEmpty(some.AsObject());
    }

    [Fact]
    public async Task Members_come_in_the_order_of_the_answer_however_they_are_asked_for()
    {
        var some = await _server.GetAsync($"/v1/events/{Id("e3")}?fields=title,%20id,title,kind");
        Assert.Equal(["kind", "id", "title"], some.AsObject().Select(member => member.Key));
        Assert.Equal("{}", (await _server.GetAsync($"/v1/events/{Id("e3")}?fields=embargoUntil")).ToJsonString());
    }

    [Theory]
    [InlineData("/v1/events?fields=id,titel", "did you mean \"title\"?")]
    [InlineData("/v1/events?fields=Title", "did you mean \"title\"?")]
    [InlineData("/v1/people/019b1795-0200-7000-8000-0000000000a2?fields=nmae", "did you mean \"name\"?")]
    [InlineData("/v1/reports?fields=id,", "\"\" is no value of \"fields\"")]
    [InlineData("/v1/reports?fields=", "Known: kind, id, ")]
    public async Task A_member_that_nothing_has_is_refused_with_those_that_were_meant(string address, string told)
    {
        var problem = await _server.RefusedAsync(address, 400, "unknown-code");
        Assert.Equal("unknown-code", problem["errors"]![0].Text("code"));
        Assert.Equal("fields", problem["errors"]![0].Text("pointer"));
        Assert.Contains(told, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/events?limit=100")]
    [InlineData("/v1/events?asOf=3")]
    [InlineData("/v1/countries/BY/events?limit=100")]
    [InlineData("/v1/sanctions/019b1795-0200-7000-8000-000000000051/events?limit=100")]
    [InlineData("/v1/prisoner-releases/019b1795-0200-7000-8000-0000000000e3/events?limit=100")]
    public async Task Lists_of_events_include_what_the_answer_for_one_has(string address)
    {
        var asOf = address.Contains("asOf", StringComparison.Ordinal) ? "?asOf=3" : "";
        var (bare, full) = (await _server.GetAsync(address), await _server.GetAsync($"{address}&include=support,flags,linked"));
        var some = await _server.GetAsync($"{address}&include=linked,support&fields=support,id,flags");
        Assert.NotEmpty(full.Ids());
        Assert.All(bare["items"]!.AsArray(), item => Assert.Null(item!["support"]));
        foreach (var (whole, few) in full["items"]!.AsArray().Zip(some["items"]!.AsArray()))
        {
            var one = await _server.GetAsync($"/v1/events/{whole.Text("id")}{asOf}");
            Assert.Equal(one.ToJsonString(), whole!.ToJsonString());
            Assert.Equal(Picked(one, "id,support"), few!.ToJsonString());
        }
    }

    [Fact]
    public async Task What_cannot_be_included_is_refused_with_what_was_meant()
    {
        var problem = await _server.RefusedAsync("/v1/events?include=suport", 400, "unknown-code");
        Assert.Contains("did you mean \"support\"?", problem.Text("detail"), StringComparison.Ordinal);
        await _server.RefusedAsync("/v1/people?include=support", 400, "unknown-parameter");
    }

    [Fact]
    public async Task Pages_keep_to_the_members()
    {
        var first = await _server.GetAsync("/v1/events?fields=id&limit=4");
        var second = await _server.GetAsync(first.Text("next")!);
        Assert.All(second["items"]!.AsArray(), item => Assert.Equal(["id"], item!.AsObject().Select(member => member.Key)));
        Assert.Equal((await _server.GetAsync("/v1/events?limit=8")).Ids(), [.. first.Ids(), .. second.Ids().Take(4)]);
    }

    private static string With(string address, string parameter) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}";

    private static string Picked(JsonNode whole, string fields) => new JsonObject(whole.AsObject()
        .Where(member => fields.Split(',').Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
