using Events.Domain.Ledger;

namespace Events.Domain.Sanctions;

/// <summary>The hard rules for sanctions.</summary>
public static class SanctionRules
{
    public static IEnumerable<Violation> Check(Sanction sanction, IWorld world) =>
    [
        .. Parties(sanction),
        .. sanction.Senders.Index().SelectMany(sender => world.MissingParty(sender.Item, $"/senders/{sender.Index}")),
        .. sanction.Targets.Index().SelectMany(target => world.MissingParty(target.Item, $"/targets/{target.Index}")),
    ];

    private static IEnumerable<Violation> Parties(Sanction sanction)
    {
        if (sanction.Senders.Count == 0)
            yield return Broken("/senders", "A sanction has at least one sender: say who imposes it.");
        if (sanction.Targets.Count == 0)
            yield return Broken("/targets", "A sanction has at least one target: say whom it hits.");
        foreach (var (i, target) in sanction.Targets.Index())
        {
            if (sanction.Senders.Contains(target))
                yield return Broken($"/targets/{i}", "No one is sender and target of the same sanction: remove it from one side.");
        }
    }

    private static Violation Broken(string pointer, string message) => new(Reason.SanctionParties, pointer, message);
}
