using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Events.Api.Commits;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Values;

namespace Events.Api.Examples;

/// <summary>The founding example: one news brief, and the evidence that came later.</summary>
internal static class ExampleData
{
    /// <summary>In whose name examples are written.</summary>
    public const string Actor = "examples";

    private const string Folder = "Events.Api.Examples.";

    /// <summary>Commits what the files of the set say, line by line in their order; a line that is there already is passed over.</summary>
    public static async Task LoadAsync(Ledger ledger, CountryBook countries, TimeProvider clock, ExampleSet set, CancellationToken cancel)
    {
        foreach (var file in Files(set))
        {
            using var lines = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + file)!);
            while (await lines.ReadLineAsync(cancel) is { } line)
                await CommitAsync(ledger, countries, clock, line, cancel);
        }
    }

    /// <summary>Commits one line, unless it is there already.</summary>
    public static async Task CommitAsync(Ledger ledger, CountryBook countries, TimeProvider clock, string line, CancellationToken cancel, string actor = Actor)
    {
        using var commit = JsonDocument.Parse(line);
        await ledger.CommitAsync(new CommitRequest(actor, world => CommitDraft.OfAny(commit.RootElement, countries.Directory, world, () => RecordId.New(clock.GetUtcNow())).Changes)
        {
            Reason = CommitDraft.ReasonOf(commit.RootElement),
            IdempotencyKey = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line))),
            RequestHash = [],
            ListsRecords = true,
        }, cancel);
    }

    private static string[] Files(ExampleSet set) => set switch
    {
        ExampleSet.All => ["01-brief.ndjson", "02-later-evidence.ndjson"],
        ExampleSet.Brief => ["01-brief.ndjson"],
        _ => [],
    };
}
