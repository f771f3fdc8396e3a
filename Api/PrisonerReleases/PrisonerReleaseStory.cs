using System.Globalization;
using System.Text;
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
    private readonly Origins _origins = new();
    private readonly Dictionary<string, RecordId> _written = new(StringComparer.Ordinal);

    private PrisonerReleaseStory(PrisonerReleaseRequest request, IWorld world, Func<RecordId> newId, Func<CountryCode, string> nameOf) =>
        (_request, _world, _newId, _nameOf) = (request, world, newId, nameOf);

    /// <returns>The records, the release first, and where in the request they came from.</returns>
    /// <param name="world">Where sanctions and reports that are on record are looked up.</param>
    /// <param name="nameOf">The name of a country, for the titles of what is written.</param>
    public static (IReadOnlyList<Change> Changes, Origins Origins) Tell(PrisonerReleaseRequest request, IWorld world, Func<RecordId> newId, Func<CountryCode, string> nameOf)
    {
        var story = new PrisonerReleaseStory(request, world, newId, nameOf);
        return (story.Tell(), story._origins);
    }

    /// <summary>What destinations received is a part of the release, also where the whole is unknown.</summary>
    private bool Counts => _request.Released is not null || _request.Destinations.Count > 0;

    private List<Change> Tell()
    {
        var id = _newId();
        var links = new List<Traced<EventLink>>();
        foreach (var (i, preceding) in _request.Following.Index())
            links.Add(new(new EventLink { Type = LinkTo(preceding), To = Write(preceding, 1, $"/following/{i}") }, $"/following/{i}/event"));
        // What is given in exchange carries out the same agreement; that follows from the two, so nobody need have said it.
        List<EventLink> agreed = [.. links.Where(link => link.Item.Type is LinkType.Implements).Select(link => link.Item with { Basis = Basis.Inferred })];
        foreach (var (i, exchange) in _request.InExchangeFor.Index())
            links.Add(new(new EventLink { Type = LinkType.InExchangeFor, To = Write(exchange, agreed, $"/inExchangeFor/{i}"), Basis = exchange.Basis }, $"/inExchangeFor/{i}/event"));
        // An event that does several things at once is told once for each.
        var release = Release(id, [.. links.DistinctBy(link => (link.Item.Type, link.Item.To))]);
        foreach (var (i, destination) in _request.Destinations.Index())
            WriteTransfer(id, destination, $"/destinations/{i}");
        return [Change.Put(id, release), .. _changes];
    }

    private Event Release(RecordId id, IReadOnlyList<Traced<EventLink>> links)
    {
        _origins.Add(id, [
            ("", ""),
            ("/participants/0", "/by"),
            .. _request.DecidedBy.Select((_, i) => ($"/participants/{i + 1}", $"/decidedBy/{i}")),
            ("/headcounts", "/released"),
            ("/headcounts/0", "/released"),
            .. links.In("/links"),
            ("/evidence", "/evidence"),
        ]);
        return new Event
        {
            Type = EventType.Release,
            Title = _request.Title,
            Summary = _request.Summary,
            Occurrence = _request.Occurrence,
            Start = _request.Start,
            End = _request.End,
            Place = _request.Place,
            Participants = [new Participant { Role = ParticipantRole.Actor, Country = _request.By }, .. _request.DecidedBy.Select((decider, i) => Participant(decider, $"/decidedBy/{i}"))],
            Headcounts = Counts ? [Headcount(ReleasedKey, HeadcountKind.Released, _request.Released ?? Count.Unknown)] : [],
            People = [.. _request.People.Select((person, i) => Person(person, $"/people/{i}"))],
            Links = links.Items(),
            Topics = _request.Topics,
            Evidence = [.. Trace(_request.Evidence, "/evidence").Select(it => Evidence(it).Item)],
            Verification = _request.Verification,
            Workflow = _request.Workflow,
            ExternalIds = _request.ExternalIds,
        };
    }

    private Participant Participant(Decider decider, string at) => new()
    {
        Role = ParticipantRole.Actor,
        Person = Write(decider.Person, at + "/person"),
        Capacity = decider.Capacity,
        OnBehalfOf = _request.By,
    };

    private NamedPerson Person(ReleasedPerson it, string at) => new()
    {
        Person = it switch
        {
            { Person: { } person, Name: null } => Write(person, at + "/person"),
            { Person: null, Name: { } name } => Write(new Person { Name = name, Tags = it.Tags, OtherNames = it.OtherNames }, at),
            _ => throw Unfit(at, "Give either \"person\" or the \"name\" of a new one."),
        },
        Outcome = it.Outcome,
        LegalBasis = it.LegalBasis,
        ExitMode = it.ExitMode,
        Destination = it.Destination,
        Conditional = it.Conditional,
        Note = it.Note,
        Visibility = it.Visibility,
    };

    private void WriteTransfer(RecordId release, ReleaseDestination destination, string at)
    {
        var received = Headcount(ReceivedKey, HeadcountKind.Received, destination.Received ?? Count.Unknown) with
        {
            Dimension = HeadcountDimension.Destination,
            Country = destination.To,
            Of = new HeadcountRef { Event = release, Key = ReleasedKey },
        };
        var start = Start(destination.Start, at);
        List<Traced<Evidence>> evidence = destination.Evidence.Count > 0 ? [.. Trace(destination.Evidence, at + "/evidence").Select(Evidence)] : Shared(start.Item);
        var transfer = new Event
        {
            Type = EventType.Transfer,
            Title = $"{_nameOf(destination.To)} receives {People(destination.Received)} released by {_nameOf(_request.By)}",
            Occurrence = _request.Occurrence,
            Start = start.Item,
            Place = destination.Place,
            Participants =
            [
                new Participant { Role = ParticipantRole.Actor, Country = _request.By },
                new Participant { Role = ParticipantRole.Recipient, Country = destination.To },
            ],
            Headcounts = [received, .. destination.Subsets.Select(Subset)],
            Links = [new EventLink { Type = LinkType.FollowsFrom, To = release }],
            Topics = _request.Topics,
            Evidence = evidence.Items(),
            Verification = _request.Verification,
            Workflow = _request.Workflow,
        };
        Write(transfer, at, [
            .. Around(start, evidence),
            ("/participants/0", "/by"),
            ("/participants/1", at + "/to"),
            ("/headcounts/0", at + "/received"),
            .. destination.Subsets.Select((_, i) => ($"/headcounts/{i + 1}", $"{at}/subsets/{i}")),
        ]);
    }

    /// <summary>When an event around the release took place: with the release, unless it says otherwise.</summary>
    private Traced<EdtfDate> Start(EdtfDate? own, string at) => own is { } start ? new(start, at + "/start") : new(_request.Start, "/start");

    /// <summary>What all events around the release have in common.</summary>
    private static IEnumerable<(string Member, string Pointer)> Around(Traced<EdtfDate> start, IReadOnlyList<Traced<Evidence>> evidence) =>
        [("/start", start.Pointer), ("/topics", "/topics"), ("/evidence", "/evidence"), .. evidence.In("/evidence")];

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

    private RecordId Write(Exchange exchange, IReadOnlyList<EventLink> agreed, string at)
    {
        if (exchange.Event is { } other)
            return other.Id ?? Write(other.Value!, exchange, agreed, at);
        if (exchange.Sanction is not { } sanction || exchange.Effect is not { } effect)
            throw Unfit(at, "Give either a \"sanction\" with its \"effect\", or an \"event\".");
        var standing = sanction.Value ?? _world.Find<Sanction>(sanction.Id!.Value)?.Record
            ?? throw new Refusal([new Violation(Reason.UnknownReference, at + "/sanction", $"There is no sanction {sanction.Id}: correct the id, or write the sanction out.")]);
        return Write(exchange, standing, new SanctionAct { Sanction = sanction.Id ?? Write(standing, at + "/sanction"), Effect = effect }, agreed, at);
    }

    private RecordId Write(Exchange exchange, Sanction sanction, SanctionAct act, IReadOnlyList<EventLink> agreed, string at)
    {
        var start = Start(exchange.Start, at);
        var actors = exchange.Actor is { } actor ? [Party.Of(actor)] : sanction.Senders;
        var evidence = Shared(start.Item, EvidenceAspect.Sanction);
        var e = new Event
        {
            Type = TypeOf(act.Effect),
            Title = $"{Names(actors)} {(actors.Count == 1 ? Code.Of(act.Effect) : Code.Of(act.Effect).TrimEnd('s'))} {sanction.Name}",
            Occurrence = exchange.Occurrence,
            Start = start.Item,
            Participants = [.. actors.Select(Actor)],
            Sanctions = [act],
            Links = agreed,
            Commodities = sanction.Commodities,
            Topics = _request.Topics,
            Evidence = evidence.Items(),
            Verification = _request.Verification,
            Workflow = _request.Workflow,
        };
        return Write(e, at, [.. Around(start, evidence), ("/sanctions/0", at), ("/commodities", at + "/sanction/commodities")]);
    }

    private static Participant Actor(Party sender) =>
        new() { Role = ParticipantRole.Actor, Country = sender.Country, Organization = sender.Organization, Person = sender.Person };

    private string Names(IReadOnlyList<Party> parties) => parties.Select(NameOf).ToList() switch
    {
        [] => "Somebody",
        [var one] => one,
        [var one, var other] => $"{one} and {other}",
        [var one, ..] names => string.Create(CultureInfo.InvariantCulture, $"{one} and {names.Count - 1} others"),
    };

    private string NameOf(Party party) => party switch
    {
        { Country: { } country } => _nameOf(country),
        { Organization: { } organization } => _world.Find<Organization>(organization)?.Record.Name ?? "An organization",
        // A title is for everybody, the name of a restricted person is not.
        _ => "A person",
    };

    private static EventType TypeOf(SanctionEffect effect) => effect switch
    {
        SanctionEffect.Threatens => EventType.SanctionThreatened,
        SanctionEffect.Imposes or SanctionEffect.Reinstates => EventType.SanctionImposed,
        SanctionEffect.Tightens or SanctionEffect.Extends => EventType.SanctionTightened,
        SanctionEffect.Eases => EventType.SanctionEased,
        SanctionEffect.Suspends => EventType.SanctionSuspended,
        _ => EventType.SanctionLifted,
    };

    /// <summary>An event given in exchange; what stands beside it goes before what is said in it.</summary>
    private RecordId Write(StoryEvent e, Exchange exchange, IReadOnlyList<EventLink> agreed, string at)
    {
        var told = e with
        {
            Occurrence = exchange.Occurrence is Occurrence.Occurred ? e.Occurrence : exchange.Occurrence,
            Participants = exchange.Actor is { } actor ? [.. e.Participants, Actor(Party.Of(actor))] : e.Participants,
        };
        var start = exchange.Start is null ? Start(e.Start, at + "/event") : Start(exchange.Start, at);
        return Write(told, start, [.. agreed.Select(link => new Traced<EventLink>(link, at))], at + "/event");
    }

    /// <summary>A release carries out an agreement; from anything else it followed.</summary>
    private LinkType LinkTo(Preceding preceding)
    {
        var type = preceding.Event.Value?.Type ?? _world.Find<Event>(preceding.Event.Id!.Value)?.Record.Type;
        return type is EventType.Agreement or EventType.Pledge ? LinkType.Implements : LinkType.FollowsFrom;
    }

    private RecordId Write(Preceding preceding, int depth, string at)
    {
        if (depth > DeepestFollowing)
            throw Unfit(at, $"What a release followed from is told at most {DeepestFollowing} levels deep.");
        if (preceding.Event.Id is { } known)
        {
            RequireTold(known, preceding.Following, at);
            return known;
        }
        var links = preceding.Following.Select((before, i) =>
            new Traced<EventLink>(new EventLink { Type = LinkType.FollowsFrom, To = Write(before, depth + 1, $"{at}/following/{i}") }, $"{at}/following/{i}/event"));
        return Write(preceding.Event.Value!, Start(preceding.Event.Value!.Start, at + "/event"), [.. links], at + "/event");
    }

    /// <summary>What was read may be sent again, but an event on record is changed at its own address.</summary>
    private void RequireTold(RecordId known, IReadOnlyList<Preceding> following, string pointer)
    {
        var links = _world.Find<Event>(known)?.Record.Links ?? [];
        foreach (var (i, before) in following.Index())
        {
            var at = $"{pointer}/following/{i}";
            if (before.Event.Id is not { } id || !links.Any(link => link.To == id && link.Type is LinkType.Implements or LinkType.FollowsFrom))
                throw Unfit(at, "The event on record does not say that it followed from this one: add the link to that event.");
            RequireTold(id, before.Following, at);
        }
    }

    private RecordId Write(StoryEvent told, Traced<EdtfDate> start, IReadOnlyList<Traced<EventLink>> links, string at)
    {
        var evidence = Shared(start.Item);
        var e = new Event
        {
            Type = told.Type,
            Title = told.Title,
            Occurrence = told.Occurrence,
            Start = start.Item,
            Participants = Participants(told),
            Links = links.Items(),
            Topics = _request.Topics,
            Evidence = evidence.Items(),
            Verification = _request.Verification,
            Workflow = _request.Workflow,
        };
        return Write(e, at, [.. Around(start, evidence), .. links.In("/links")]);
    }

    private static IReadOnlyList<Participant> Participants(StoryEvent e) =>
        [.. e.Participants, .. e.Parties.Select(party => new Participant { Role = ParticipantRole.Party, Country = party })];

    private static IEnumerable<Traced<StoryEvidence>> Trace(IReadOnlyList<StoryEvidence> evidence, string list) =>
        evidence.Select((it, i) => new Traced<StoryEvidence>(it, $"{list}/{i}"));

    private Traced<Evidence> Evidence(Traced<StoryEvidence> told)
    {
        var it = told.Item;
        return new(new Evidence
        {
            Report = Write(it.Report, told.Pointer + "/report"),
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
        }, told.Pointer);
    }

    /// <summary>
    /// The evidence of the story that is about an event around the release, too: not what it says of numbers and people.
    /// Where it says nothing else, its reports support that event as such.
    /// </summary>
    private List<Traced<Evidence>> Shared(EdtfDate start, EvidenceAspect own = EvidenceAspect.Event)
    {
        var supporting = Trace(_request.Evidence, "/evidence").Where(it => it.Item.Stance is Stance.Supports).ToList();
        var shared = supporting.Where(it => it.Item.Aspect is EvidenceAspect.Event || it.Item.Aspect == own || (it.Item.Aspect is EvidenceAspect.Date && start == _request.Start));
        return shared.Select(Evidence).ToList() is { Count: > 0 } evidence ? evidence : [.. supporting.Select(Bare).DistinctBy(it => it.Item.Report)];
    }

    private Traced<Evidence> Bare(Traced<StoryEvidence> it) =>
        new(new Evidence { Report = Write(it.Item.Report, it.Pointer + "/report"), Visibility = it.Item.Visibility }, it.Pointer);

    private RecordId Write(OrId<StoryReport> report, string at)
    {
        if (report.Id is { } known)
            return known;
        var it = report.Value!;
        if (it.Url is { } url && _world.Identify(RecordKind.Report, World.UrlName(url)) is { } found)
            return found;
        // An article and the brief made from it often have one title.
        var name = $"report {it.Title}\n{it.Publisher?.Id?.Value ?? it.Publisher?.Value?.Name}";
        var id = WriteOnce(it.Url is null ? name : $"report {it.Url}", at, () => new Report { Title = it.Title });
        _written.TryAdd(name, id);
        Complete<Report>(id, known => known with
        {
            Publisher = known.Publisher ?? (it.Publisher is { } publisher ? Write(publisher, at + "/publisher") : null),
            Url = known.Url ?? it.Url,
            PublishedOn = known.PublishedOn ?? it.PublishedOn,
            DerivedFrom = known.DerivedFrom ?? (it.DerivedFrom is { } origin ? Write(origin, at + "/derivedFrom") : null),
            Lang = known.Lang ?? it.Lang,
        });
        return id;
    }

    private RecordId Write(OrId<NewPublisher> publisher, string at) => publisher.Id
        ?? WriteOnce($"publisher {publisher.Value!.Name}", at, () => new Organization { Name = publisher.Value!.Name, Type = OrganizationType.Media });

    private RecordId Write(OrId<Person> person, string at) => person.Id ?? Write(person.Value!, at);

    private RecordId Write(Person person, string at)
    {
        var id = WriteOnce($"person {person.Name}", at, () => person);
        Complete<Person>(id, known => Join(known, person));
        return id;
    }

    /// <summary>What one story says of a person in two places. Once restricted is restricted.</summary>
    private static Person Join(Person one, Person other) => one with
    {
        OtherNames = [.. one.OtherNames.Union(other.OtherNames)],
        Description = one.Description ?? other.Description,
        Citizenships = [.. one.Citizenships.Union(other.Citizenships)],
        BornOn = one.BornOn ?? other.BornOn,
        DiedOn = one.DiedOn ?? other.DiedOn,
        Tags = [.. one.Tags.Union(other.Tags)],
        Visibility = one.Visibility is Visibility.Restricted ? one.Visibility : other.Visibility,
        ExternalIds = [.. one.ExternalIds.Union(other.ExternalIds)],
    };

    private RecordId Write(Sanction sanction, string at) => WriteOnce("sanction " + Encoding.UTF8.GetString(RecordJson.Write(sanction)), at, () => sanction);

    /// <param name="at">The part of the story that it is.</param>
    /// <param name="origins">The members that came from elsewhere.</param>
    private RecordId Write(Event e, string at, IEnumerable<(string Member, string Pointer)> origins)
    {
        var id = _newId();
        _changes.Add(Change.Put(id, e));
        _origins.Add(id, [("", at), .. origins]);
        return id;
    }

    /// <summary>What the story names twice is one record.</summary>
    private RecordId WriteOnce(string what, string at, Func<Record> record)
    {
        if (!_written.TryGetValue(what, out var id))
        {
            _written.Add(what, id = _newId());
            _changes.Add(Change.Put(id, record()));
        }
        _origins.Add(id, ("", at));
        return id;
    }

    /// <summary>Adds to a record of the story what it says of the same thing elsewhere.</summary>
    private void Complete<T>(RecordId id, Func<T, T> complete)
        where T : Record
    {
        var i = _changes.FindIndex(change => change.Id == id);
        _changes[i] = Change.Put(id, complete((T)_changes[i].Record!));
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
