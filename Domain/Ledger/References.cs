using Events.Domain.Events;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Which records refer to one, so that it cannot be deleted.</summary>
public static class References
{
    public static IReadOnlyList<(RecordKind Kind, RecordId Id)> To(RecordKind kind, RecordId id, IWorld world) => kind switch
    {
        RecordKind.Person =>
        [
            .. Under<Event>(EventTerms.Person(id), world),
            .. Under<Sanction>(SanctionTerms.Sender(id), world),
            .. Under<Sanction>(SanctionTerms.Target(id), world),
        ],
        RecordKind.Organization =>
        [
            .. Under<Event>(EventTerms.Organization(id), world),
            .. Under<Report>(ReportTerms.Publisher(id), world),
            .. Under<Sanction>(SanctionTerms.Sender(id), world),
            .. Under<Sanction>(SanctionTerms.Target(id), world),
        ],
        RecordKind.Report =>
        [
            .. Under<Event>(EventTerms.Report(id), world),
            .. Under<Report>(ReportTerms.DerivedFrom(id), world),
        ],
        RecordKind.Sanction => [.. Under<Event>(EventTerms.Sanction(id), world)],
        RecordKind.Event =>
        [
            .. Under<Event>(EventTerms.LinksTo(id), world),
            .. Under<Event>(EventTerms.CountsPartOf(id), world),
            .. Under<Event>(EventTerms.AboutLinkTo(id), world),
        ],
        _ => [],
    };

    private static IEnumerable<(RecordKind, RecordId)> Under<T>(Term term, IWorld world)
        where T : Record => world.Under<T>(term).Select(record => (RecordJson.KindOf<T>(), record.Id));
}
