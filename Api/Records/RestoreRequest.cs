namespace Events.Api.Records;

/// <summary>Which version of a record is to be its newest one again.</summary>
public sealed record RestoreRequest
{
    /// <summary>Its number, as the list of versions has it; not that of a deletion.</summary>
    public required long Version { get; init; }
}
