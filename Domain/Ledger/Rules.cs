using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>The hard rules of the model: what breaks one is not written.</summary>
public static class Rules
{
    /// <param name="id">The id of the record, new or known.</param>
    /// <param name="record">The record as it is to be written.</param>
    /// <param name="world">What the ledger would know afterwards: it holds all records of the commit already.</param>
    /// <returns>Everything that is wrong; empty when the record may be written.</returns>
    public static IReadOnlyList<Violation> Check(RecordId id, Record record, IWorld world) => record switch
    {
        Country country => [.. CountryRules.Check(id, country, world)],
        Person person => [.. PersonRules.Check(person, world)],
        Organization organization => [.. OrganizationRules.Check(organization, world)],
        Report report => [.. ReportRules.Check(id, report, world)],
        Sanction sanction => [.. SanctionRules.Check(sanction, world)],
        Event e => [.. EventRules.Check(id, e, world)],
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.Kind, "No rules are written for this kind."),
    };
}
