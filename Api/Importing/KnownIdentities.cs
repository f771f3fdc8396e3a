using System.Text.Json;
using Events.Api.Commits;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>
/// Which records have the external ids that rows name, looked up ahead of the writer. Others may be faster than that: the
/// writer looks again before it trusts one.
/// </summary>
internal sealed class KnownIdentities
{
    private const int Most = 10_000;

    private readonly Dictionary<(RecordKind Kind, ExternalId Name), RecordId?> _known = [];

    public void Learn(Snapshot snapshot, IEnumerable<SourceRow> rows)
    {
        if (_known.Count > Most)
            _known.Clear();
        var world = snapshot.World(null);
        foreach (var (kind, name) in rows.SelectMany(NamesIn))
        {
            if (!_known.TryGetValue((kind, name), out var id) || id is null)
                _known[(kind, name)] = world.Identify(kind, name);
        }
    }

    public RecordId? Find(RecordKind kind, ExternalId name) => _known.GetValueOrDefault((kind, name));

    /// <summary>What a row makes is known to the rows behind it, which may be read before it is written.</summary>
    public void Keep(CommitDraft draft)
    {
        foreach (var entry in draft.Entries.Where(entry => entry.Record is not null))
        {
            foreach (var name in entry.Head.Names)
                _known[(entry.Kind, name)] = entry.Id;
        }
    }

    private static IEnumerable<(RecordKind, ExternalId)> NamesIn(SourceRow row)
    {
        if (row.Commit?.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("records", out var records) || records.ValueKind is not JsonValueKind.Array)
            return [];
        return records.EnumerateArray().SelectMany(record => CommitDraft.NamesOf(record).Select(name => (name.Kind, name.Name)));
    }
}
