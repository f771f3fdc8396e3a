using System.Reflection;
using Events.Api.Importing;

namespace Events.Api.Examples;

/// <summary>The founding example: one news brief, and the evidence that came later.</summary>
internal static class ExampleData
{
    /// <summary>In whose name examples are written.</summary>
    public const string Actor = "examples";

    private const string Folder = "Events.Api.Examples.";

    /// <summary>Imports the files of the set in their order.</summary>
    public static async Task LoadAsync(Importer importer, ExampleSet set, CancellationToken cancel)
    {
        foreach (var file in Files(set))
        {
            await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + file)!;
            await importer.RunAsync(file, Actor, stream, cancel);
        }
    }

    private static string[] Files(ExampleSet set) => set switch
    {
        ExampleSet.All => ["01-brief.ndjson", "02-later-evidence.ndjson"],
        ExampleSet.Brief => ["01-brief.ndjson"],
        _ => [],
    };
}
