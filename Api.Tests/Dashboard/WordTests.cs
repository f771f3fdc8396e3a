using System.Text.RegularExpressions;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Tests.Dashboard;

/// <summary>The words of the desk: all are in the catalogue, in each language.</summary>
public sealed partial class WordTests
{
    private static readonly Dictionary<string, string> English = Read("en");

    [Fact]
    public void Every_word_that_the_desk_says_is_in_the_catalogue()
    {
        var said = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "Api/Dashboard"), "*.js", SearchOption.AllDirectories).Where(file => !file.Contains("vendor", StringComparison.Ordinal)))
        {
            foreach (var key in Said().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            {
                Assert.True(English.ContainsKey(key), $"{Path.GetFileName(file)} says {key}.");
                said++;
            }
        }
        Assert.True(said > 100, "The test looks at the wrong place.");
    }

    [Theory]
    [InlineData("de")]
    public void Another_language_has_the_same_words_with_the_same_parameters(string language)
    {
        var other = Read(language);
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(English, word => Assert.Equal((word.Key, Parameters(word.Value)), (word.Key, Parameters(other[word.Key]))));
    }

    [Fact]
    public void The_codes_of_the_model_have_words()
    {
        Named<RecordKind>("kind");
        Named<EventType>("type");
        Named<EventGroup>("group");
        Named<Occurrence>("occurrence");
        Named<Verification>("verification");
        Named<Workflow>("workflow");
        Named<ParticipantRole>("role");
        Named<Op>("op");
    }

    private static void Named<T>(string vocabulary)
        where T : struct, Enum => Assert.All(Enum.GetValues<T>(), code => Assert.Contains($"{vocabulary}.{Code.Of(code)}", English.Keys));

    private static Dictionary<string, string> Read(string language)
    {
        var entries = Entry().Matches(Repository.Read($"Api/Dashboard/strings/{language}.js")).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToList();
        Assert.True(entries.Count > 150, $"{language} has few words.");
        Assert.Equal(entries.Count, entries.DistinctBy(entry => entry.Item1).Count());
        return entries.ToDictionary(entry => entry.Item1, entry => entry.Item2);
    }

    private static string Parameters(string text) => string.Join(' ', Parameter().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\bt\('([^']+)'")]
    private static partial Regex Said();

    [GeneratedRegex(@"'([\w.-]+)': (\{(?: \w+: '(?:[^'\\]|\\.)*',?)+ \}|'(?:[^'\\]|\\.)*')")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
