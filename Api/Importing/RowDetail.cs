using System.Text.Json;
using Events.Domain.Duplicates;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>What there is to say about a row of an import.</summary>
internal sealed record RowDetail
{
    /// <summary>What it stands for, when it stands for many rows.</summary>
    public string? Label { get; init; }

    public IReadOnlyList<RowProblem> Problems { get; init; } = [];

    /// <summary>True when the row could not be read, so that nobody knows what the source says with it.</summary>
    public bool? Unread { get; init; }

    /// <summary>What the row says and its records do not, since it makes no sense there.</summary>
    public IReadOnlyList<RowNote> Notes { get; init; } = [];

    /// <summary>Records that may be the same as those of the row.</summary>
    public IReadOnlyList<RowTwins> PossibleDuplicates { get; init; } = [];

    /// <summary>The record that was deleted, since its source has it no more.</summary>
    public RetiredRecord? Retired { get; init; }

    public static RowDetail? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<RowDetail>(json, ViewJson.Options);

    public string Write() => JsonSerializer.Serialize(this, ViewJson.Options);
}

/// <summary>Why a row is refused.</summary>
/// <param name="Reason">The slug of the problem, explained at <c>/problems/{slug}</c>.</param>
/// <param name="Pointer">Where, in the commit that the row asks for.</param>
/// <param name="Column">The column that it came from.</param>
public sealed record RowProblem(string Reason, string Message, string? Pointer = null, string? Column = null);

public sealed record RetiredRecord(RecordKind Kind, RecordId Id);

/// <summary>Records that were there before a row made one of its own.</summary>
/// <param name="Pointer">The record of the row.</param>
/// <param name="Twins">The likeliest first, at most 5.</param>
public sealed record RowTwins(string Pointer, IReadOnlyList<Twin> Twins);
