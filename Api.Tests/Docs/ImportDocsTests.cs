using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the page about imports says is so.</summary>
public sealed partial class ImportDocsTests
{
    private static readonly string Page = Repository.Read("docs/imports.md");

    [Fact]
    public async Task The_file_of_the_page_is_imported_as_it_says()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        var file = Sample().Match(Page).Groups[1].Value;
        var address = Request().Match(Page).Groups[1].Value;
        using var sent = await server.Editor.SendFileAsync(new StringContent(file), address);
        var import = await Stories.ReadAsync(sent);
        var again = await server.Editor.ImportAsync(file.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(("done", "2 0 0 0", "0 0 2 0"), ((string)import["state"]!, import.Counts(), again.Counts()));
    }

    [Fact]
    public async Task Every_command_of_the_page_has_only_words_that_the_program_knows()
    {
        var commands = Command().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        Assert.True(commands.Count >= 3);
        var help = (await RunningProgram.RunAsync("import", "--help")).Output;
        Assert.All(commands.SelectMany(command => Option().Matches(command).Select(match => match.Value)), option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [GeneratedRegex("```json\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("curl \"http://localhost:5080/v1/imports([^\"]*)\"")]
    private static partial Regex Request();

    [GeneratedRegex("dotnet run --project Api -- import (.+)")]
    private static partial Regex Command();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
