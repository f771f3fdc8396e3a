using CsCheck;
using Events.Domain.Values;

namespace Events.Api.Tests.Values;

public sealed class SuggestionTests
{
    private static readonly string[] known =
    [
        "country", "type", "group", "from", "to", "person", "organization", "sanction", "report", "release", "agreement",
        "arrest", "acquittal", "deportation", "sanction-lifted", "sanction-imposed", "relations-restored", "headcountKind",
    ];

    [Theory]
    [InlineData("contry", "country")]
    [InlineData("Countries", "country")]
    [InlineData("releas", "release")]
    [InlineData("relaese", "release")]
    [InlineData("agremeent", "agreement")]
    [InlineData("aquital", "acquittal")]
    [InlineData("tpye", "type")]
    [InlineData("sanction_lifted", "sanction-lifted")]
    [InlineData("sanctionlifted", "sanction-lifted")]
    [InlineData("relations", "relations-restored")]
    [InlineData("headcount", "headcountKind")]
    [InlineData("headcountkind", "headcountKind")]
    [InlineData("pérson", "person")]
    public void A_slip_finds_what_was_meant(string given, string meant) =>
        Assert.Equal(meant, Suggestion.Nearest(given, known)[0]);

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("xylophone")]
    [InlineData("zz")]
    [InlineData("Минск")]
    public void What_is_near_nothing_finds_nothing(string given) =>
        Assert.Empty(Suggestion.Nearest(given, known));

    [Fact]
    public void The_best_comes_first_and_no_more_than_asked_for()
    {
        string[] months = ["march", "marsh", "mach", "may"];

        Assert.Equal(["march", "mach", "marsh"], Suggestion.Nearest("march", months));
        Assert.Equal(["march"], Suggestion.Nearest("march", months, 1));
        Assert.Empty(Suggestion.Nearest("march", months, 0));
    }

    [Fact]
    public void A_word_known_twice_is_suggested_once() =>
        Assert.Equal(["release"], Suggestion.Nearest("releas", ["release", "release"]));

    [Fact]
    public void A_very_long_word_costs_no_more_than_its_beginning() =>
        Assert.Empty(Suggestion.Nearest(new string('x', 10_000_000), [.. known, new string('y', 10_000_000)]));

    [Fact]
    public void Whatever_is_given_the_answers_are_known_words() =>
        Gen.Select(Gen.String, Gen.String.Array).Sample((given, words) =>
            Suggestion.Nearest(given, words) is { Count: <= 3 } found && found.All(words.Contains));
}
