using Events.Api.Snapshots;

namespace Events.Api;

/// <summary>What the operator decides, by options of the program or by environment variables.</summary>
internal sealed record ServerSettings
{
    /// <summary>The database file. <c>--database</c>, <c>EVENTS_DATABASE</c>.</summary>
    public required string Database { get; init; }

    /// <summary>What a database is given until somebody else writes to it. <c>--examples</c>, <c>EVENTS_EXAMPLES</c>.</summary>
    public ExampleSet Examples { get; init; } = ExampleSet.All;

    /// <summary>Reading needs a key with the scope read. <c>--reads key</c>, <c>EVENTS_READS</c>; open by default.</summary>
    public bool ReadsNeedKey { get; init; }

    /// <summary>Copies that the server takes by itself; null for none.</summary>
    public SnapshotSettings? Snapshots { get; init; }

    /// <summary>How many versions share a transaction at the most; measurements set it to 1.</summary>
    public int MostVersionsInGroup { get; init; } = 1000;

    /// <summary>How many bytes of ready answers are kept in memory; measurements set it to 0.</summary>
    public long MostCachedBytes { get; init; } = 32 * 1024 * 1024;
}

/// <summary>Which of the example files a new database is given.</summary>
internal enum ExampleSet
{
    All,
    Brief,
    None,
}
