using System.Text.RegularExpressions;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Architecture;

/// <summary>The walls between the rooms.</summary>
public sealed partial class WallTests
{
    [Fact]
    public void Domain_knows_the_base_class_library_only()
    {
        var references = typeof(IWorld).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
        Assert.DoesNotContain("PackageReference", Repository.Read("Domain/Domain.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Domain_does_no_io_and_takes_no_clock() => NoneMatches(Repository.Sources("Domain"), Impure());

    [Fact]
    public void Nobody_takes_the_clock_or_random_ids_past_the_time_provider() =>
        NoneMatches([.. Repository.Sources("Api"), .. Repository.Sources("Domain")], Clock());

    [Fact]
    public void Sql_stands_in_the_storage_folder_only() =>
        NoneMatches([.. Repository.Sources("Api").Where(file => !file.StartsWith("Api/Storage/", StringComparison.Ordinal)), .. Repository.Sources("Domain")], Sql());

    [Fact]
    public void Storage_knows_no_http_and_no_feature() => NoneMatches(
        [.. Repository.Sources("Api/Storage")], FeatureUsing());

    [Fact]
    public void The_top_level_is_fixed()
    {
        var folders = Directory.EnumerateDirectories(Repository.Root).Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.') && name is not "TestResults").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["Api", "Api.Tests", "Domain", "docs", "openapi"], folders);
    }

    [Fact]
    public void No_folder_hides_its_noun() => Assert.DoesNotContain(
        (List<string>)[.. Repository.Sources("Api"), .. Repository.Sources("Domain"), .. Repository.Sources("Api.Tests")],
        file => VagueFolder().IsMatch(file));

    private static void NoneMatches(IReadOnlyList<string> files, Regex forbidden)
    {
        Assert.True(files.Count > 10, "The test looks at the wrong place.");
        var found = files.SelectMany(file => Repository.Read(file).Split('\n')
            .Select((line, i) => (line, i)).Where(entry => forbidden.IsMatch(entry.line)).Select(entry => $"{file}:{entry.i + 1}: {entry.line.Trim()}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"\b(File|Directory|Console|HttpClient|Environment|Thread|Process)\.|using System\.(IO|Net|Data)|TimeProvider|Random")]
    private static partial Regex Impure();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|Guid\.NewGuid\(")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(SELECT\s.*\bFROM|INSERT INTO|UPDATE\s+\w+\s+SET|DELETE FROM|PRAGMA)\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"using (Events\.Api\.(?!Storage)|Microsoft\.AspNetCore)")]
    private static partial Regex FeatureUsing();

    [GeneratedRegex(@"/(Services|Common|Helpers|Utils|Managers)/")]
    private static partial Regex VagueFolder();
}
