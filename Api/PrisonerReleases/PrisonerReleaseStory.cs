using System.Globalization;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>Turns a story into the records that hold it: the release first, then what stands around it.</summary>
internal sealed class PrisonerReleaseStory
{
    /// <summary>The key of the headcount of the release.</summary>
    public const string ReleasedKey = "released";

    private const string ReceivedKey = "received";
    private const int DeepestFollowing = 5;

    private readonly PrisonerReleaseRequest _request;
    private readonly IWorld _world;
    private readonly Func<RecordId> _newId;
    private readonly Func<CountryCode, string> _nameOf;
    private readonly List<Change> _changes = [];
    private readonly Dictionary<string, RecordId> _written = new(StringComparer.Ordinal);

    private PrisonerReleaseStory(PrisonerReleaseRequest request, IWorld world, Func<RecordId> newId, Func<CountryCode, string> nameOf) =>
        (_request, _world, _newId, _nameOf) = (request, world, newId, nameOf);

    /// <param name="world">Where sanctions and reports that are on record are looked up.</param>
    /// <param name="nameOf">The name of a country, for the titles of what is written.</param>
    public static IReadOnlyList<Change> Tell(PrisonerReleaseRequest request, IWorld world, Func<RecordId> newId, Func<CountryCode, string> nameOf) =>
        new PrisonerReleaseStory(request, world, newId, nameOf).Tell();

    private List<Change> Tell()
    {
        var id = _newId();
        var links = new List<EventLink>();
        foreach (var preceding in _request.Following)
            links.Add(new EventLink { Type = LinkTo(preceding), To = Write(preceding, 1) });
        foreach (var exchange in _request.InExchangeFor)
            links.Add(new EventLink { Type = LinkType.InExchangeFor, To = Write(exchange), Basis = exchange.Basis });
        var release = Release(links);
        foreach (var destination in _request.Destinations)
            WriteTransfer(id, destination);
        return [Change.Put(id, release), .. _changes];
    }

    private Event Release(List<EventLink> links) => new()
    {
        Type = EventType.Release,
        Title = _request.Title,
        Summary = _request.Summary,
        Start = _request.Start,
        End = _request.End,
        Place = _request.Place,
        Participants = [new Participant { Role = ParticipantRole.Actor, Country = _request.By }, .. _request.DecidedBy.Select(Participant)],
        Headcounts = _request.Released is { } released ? [Headcount(ReleasedKey, HeadcountKind.Released, released)] : [],
        People = [.. _request.People.Select(Person)],
        Links = links,
        Topics = _request.Topics,
        Evidence = [.. _request.Evidence.Select(Evidence)],
        Verification = _request.Verification,
        Workflow = _request.Workflow,
        ExternalIds = _request.ExternalIds,
    };

    private Participant Participant(Decider decider) => new()
    {
        Role = ParticipantRole.Actor,
        Person = Write(decider.Person),
        Capacity = decider.Capacity,
        OnBehalfOf = _request.By,
    };

    private NamedPerson Person(ReleasedPerson it, int i) => new()
    {
        Person = it switch
        {
            { Person: { } person, Name: null } => Write(person),
            { Person: null, Name: { } name } => Write(new Person { Name = name, Tags = it.Tags, OtherNames = it.OtherNames }),
            _ => throw Unfit($"/people/{i}", "Give either \"person\" or the \"name\" of a new one."),
        },
        Outcome = it.Outcome,
        LegalBasis = it.LegalBasis,
        ExitMode = it.ExitMode,
        Destination = it.Destination,
        Conditional = it.Conditional,
        Note = it.Note,
        Visibility = it.Visibility,
    };

