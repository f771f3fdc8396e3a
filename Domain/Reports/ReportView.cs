using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Reports;

/// <summary>A report as answers show it.</summary>
public sealed record ReportView : RecordView
{
    public required string Title { get; init; }
    public NamedRef? Publisher { get; init; }
    public string? Url { get; init; }
    public string? Lang { get; init; }
    public DateView? PublishedOn { get; init; }
    public DateTimeOffset? RetrievedAt { get; init; }
    public string? ArchivedUrl { get; init; }
    public string? Sha256 { get; init; }
    public ReportRef? DerivedFrom { get; init; }
    public required bool MachineGenerated { get; init; }
    public string? Summary { get; init; }
    public required IReadOnlyList<string> Insights { get; init; }
    public required IReadOnlyList<string> Takeaways { get; init; }
    public required IReadOnlyList<string> Topics { get; init; }
}
