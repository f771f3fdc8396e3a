using System.Globalization;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>Weighs what speaks for two sanctions being one.</summary>
internal static class SanctionLikeness
{
    public static IEnumerable<TwinReason> Reasons(Sanction one, Sanction other)
    {
        if (!one.Senders.Intersect(other.Senders).Any() || !one.Targets.Intersect(other.Targets).Any())
            yield break;
        var all = one.Senders.ToHashSet().SetEquals(other.Senders) && one.Targets.ToHashSet().SetEquals(other.Targets);
        yield return new(TwinCode.SameParties, all ? 0.4 : 0.25, all ? "Both have the same senders and targets." : "Both share a sender and a target.");
        if (one.Kinds.Intersect(other.Kinds).ToList() is { Count: > 0 } kinds)
            yield return new(TwinCode.SameKinds, 0.2, $"Both restrict {string.Join(", ", kinds.Select(Code.Of))}.");
        var alike = Wording.Likeness(one.Name, other.Name);
        if (alike >= 0.5)
            yield return new(TwinCode.SimilarTitle, Math.Round(0.6 * alike, 2), alike == 1 ? "The names have the same words." : $"Of the words of both names {alike.ToString("P0", CultureInfo.InvariantCulture)} are shared.");
    }
}
