using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Importing;
using Events.Api.Tests.Importing;
using Events.Api.Tests.Support;
using Events.Domain.Values;

namespace Events.Api.Tests.Docs;

/// <summary>The worked example of docs/import-profiles.md works.</summary>
public sealed partial class ProfileDocsTests
{
    [Fact]
    public async Task The_example_becomes_what_the_page_says()
    {
        var page = Repository.Read("docs/import-profiles.md");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, Block().Matches(page).Single(block => block.Groups[1].Value == "csv").Groups[2].Value);
            var profile = JsonNode.Parse(Block().Matches(page).Single(block => block.Groups[1].Value == "json").Groups[2].Value)!;
            await using var server = await RunningServer.StartAsync(ExampleSet.None);
            var imported = await server.ImportAsync(null, path, profile);
            imported.RequireDone();
            var said = Outcome().Matches(page).Select(line => (line.Groups[1].Value, line.Groups[2].Value, line.Groups[3].Value, line.Groups[4].Value)).ToList();
            Assert.Equal(5, said.Count);
            Assert.Equal(said, imported.Rows.Select(row => (row.Row.ToString(System.Globalization.CultureInfo.InvariantCulture), Code.Of(row.Outcome),
                ImportedFile.Problems(row) is [var why, ..] ? why.Text("reason")! : "", ImportedFile.Problems(row) is [var one, ..] ? one.Text("column") ?? "" : "")));
            Assert.Equal(["Belarus arrests 12 people in Brest", "Belarus arrests Jana Example in Minsk"],
                (await server.GetAsync("/v1/events?sort=date"))["items"]!.AsArray().Select(one => one.Text("title")!.Replace("BY", "Belarus", StringComparison.Ordinal)));
            Assert.Equal("1980", (await server.GetAsync("/v1/people"))["items"]![0]!["bornOn"].Text("value"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_profile_of_the_program_is_described()
    {
        var page = Repository.Read("docs/import-profiles.md");
        Assert.All(RowSource.Profiles, name => Assert.Contains($"--profile {name}", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("```(csv|json)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\| (\d) \| (\w+) \|(?: `([a-z-]+)`)?(?: in the column `(\w+)`)? \|$", RegexOptions.Multiline)]
    private static partial Regex Outcome();
}
