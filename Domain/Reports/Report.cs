using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Reports;

/// <summary>A published item that says something: an article, a decree, a licence, a brief. Never its full text.</summary>
public sealed record Report : Record
{
    public override RecordKind Kind => RecordKind.Report;

    /// <summary>1 to 1,000 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The organization that published it.</summary>
    public RecordId? Publisher { get; init; }

    /// <summary>Absolute http or https address, unique among reports. At most 2,000 characters.</summary>
    public string? Url { get; init; }

    /// <summary>Language code (BCP 47).</summary>
    public string? Lang { get; init; }

    public EdtfDate? PublishedOn { get; init; }

    public DateTimeOffset? RetrievedAt { get; init; }

    /// <summary>Where an archived copy stands.</summary>
    public string? ArchivedUrl { get; init; }

    /// <summary>SHA-256 of the item as retrieved: 64 hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The report it was made from. A brief made from an article is no second independent source.</summary>
    public RecordId? DerivedFrom { get; init; }

    /// <summary>Written by a program.</summary>
    public bool MachineGenerated { get; init; }

    /// <summary>What it says, in the editors' own words.</summary>
    public string? Summary { get; init; }

    /// <summary>Interpretations that belong to the report and are never counted.</summary>
    public IReadOnlyList<string> Insights { get; init; } = [];

    public IReadOnlyList<string> Takeaways { get; init; } = [];

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/topics</c>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
}