    private void WriteTransfer(RecordId release, ReleaseDestination destination)
    {
        var received = Headcount(ReceivedKey, HeadcountKind.Received, destination.Received ?? Count.Unknown) with
        {
            Dimension = HeadcountDimension.Destination,
            Country = destination.To,
            Of = _request.Released is null ? null : new HeadcountRef { Event = release, Key = ReleasedKey },
        };
        Write(new Event
        {
            Type = EventType.Transfer,
            Title = $"{_nameOf(destination.To)} receives {People(destination.Received)} released by {_nameOf(_request.By)}",
            Start = destination.Start ?? _request.Start,
            Place = destination.Place,
            Participants =
            [
                new Participant { Role = ParticipantRole.Actor, Country = _request.By },
                new Participant { Role = ParticipantRole.Recipient, Country = destination.To },
            ],
            Headcounts = [received, .. destination.Subsets.Select(Subset)],
            Links = [new EventLink { Type = LinkType.FollowsFrom, To = release }],
            Topics = _request.Topics,
            Evidence = destination.Evidence.Count > 0 ? [.. destination.Evidence.Select(Evidence)] : Support(),
            Verification = _request.Verification,
            Workflow = _request.Workflow,
        });
    }

    private static Headcount Subset(ReceivedSubset subset, int i) =>
        Headcount(string.Create(CultureInfo.InvariantCulture, $"subset-{i + 1}"), HeadcountKind.Received, subset.Count ?? Count.Unknown) with
        {
            Label = subset.Label,
            Dimension = HeadcountDimension.Category,
            Category = subset.Category,
            Country = subset.Country,
            Of = new HeadcountRef { Key = ReceivedKey },
        };

    private static string People(Count? count) => count?.Best is { } best
        ? string.Create(CultureInfo.InvariantCulture, $"{best:N0} {(best == 1 ? "person" : "people")}")
        : "people";

    private RecordId Write(Exchange exchange)
    {
        if (exchange.Event is { } other)
            return Write(other, exchange);
        if (exchange.Sanction is not { } sanction || exchange.Effect is not { } effect)
            throw Unfit("/inExchangeFor", "Give either a \"sanction\" with its \"effect\", or an \"event\".");
        var standing = sanction.Value ?? _world.Find<Sanction>(sanction.Id!.Value)?.Record
            ?? throw new Refusal([new Violation(Reason.UnknownReference, "/inExchangeFor", $"There is no sanction {sanction.Id}.")]);
        var id = sanction.Id ?? Write(standing);
        return Write(new Event
        {
            Type = TypeOf(effect),
            Title = $"{Actor(exchange, standing)} {Code.Of(effect)} {standing.Name}",
            Occurrence = exchange.Occurrence,
            Start = exchange.Start ?? _request.Start,
            Participants = exchange.Actor is { } actor
                ? [new Participant { Role = ParticipantRole.Actor, Country = actor }]
                : [.. standing.Senders.Select(Actor)],
            Sanctions = [new SanctionAct { Sanction = id, Effect = effect }],
            Commodities = standing.Commodities,
            Topics = _request.Topics,
            Evidence = Support(),
            Verification = _request.Verification,
            Workflow = _request.Workflow,
        });
    }

    private static Participant Actor(Party sender) =>
        new() { Role = ParticipantRole.Actor, Country = sender.Country, Organization = sender.Organization, Person = sender.Person };

    private string Actor(Exchange exchange, Sanction sanction) =>
        exchange.Actor is { } actor ? _nameOf(actor)
        : sanction.Senders.Select(sender => sender.Country).OfType<CountryCode>().Select(_nameOf).FirstOrDefault() ?? "Sender";

    private static EventType TypeOf(SanctionEffect effect) => effect switch
    {
        SanctionEffect.Threatens => EventType.SanctionThreatened,
        SanctionEffect.Imposes or SanctionEffect.Reinstates => EventType.SanctionImposed,
        SanctionEffect.Tightens or SanctionEffect.Extends => EventType.SanctionTightened,
        SanctionEffect.Eases => EventType.SanctionEased,
        SanctionEffect.Suspends => EventType.SanctionSuspended,
        _ => EventType.SanctionLifted,
    };

    private RecordId Write(OrId<StoryEvent> e, Exchange exchange)
    {
        if (e.Id is { } known)
            return known;
        var actor = exchange.Actor is { } country ? (Participant[])[new Participant { Role = ParticipantRole.Actor, Country = country }] : [];
        return Write(Of(e.Value!, []) with { Participants = [.. Participants(e.Value!), .. actor], Start = e.Value!.Start ?? exchange.Start ?? _request.Start });
    }

