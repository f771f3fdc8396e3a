using System.Text.Json.Nodes;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Records;

/// <summary>What differs between two versions, item by item.</summary>
public sealed class DifferenceTests
{
    [Theory]
    [InlineData("""{"title":"A","topics":["x"]}""", """{"title":"A","topics":["x"]}""", "")]
    [InlineData("""{"title":"A"}""", """{"title":"B","summary":"C"}""", "changed /title, added /summary")]
    [InlineData("""{"summary":"C"}""", "{}", "removed /summary")]
    [InlineData("""{"version":1,"updatedAt":"2025","group":"custody","support":{"reports":1}}""", """{"version":2,"updatedAt":"2026","group":"talks","support":{"reports":2}}""", "")]
    [InlineData("""{"start":{"value":"2025","precision":"year","earliest":"2025-01-01"}}""", """{"start":{"value":"2025-12","precision":"month","earliest":"2025-12-01"}}""", "changed /start")]
    [InlineData("""{"place":{"name":"A","country":{"code":"BY","name":"Belarus"}}}""", """{"place":{"name":"B","country":{"code":"BY","name":"Беларусь"}}}""", "changed /place/name")]
    [InlineData("""{"place":{"name":"A"}}""", """{"place":{"withheld":true}}""", "changed /place")]
    [InlineData("""{"headcounts":[{"key":"a","best":1},{"key":"c","best":3}]}""", """{"headcounts":[{"key":"a","best":1},{"key":"b","best":2},{"key":"c","best":3}]}""", "added /headcounts/1")]
    [InlineData("""{"headcounts":[{"key":"a","best":1},{"key":"b","best":2}]}""", """{"headcounts":[{"key":"b","best":5,"high":6}]}""", "removed /headcounts/0, changed /headcounts/0/best, added /headcounts/0/high")]
    [InlineData("""{"topics":["x","y"]}""", """{"topics":["y","z","x"]}""", "added /topics/1")]
    [InlineData("""{"topics":["x"]}""", """{"topics":["y"]}""", "removed /topics/0, added /topics/0")]
    [InlineData("""{"links":[{"type":"implements","to":{"id":"1","title":"Old"}}]}""", """{"links":[{"type":"implements","to":{"id":"1","title":"New"},"note":"n"}]}""", "added /links/0/note")]
    [InlineData("""{"links":[{"type":"implements","to":{"id":"1"}}]}""", """{"links":[{"type":"reverses","to":{"id":"1"}}]}""", "removed /links/0, added /links/0")]
    [InlineData("""{"people":[{"person":{"id":"1"},"outcome":"released"}]}""", """{"people":[{"person":{"id":"1"},"outcome":"died"}]}""", "changed /people/0/outcome")]
    [InlineData("""{"people":[{"withheld":true},{"withheld":true}]}""", """{"people":[{"withheld":true}]}""", "removed /people/1")]
    [InlineData("""{"participants":[{"role":"actor","country":{"code":"BY"}}]}""", """{"participants":[{"role":"actor","country":{"code":"BY"},"capacity":"c"},{"role":"target","country":{"code":"BY"}}]}""", "added /participants/0/capacity, added /participants/1")]
    [InlineData("""{"evidence":[{"report":{"id":"1"},"aspect":"event","statement":"a"},{"report":{"id":"1"},"aspect":"event","statement":"b"}]}""", """{"evidence":[{"report":{"id":"1"},"aspect":"event","statement":"b"},{"report":{"id":"1"},"aspect":"event","statement":"c"}]}""", "changed /evidence/1/statement")]
    [InlineData("""{"externalIds":[{"scheme":"wikidata","value":"Q1"}]}""", """{"externalIds":[{"scheme":"wikidata","value":"Q2"}]}""", "removed /externalIds/0, added /externalIds/0")]
    public void Fields_are_compared_one_by_one_and_items_by_their_key(string before, string after, string expected) =>
        Assert.Equal(expected, Told(RecordKind.Event, before, after));

    [Fact]
    public void Names_of_members_are_escaped_in_pointers() =>
        Assert.Equal("added /names/a~1b~0c", Told(RecordKind.Country, """{"names":{}}""", """{"names":{"a/b~c":"x"}}"""));

    [Fact]
    public void A_change_says_what_was_and_what_is()
    {
        var change = Assert.Single(Difference.Between(RecordKind.Event, Parse("""{"verification":"reported"}"""), Parse("""{"verification":"official"}""")));
        Assert.Equal(("\"reported\"", "\"official\""), (change.From!.ToJsonString(), change.To!.ToJsonString()));
    }

    private static string Told(RecordKind kind, string before, string after) => string.Join(", ", Difference.Between(kind, Parse(before), Parse(after))
        .Select(change => $"{Domain.Values.Code.Of(change.Op)} {change.Pointer}"));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
