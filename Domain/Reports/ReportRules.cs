using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.Values;

namespace Events.Domain.Reports;

/// <summary>The hard rules for reports.</summary>
public static class ReportRules
{
    public static IEnumerable<Violation> Check(RecordId id, Report report, IWorld world) =>
    [
        .. DateRules.Unordered(report.PublishedOn, "/publishedOn"),
        .. world.Missing<Organization>(report.Publisher, "/publisher"),
        .. Derivation(id, report, world),
    ];

    private static IEnumerable<Violation> Derivation(RecordId id, Report report, IWorld world)
    {
        if (report.DerivedFrom is not { } source)
            return [];
        if (source == id)
            return [new(Reason.LinkSelf, "/derivedFrom", "A report is not derived from itself: name the report it was made from, or none.")];
        if (Walk.Leads(source, id, one => Sources(one, world)))
            return [new(Reason.LinkCycle, "/derivedFrom", $"Report \"{source}\" is derived from this one already: remove one of the two." + Walk.OrTooFar)];
        return world.Missing<Report>(source, "/derivedFrom");
    }

    private static IEnumerable<RecordId> Sources(RecordId report, IWorld world) =>
        world.Find<Report>(report)?.Record.DerivedFrom is { } source ? [source] : [];
}
