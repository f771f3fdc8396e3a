using System.Security.Cryptography;
using System.Text.Json;
using Events.Api.Commits;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>Reads NDJSON of commits, one a line, into a ledger. A line that was imported before is not imported again.</summary>
internal sealed class Importer(Ledger ledger, CountryBook countries, TimeProvider clock)
{
    /// <summary>Imports what the lines say.</summary>
    /// <param name="actor">In whose name.</param>
    /// <exception cref="ImportException">A line is refused; those before it are in the ledger.</exception>
    public async Task<ImportReport> RunAsync(string name, string actor, Stream lines, CancellationToken cancel)
    {
        var report = new ImportReport();
        var number = 0;
        var batch = RecordId.New(clock.GetUtcNow()).Value;
        using var reader = new StreamReader(lines, leaveOpen: true);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                report.Add(await CommitAsync(line, actor, batch, cancel));
            }
            catch (Refusal refusal)
            {
                throw new ImportException(name, number, Explain(refusal));
            }
            catch (JsonException failure)
            {
                throw new ImportException(name, number, $"It is no JSON at byte {failure.BytePositionInLine + 1}, or names a member twice.");
            }
        }
        return report;
    }

    /// <summary>The key under which a line is committed: the line itself.</summary>
    public static string KeyOf(string line) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line)));

    private async Task<Committed> CommitAsync(string line, string actor, string batch, CancellationToken cancel)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
        var root = document.RootElement;
        var at = clock.GetUtcNow();
        return await ledger.CommitAsync(new CommitRequest(actor, world => CommitDraft.OfAny(root, countries.Directory, world, () => RecordId.New(at)).Changes)
        {
            Reason = CommitDraft.ReasonOf(root),
            Batch = batch,
            IdempotencyKey = KeyOf(line),
            RequestHash = [],
            ListsRecords = true,
        }, cancel);
    }

    private static string Explain(Refusal refusal) => refusal.Violations.Count == 0
        ? refusal.Message
        : string.Join(' ', refusal.Violations.Take(10).Select(violation => $"{violation.Pointer}: {violation.Message}"));
}

/// <summary>What an import has done so far.</summary>
internal sealed class ImportReport
{
    public int Commits { get; private set; }
    public int Created { get; private set; }
    public int Updated { get; private set; }

    /// <summary>Lines that changed nothing, or were imported before.</summary>
    public int Unchanged { get; private set; }

    public void Add(Committed committed)
    {
        if (committed.Replayed || committed.Versions.Count == 0)
        {
            Unchanged++;
            return;
        }
        Commits++;
        Created += committed.Versions.Count(version => version.Op is Op.Create);
        Updated += committed.Versions.Count(version => version.Op is not Op.Create);
    }
}

/// <summary>A line of an import is refused.</summary>
internal sealed class ImportException(string file, int line, string message)
    : Exception($"{file}, line {line}: {message}{(line > 1 ? " What stands before it is imported: correct the line and run the import again." : "")}");
