using Events.Api.Tests.Support;
using Events.Domain.Values;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Vocabularies;

public sealed class VocabularyRoutesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task Every_vocabulary_can_be_asked_for_by_its_name()
    {
        var all = (await _server.GetAsync("/v1/vocabularies"))["items"]!.AsArray();
        Assert.True(all.Count > 15);
        foreach (var vocabulary in all)
            Assert.Equal(vocabulary!.ToJsonString(), (await _server.GetAsync($"/v1/vocabularies/{vocabulary.Text("name")}")).ToJsonString());
    }

    [Fact]
    public async Task Event_types_carry_their_codes_elsewhere()
    {
        var terms = (await _server.GetAsync("/v1/vocabularies/event-types"))["terms"]!.AsArray();
        Assert.Equal(Code.All<Domain.Events.EventType>(), terms.Select(term => term.Text("code")));
        Assert.All(terms, term => Assert.False(string.IsNullOrEmpty(term.Text("label")) || string.IsNullOrEmpty(term.Text("definition"))));
        Assert.Contains("0841", terms.First(term => term.Text("code") == "release")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_name_is_told_what_was_meant() =>
        Assert.Contains("event-types", (await _server.RefusedAsync("/v1/vocabularies/event-typs", 404, "not-found")).Text("detail"), StringComparison.Ordinal);
}
