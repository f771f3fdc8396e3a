using System.Text.Json;
using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Api.Tests.Values;

public sealed class CodeTests
{
    [Fact]
    public void Codes_are_kebab_case_in_the_order_of_declaration()
    {
        Assert.Equal(["threatened", "in-force", "freed-in-country"], Code.All<Sample>());
        Assert.Equal("in-force", Code.Of(Sample.InForce));
    }

    [Fact]
    public void Every_code_finds_its_member()
    {
        foreach (var member in Enum.GetValues<Sample>())
        {
            Assert.True(Code.TryParse<Sample>(Code.Of(member), out var found));
            Assert.Equal(member, found);
        }
    }

    [Theory]
    [InlineData("InForce")]
    [InlineData("In-Force")]
    [InlineData("IN-FORCE")]
    [InlineData(" in-force")]
    [InlineData("inforce")]
    [InlineData("threatened,in-force")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData(null)]
    public void Only_the_exact_code_will_do(string? code)
    {
        Assert.False(Code.TryParse<Sample>(code, out _));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sample>(JsonSerializer.Serialize(code)));
    }

    [Fact]
    public void An_undeclared_value_has_no_code() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Code.Of((Sample)7));

    [Fact]
    public void In_JSON_a_member_is_its_code()
    {
        Assert.Equal("\"freed-in-country\"", JsonSerializer.Serialize(Sample.FreedInCountry));
        Assert.Equal(Sample.FreedInCountry, JsonSerializer.Deserialize<Sample>("\"freed-in-country\""));
        Assert.Null(JsonSerializer.Deserialize<Sample?>("null"));
        Assert.Equal("\"range\"", JsonSerializer.Serialize(DatePrecision.Range));
        Assert.Equal("\"approximate\"", JsonSerializer.Serialize(DateQualifier.Approximate));
    }

    [Fact]
    public void A_member_can_be_a_key_in_JSON()
    {
        var json = JsonSerializer.Serialize(new Dictionary<Sample, int> { [Sample.InForce] = 2 });

        Assert.Equal("{\"in-force\":2}", json);
        Assert.Equal(2, JsonSerializer.Deserialize<Dictionary<Sample, int>>(json)![Sample.InForce]);
    }

    [Theory]
    [InlineData("\"in-forse\"", "\"in-forse\" is no known code: did you mean \"in-force\"?")]
    [InlineData("\"zzzzz\"", "\"zzzzz\" is no known code: it is one of threatened, in-force, freed-in-country.")]
    [InlineData("1", "A code is a text: one of threatened, in-force, freed-in-country.")]
    public void What_is_no_code_is_refused_with_what_was_meant(string json, string reason)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sample>(json));
        Assert.StartsWith(reason, refusal.Message, StringComparison.Ordinal);
    }

    [JsonConverter(typeof(KebabEnumConverter<Sample>))]
    private enum Sample
    {
        Threatened,
        InForce,
        FreedInCountry,
    }
}
