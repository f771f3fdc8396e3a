using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>Weighs what speaks for two records being one.</summary>
/// <param name="world">Knows the countries of organizations.</param>
/// <param name="telling">The reports that tell of few events: that both rest on one of them says something.</param>
public sealed class Likeness(IWorld world, IReadOnlySet<RecordId> telling)
{
    /// <summary>The other record as a twin of this one; null when too little speaks for it.</summary>
    public Twin? Of(Record record, RecordId id, Record other)
    {
        List<TwinReason> reasons = [.. Names(record, other), .. (record, other) switch
        {
            (Event one, Event two) => new EventLikeness(world, telling).Reasons(one, two),
            (Report one, Report two) => ReportLikeness.Reasons(one, two),
            (Person one, Person two) => NameLikeness.Reasons(one, two),
            (Organization one, Organization two) => NameLikeness.Reasons(one, two),
            (Sanction one, Sanction two) => SanctionLikeness.Reasons(one, two),
            _ => [],
        }];
        var score = Score(reasons);
        return score < Twin.Threshold ? null : new Twin(
            id, other.Kind,
            other switch { Person it => it.Name, Organization it => it.Name, Sanction it => it.Name, _ => null },
            other switch { Event it => it.Title, Report it => it.Title, _ => null },
            score, [.. reasons.OrderByDescending(reason => Math.Abs(reason.Weight)).ThenBy(reason => reason.Code)]);
    }

    /// <summary>To two places, so that it can be checked by hand.</summary>
    public static double Score(IEnumerable<TwinReason> reasons)
    {
        var (doubt, left) = (1.0, 1.0);
        foreach (var reason in reasons)
        {
            if (reason.Weight > 0)
                doubt *= 1 - reason.Weight;
            else
                left *= 1 + reason.Weight;
        }
        return Math.Round((1 - doubt) * left, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Whether a value under another scheme means the same: one that is short or of plain digits is met everywhere.</summary>
    public static bool IsTelling(ExternalId name) => name.Value.Length >= 4 && name.Value.Any(char.IsLetter);

    private static IEnumerable<TwinReason> Names(Record record, Record other) =>
        from name in record.ExternalIds
        where IsTelling(name)
        from same in other.ExternalIds
        where same.Value == name.Value && same.Scheme != name.Scheme
        select new TwinReason(TwinCode.SameExternalId, 0.9, $"Both are \"{name.Value}\": one in {name.Scheme}, the other in {same.Scheme}.");
}