    /// <summary>A release carries out an agreement; from anything else it followed.</summary>
    private LinkType LinkTo(Preceding preceding)
    {
        var type = preceding.Event.Value?.Type ?? _world.Find<Event>(preceding.Event.Id!.Value)?.Record.Type;
        return type is EventType.Agreement or EventType.Pledge ? LinkType.Implements : LinkType.FollowsFrom;
    }

    private RecordId Write(Preceding preceding, int depth)
    {
        if (depth > DeepestFollowing)
            throw Unfit("/following", $"Not more than {DeepestFollowing} levels deep.");
        if (preceding.Event.Id is { } known)
        {
            return preceding.Following.Count == 0
                ? known
                : throw Unfit("/following", "What an event on record followed from is said with that event.");
        }
        var links = preceding.Following.Select(before => new EventLink { Type = LinkType.FollowsFrom, To = Write(before, depth + 1) }).ToList();
        return Write(Of(preceding.Event.Value!, links));
    }

    private Event Of(StoryEvent e, IReadOnlyList<EventLink> links) => new()
    {
        Type = e.Type,
        Title = e.Title,
        Occurrence = e.Occurrence,
        Start = e.Start ?? _request.Start,
        Participants = Participants(e),
        Links = links,
        Topics = _request.Topics,
        Evidence = Support(),
        Verification = _request.Verification,
        Workflow = _request.Workflow,
    };

    private static IReadOnlyList<Participant> Participants(StoryEvent e) =>
        [.. e.Participants, .. e.Parties.Select(party => new Participant { Role = ParticipantRole.Party, Country = party })];

    private Evidence Evidence(StoryEvidence it) => new()
    {
        Report = Write(it.Report),
        Stance = it.Stance,
        Aspect = it.Aspect,
        About = it.About,
        Basis = it.Basis,
        Statement = it.Statement,
        Value = it.Value,
        AttributedTo = it.AttributedTo,
        AsOf = it.AsOf,
        Credibility = it.Credibility,
        Visibility = it.Visibility,
    };

    /// <summary>The reports of the story support what stands around the release, too, but say nothing of its numbers.</summary>
    private IReadOnlyList<Evidence> Support() =>
    [
        .. _request.Evidence.Where(it => it.Stance is Stance.Supports && it.Visibility is Visibility.Public)
            .Select(it => Write(it.Report)).Distinct().Select(report => new Evidence { Report = report }),
    ];

    private RecordId Write(OrId<StoryReport> report)
    {
        if (report.Id is { } known)
            return known;
        var it = report.Value!;
        if (it.Url is { } url && _world.Identify(RecordKind.Report, World.UrlName(url)) is { } found)
            return found;
        return WriteOnce($"report {it.Url ?? it.Title}", () => new Report
        {
            Title = it.Title,
            Publisher = it.Publisher is null ? null : it.Publisher.Id ?? WriteOnce($"publisher {it.Publisher.Value!.Name}", () => new Organization { Name = it.Publisher.Value!.Name, Type = OrganizationType.Media }),
            Url = it.Url,
            PublishedOn = it.PublishedOn,
            DerivedFrom = it.DerivedFrom is null ? null : Write(it.DerivedFrom),
            Lang = it.Lang,
        });
    }

    private RecordId Write(OrId<Person> person) => person.Id ?? Write(person.Value!);

    private RecordId Write(Person person) => WriteOnce($"person {person.Name}", () => person);

    private RecordId Write(Sanction sanction) => WriteOnce($"sanction {sanction.Name}", () => sanction);

    private RecordId Write(Event e)
    {
        var id = _newId();
        _changes.Add(Change.Put(id, e));
        return id;
    }

    /// <summary>What the story names twice is one record.</summary>
    private RecordId WriteOnce(string what, Func<Record> record)
    {
        if (_written.TryGetValue(what, out var known))
            return known;
        var id = _newId();
        _written.Add(what, id);
        _changes.Add(Change.Put(id, record()));
        return id;
    }

    private static Headcount Headcount(string key, HeadcountKind kind, Count count) => new()
    {
        Key = key,
        Kind = kind,
        Low = count.Low,
        Best = count.Best,
        High = count.High,
    };

    private static Refusal Unfit(string pointer, string message) => new([new Violation(Reason.InvalidValue, pointer, message)]);
}
