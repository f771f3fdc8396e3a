using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Reports;

/// <summary>How well evidence stands: what supports it, and how much of that is independent.</summary>
/// <param name="Reports">Distinct reports that support it.</param>
/// <param name="Independent">Distinct publishers of the reports at the roots of their derivation; a root without publisher counts by itself.</param>
public sealed record Support(int Reports, int Independent)
{
    public static Support Of(IEnumerable<Evidence> evidence, IWorld world)
    {
        var reports = evidence.Where(one => one.Stance == Stance.Supports).Select(one => one.Report).ToHashSet();
        var sources = reports.Select(report => Source(report, world)).ToHashSet();
        return new(reports.Count, sources.Count);
    }

    private static RecordId Source(RecordId report, IWorld world)
    {
        var root = Root(report, world);
        return world.Find<Report>(root)?.Record.Publisher ?? root;
    }

    private static RecordId Root(RecordId report, IWorld world)
    {
        var seen = new HashSet<RecordId> { report };
        while (world.Find<Report>(report)?.Record.DerivedFrom is { } source && seen.Add(source))
            report = source;
        return report;
    }
}
