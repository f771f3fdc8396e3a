using System.Text.Json;
using Events.Domain.Importing;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>How a file is to be read.</summary>
public sealed record ImportSettings
{
    /// <summary>The source of NDJSON of commits, when nobody says another.</summary>
    public const string OfCommits = "commits";

    /// <summary>Percent.</summary>
    public const int DefaultRetireAtMost = 50;

    /// <summary>The file of a sender who does not say its name.</summary>
    public const string Unnamed = "upload";

    /// <summary>The name of the file, or what else its sender calls it.</summary>
    public required string File { get; init; }

    /// <summary>The name of the profile by which rows become records; null for NDJSON of commits.</summary>
    public string? Profile { get; init; }

    /// <summary>The profile itself, when it did not come with the program.</summary>
    public JsonElement? Mapping { get; init; }

    /// <summary>Whose records these are: what vanishes from one source is looked for among its own. Default: the name of the profile, or <c>commits</c>.</summary>
    public required string Source { get; init; }

    public ImportMode Mode { get; init; }

    /// <summary>Everything happens on a copy, which is thrown away.</summary>
    public bool DryRun { get; init; }

    /// <summary>Records that the source had once and has no more are deleted, when no row is left unread.</summary>
    public bool RetireMissing { get; init; }

    /// <summary>Of a hundred records of the source, how many may be deleted at the most; when more are missing, it is another file.</summary>
    public int RetireAtMost { get; init; } = DefaultRetireAtMost;

    public static ImportSettings Read(string json) => JsonSerializer.Deserialize<ImportSettings>(json, ViewJson.Options)!;

    public string Write() => JsonSerializer.Serialize(this, ViewJson.Options);
}
