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

    /// <summary>The instance that is followed; then nothing is written here but what is written there.</summary>
    public FollowSettings? Follows { get; init; }

    /// <summary>Copies that the server takes by itself; null for none.</summary>
    public SnapshotSettings? Snapshots { get; init; }

    /// <summary>How many versions share a transaction at the most; measurements set it to 1.</summary>
    public int MostVersionsInGroup { get; init; } = 1000;

    /// <summary>How many bytes of ready answers are kept in memory; measurements set it to 0.</summary>
    public long MostCachedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many may listen to the feed at once.</summary>
    public int MostListeners { get; init; } = 5000;

    /// <summary>How often a quiet stream says that it is alive; tests do not wait so long.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the feed gathers what goes out together.</summary>
    public TimeSpan FeedPause { get; init; } = TimeSpan.FromMilliseconds(20);
}

/// <summary>An instance that is followed.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Key">A key of that instance with the scope admin.</param>
internal sealed record FollowSettings(Uri Source, string Key)
{
    /// <summary>Its address as it may be told: without a password in it.</summary>
    public string Name => Source.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}

/// <summary>Which of the example files a new database is given.</summary>
internal enum ExampleSet
{
    All,
    Brief,
    None,
}
