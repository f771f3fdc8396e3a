using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>What looks odd about an event. Nothing of it blocks a write.</summary>
public static class EventFlags
{
    // A flag for everyone speaks of other events only where these stand, too: a draft must not show through.
    /// <param name="writtenOn">The day on which this version was written.</param>
    public static IReadOnlyList<Flag> Of(RecordId id, Event e, DateOnly writtenOn, IWorld world) =>
    [
        .. Incomplete(e),
        .. HeadcountFlags.Of(id, e, world),
        .. NotIndependent(e, world),
        .. e.Links.Index().SelectMany(link => OutOfOrder(link.Item, $"/links/{link.Index}", e, world)),
        .. Disputed(e, world),
        .. StateJumps(id, e, world),
        .. FutureButOccurred(e, writtenOn),
        .. ActiveAfterDeath(e, world),
        .. OutdatedSuperlatives(e, world),
    ];

    // The codes of the rules are codes of flags, too.
    private static IEnumerable<Flag> Incomplete(Event e) => e.Workflow == Workflow.Published
        ? []
        : EventRequirements.Missing(e).Select(missing => new Flag(Code.Of(missing.Reason), missing.Message, missing.Pointer));

    private static IEnumerable<Flag> NotIndependent(Event e, IWorld world)
    {
        if (e.Verification == Verification.Corroborated && Support.Of(e.Evidence, world).Independent < 2)
            yield return Flag.Of(FlagCode.VerificationNotIndependent, "It is marked as corroborated, but its reports do not come from two independent sources.", "/verification");
    }

    private static IEnumerable<Flag> OutOfOrder(EventLink link, string pointer, Event e, IWorld world)
    {
        if (LeadsToCause(link.Type) && world.Find<Event>(link.To)?.Record is { } cause && cause.Stands() && e.Start.Latest < cause.Start.Earliest)
            yield return Flag.Of(FlagCode.LinkOrder, $"It {link.Type.Reads()} \"{cause.Title}\", which is dated later.", pointer);
    }

    private static bool LeadsToCause(LinkType type) =>
        type is LinkType.Implements or LinkType.FollowsFrom or LinkType.RespondsTo or LinkType.Reverses;

    private static IEnumerable<Flag> Disputed(Event e, IWorld world) =>
        from one in e.Evidence.Index()
        where one.Item.Stance == Stance.Disputes && e.Evidence.Any(other => other.Stance == Stance.Supports)
        select Flag.Of(FlagCode.ClaimDisputed, "A report disputes what another one supports.", $"/evidence/{one.Index}") with { Rights = EvidenceRights.Of(one.Item, e, world) };

    private static IEnumerable<Flag> StateJumps(RecordId id, Event e, IWorld world) =>
        from act in e.Sanctions.Index()
        where act.Item.Effect == SanctionEffect.Lifts
        let life = SanctionLife.Of(act.Item.Sanction, world.Under<Event>(EventTerms.Sanction(act.Item.Sanction)))
        let lift = life.Timeline.FirstOrDefault(entry => entry.Event.Id == id && entry.Act == act.Item)
        where lift is { After: SanctionState.Lifted } && e.Occurrence == Occurrence.Occurred
        from jump in StateJump(lift.Before, $"/sanctions/{act.Index}")
        select jump;

    private static IEnumerable<Flag> StateJump(SanctionState before, string pointer)
    {
        if (before is SanctionState.Lifted)
            yield return Flag.Of(FlagCode.SanctionStateJump, "The sanction was lifted already.", pointer);
        if (before is SanctionState.Unknown or SanctionState.Threatened)
            yield return Flag.Of(FlagCode.SanctionStateJump, "The sanction is lifted, but no event says that it was imposed.", pointer);
    }

    /// <summary>What nobody could know when it was written stays odd until somebody says it again.</summary>
    private static IEnumerable<Flag> FutureButOccurred(Event e, DateOnly writtenOn)
    {
        if (e.Occurrence == Occurrence.Occurred && e.Start.Earliest > writtenOn)
            yield return Flag.Of(FlagCode.FutureButOccurred, $"It was marked as occurred when \"{e.Start.Text}\" was still to come.", "/start");
    }

    private static IEnumerable<Flag> ActiveAfterDeath(Event e, IWorld world)
    {
        var named = e.People.Index().Select(one => AfterDeath(one.Item.Person, e, world, $"/people/{one.Index}")?.ShownAs(one.Item.Visibility));
        var taking = e.Participants.Index().Select(one => AfterDeath(one.Item.Person, e, world, $"/participants/{one.Index}"));
        return named.Concat(taking).OfType<Flag>();
    }

    private static Flag? AfterDeath(RecordId? id, Event e, IWorld world, string pointer) =>
        id is { } known && world.Find<Person>(known)?.Record is { } person && person.DiedOn?.Latest < e.Start.Earliest
            ? Flag.Of(FlagCode.PersonActiveAfterDeath, "The event is dated after the person's death.", pointer).ShownAs(person.Visibility)
            : null;

    private static IEnumerable<Flag> OutdatedSuperlatives(Event e, IWorld world)
    {
        foreach (var (i, claim) in e.Evidence.Index())
        {
            if (claim is { Aspect: EvidenceAspect.Superlative, Stance: Stance.Supports } && Exceeding(e, (claim.AsOf ?? e.Start).LatestKnown, world) is { } larger)
                yield return Flag.Of(FlagCode.SuperlativeOutdated, $"A later event of this type by the same actor is larger: \"{larger.Record.Title}\".", $"/evidence/{i}") with { Rights = EvidenceRights.Of(claim, e, world) };
        }
    }

    private static Stored<Event>? Exceeding(Event e, DateOnly asOf, IWorld world) => EventFigures.LargestFigure(e) is { } figure
        ? ActorCountries(e, world)
            .SelectMany(country => world.Larger(EventTerms.Country("actor", country), EventTerms.Type(e.Type), asOf, figure))
            .FirstOrDefault(other => other.Record.Counts() && other.Record.Start.Earliest > asOf)
        : null;

    /// <summary>In whose name it was done, as far as that is a country.</summary>
    public static IEnumerable<CountryCode> ActorCountries(Event e, IWorld world) =>
        e.Participants.Where(one => one.Role == ParticipantRole.Actor)
            .SelectMany(one => new[] { one.Country, one.OnBehalfOf, CountryOf(one.Organization, world) })
            .OfType<CountryCode>().Distinct();

    private static CountryCode? CountryOf(RecordId? organization, IWorld world) =>
        organization is { } known ? world.Find<Organization>(known)?.Record.Country : null;
}
