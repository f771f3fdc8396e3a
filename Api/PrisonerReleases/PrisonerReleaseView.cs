using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>Tells the story of a release from the release event and the events around it.</summary>
internal sealed class PrisonerReleaseView
{
    private const int DeepestFollowing = 5;

    private readonly Stored<Event> _release;
    private readonly IWorld _world;
    private readonly Renderer _show;

    private PrisonerReleaseView(Stored<Event> release, IWorld world, Renderer show) => (_release, _world, _show) = (release, world, show);

    public static PrisonerReleaseResponse Of(Stored<Event> release, IWorld world, Renderer show) => new PrisonerReleaseView(release, world, show).Tell();

    private PrisonerReleaseResponse Tell()
    {
        var view = EventViews.Of(_release, _show);
        var counted = Released(_release.Record);
        var transfers = Transfers(counted?.Key);
        return new PrisonerReleaseResponse
        {
            Id = _release.Id,
            Version = _release.Version,
            Seq = _release.Seq,
            Title = view.Title,
            Start = view.Start,
            End = view.End,
            Occurrence = view.Occurrence,
            By = view.Participants.FirstOrDefault(it => it.Role is ParticipantRole.Actor && it.Country is not null)?.Country,
            DecidedBy = [.. view.Participants.Where(it => it.Role is ParticipantRole.Actor && it.Person is not null).Select(it => new DeciderView(it.Person!, it.Capacity))],
            Place = view.Place,
            Released = counted?.Count,
            Unaccounted = counted is null ? null : Unaccounted(counted.Count, transfers),
            People = view.People,
            Destinations = [.. transfers.Select(it => Destination(it.Event, it.Received)).OfType<ReleaseDestinationView>()],
            InExchangeFor = [.. Exchanges()],
            Following = Following(_release, [], []),
            Topics = view.Topics,
            Summary = view.Summary,
            Evidence = view.Evidence,
            Verification = view.Verification,
            Workflow = view.Workflow,
            Support = Support.Of(_release.Record.Evidence, _world),
            Flags = [.. EventFlags.Of(_release.Id, _release.Record, _release.WrittenOn, _world).Where(flag => _show.MaySee(flag.Rights))],
            ExternalIds = view.ExternalIds,
        };
    }

    /// <summary>The headcount of all who were released.</summary>
    private static Headcount? Released(Event release) =>
        release.Headcounts.FirstOrDefault(it => it.Kind is HeadcountKind.Released && it.Of is null);

    /// <summary>Who took people in: what stands, also when it is only announced so far.</summary>
    private List<(Stored<Event> Event, Headcount Received)> Transfers(string? key) =>
    [
        .. from part in _world.Under<Event>(EventTerms.CountsPartOf(_release.Id))
           where IsTold(part.Record) && part.Record.Type is EventType.Transfer or EventType.Deportation
           from headcount in part.Record.Headcounts
           where headcount.Of?.Event == _release.Id && headcount.Of.Key == key && ExcludesOthers(headcount)
           orderby part.Key
           select (part, headcount),
    ];

    /// <summary>Parts cut by anything but the destination may overlap.</summary>
    private static bool ExcludesOthers(Headcount part) => part.Dimension is null or HeadcountDimension.Destination;

    /// <summary>A story that everyone may read tells what stands, or stood; one that is still a draft is told by drafts.</summary>
    private bool IsTold(Event e) => AsTold(e).Stands();

    private Event AsTold(Event e) =>
        e.Workflow == _release.Record.Workflow || _release.Record.Rights() is Rights.Editors ? e with { Workflow = Workflow.Published } : e;

    /// <summary>What is only announced has not taken anybody in. A number that nobody states is at least 0, and has no upper bound.</summary>
    private Count Unaccounted(Count released, List<(Stored<Event> Event, Headcount Received)> transfers) =>
        released - transfers
            .Where(transfer => AsTold(transfer.Event.Record).Counts() && _show.Event(transfer.Event) is not null)
            .Select(transfer => transfer.Received.Count)
            .Aggregate(Count.Of(0), (sum, received) => sum + (received with { Low = received.Low ?? 0 }));

    private ReleaseDestinationView? Destination(Stored<Event> transfer, Headcount received)
    {
        if (_show.Event(transfer) is not { } reference)
            return null;
        var view = EventViews.Of(transfer, _show);
        var subsets = transfer.Record.Headcounts.Where(it => it.Of is { Event: null } whole && whole.Key == received.Key);
        return new ReleaseDestinationView(
            _show.Country(received.Country) ?? view.Participants.FirstOrDefault(it => it.Role is ParticipantRole.Recipient)?.Country,
            received.Count, view.Start, view.Place,
            [.. subsets.Select(it => new ReceivedSubsetView(it.Label, it.Category, _show.Country(it.Country), it.Count))],
            view.Evidence, reference);
    }

    private IEnumerable<ExchangeView> Exchanges()
    {
        foreach (var given in EventDerivation.Exchanged(_release.Id, _release.Record, _world))
        {
            if (!IsTold(given.Record) || _show.Event(given) is not { } reference)
                continue;
            var actor = _show.Country(given.Record.Participants.FirstOrDefault(it => it.Role is ParticipantRole.Actor)?.Country);
            var acts = given.Record.Sanctions.Count > 0 ? given.Record.Sanctions.Cast<SanctionAct?>() : [null];
            foreach (var act in acts)
            {
                yield return new ExchangeView(
                    act is null ? null : _show.Sanction(act.Sanction), act?.Effect, reference, actor, reference.Start, given.Record.Occurrence, BasisOf(given));
            }
        }
    }

    /// <summary>The link is held by one of the two.</summary>
    private Basis BasisOf(Stored<Event> given) =>
        _release.Record.Links.FirstOrDefault(link => link.Type is LinkType.InExchangeFor && link.To == given.Id)?.Basis
        ?? given.Record.Links.First(link => link.Type is LinkType.InExchangeFor && link.To == _release.Id).Basis;

    /// <summary>What has several consequences is shown under each, with what it followed from itself under the first.</summary>
    private List<PrecedingView> Following(Stored<Event> e, IReadOnlyList<RecordId> later, HashSet<RecordId> seen)
    {
        var preceding = new List<PrecedingView>();
        if (later.Count == DeepestFollowing || !seen.Add(e.Id))
            return preceding;
        IReadOnlyList<RecordId> path = [.. later, e.Id];
        foreach (var link in e.Record.Links.Where(link => link.Type is LinkType.Implements or LinkType.FollowsFrom && !path.Contains(link.To)))
        {
            if (_world.Find<Event>(link.To) is { } before && IsTold(before.Record) && _show.Event(before) is { } reference)
                preceding.Add(new PrecedingView(reference, Following(before, path, seen)));
        }
        return preceding;
    }
}
