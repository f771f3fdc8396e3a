using Events.Api.Http;
using Events.Domain.Events;
using Events.Domain.People;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>A release of prisoners told as one story: who, how many, where to, in exchange for what, and who says so.</summary>
public sealed record PrisonerReleaseRequest
{
    /// <summary>1 to 1,000 characters.</summary>
    public required string Title { get; init; }

    public required EdtfDate Start { get; init; }

    public EdtfDate? End { get; init; }

    /// <summary>Whether it took place; that of the transfers to its destinations, too.</summary>
    public Occurrence Occurrence { get; init; } = Occurrence.Occurred;

    /// <summary>The country that released.</summary>
    public required CountryCode By { get; init; }

    /// <summary>Who decided it, on behalf of that country.</summary>
    public IReadOnlyList<Decider> DecidedBy { get; init; } = [];

    public Place? Place { get; init; }

    /// <summary>How many were released.</summary>
    public Count? Released { get; init; }

    public IReadOnlyList<ReleasedPerson> People { get; init; } = [];

    /// <summary>Who took people in; each becomes a transfer.</summary>
    public IReadOnlyList<ReleaseDestination> Destinations { get; init; } = [];

    /// <summary>What was given in exchange.</summary>
    public IReadOnlyList<Exchange> InExchangeFor { get; init; } = [];

    /// <summary>What it followed from: an agreement, talks.</summary>
    public IReadOnlyList<Preceding> Following { get; init; } = [];

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/topics</c>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public string? Summary { get; init; }

    /// <summary>Who says so. It supports every event that is written; what it says of numbers and people stays with the release.</summary>
    public IReadOnlyList<StoryEvidence> Evidence { get; init; } = [];

    public Verification Verification { get; init; } = Verification.Reported;

    public Workflow Workflow { get; init; } = Workflow.Published;

    public IReadOnlyList<ExternalId> ExternalIds { get; init; } = [];
}

/// <summary>A person who decided.</summary>
public sealed record Decider
{
    public required OrId<Person> Person { get; init; }
    public string? Capacity { get; init; }
}

/// <summary>A released person: one on record by <c>person</c>, a new one by <c>name</c>.</summary>
public sealed record ReleasedPerson
{
    public OrId<Person>? Person { get; init; }

    /// <summary>The name of a new person; <c>tags</c> and <c>otherNames</c> go with it.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];
    public PersonOutcome Outcome { get; init; } = PersonOutcome.Released;
    public string? LegalBasis { get; init; }
    public ExitMode? ExitMode { get; init; }
    public CountryCode? Destination { get; init; }
    public bool? Conditional { get; init; }
    public string? Note { get; init; }
    public Visibility Visibility { get; init; }
}

/// <summary>A country that took people in.</summary>
public sealed record ReleaseDestination
{
    public required CountryCode To { get; init; }
    public Count? Received { get; init; }

    /// <summary>Default that of the release.</summary>
    public EdtfDate? Start { get; init; }

    public Place? Place { get; init; }

    /// <summary>Parts of those received; they may overlap and are never added up.</summary>
    public IReadOnlyList<ReceivedSubset> Subsets { get; init; } = [];

    /// <summary>Default that of the release.</summary>
    public IReadOnlyList<StoryEvidence> Evidence { get; init; } = [];
}

/// <summary>A part of those received.</summary>
public sealed record ReceivedSubset
{
    public string? Label { get; init; }
    public string? Category { get; init; }
    public CountryCode? Country { get; init; }
    public Count? Count { get; init; }
}

/// <summary>Something given in exchange: an act on a <c>sanction</c>, or another <c>event</c>.</summary>
public sealed record Exchange
{
    public OrId<Sanction>? Sanction { get; init; }

    /// <summary>With <c>sanction</c>: what is done to it.</summary>
    public SanctionEffect? Effect { get; init; }

    public OrId<StoryEvent>? Event { get; init; }

    /// <summary>Who gave it; default the senders of the sanction.</summary>
    public CountryCode? Actor { get; init; }

    /// <summary>Default that of the release.</summary>
    public EdtfDate? Start { get; init; }

    public Occurrence Occurrence { get; init; } = Occurrence.Occurred;
    public Basis Basis { get; init; }
}

/// <summary>An event that stands around a release.</summary>
public sealed record StoryEvent
{
    public required EventType Type { get; init; }
    public required string Title { get; init; }
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>Countries that take part with the role party.</summary>
    public IReadOnlyList<CountryCode> Parties { get; init; } = [];

    public EdtfDate? Start { get; init; }
    public Occurrence Occurrence { get; init; } = Occurrence.Occurred;
}

/// <summary>An event that came before, and what that one followed from.</summary>
public sealed record Preceding
{
    public required OrId<StoryEvent> Event { get; init; }
    public IReadOnlyList<Preceding> Following { get; init; } = [];
}

/// <summary>What one report says; the report is one on record, or written out.</summary>
public sealed record StoryEvidence
{
    public required OrId<StoryReport> Report { get; init; }
    public Stance Stance { get; init; }
    public EvidenceAspect Aspect { get; init; }

    /// <summary>The key of a headcount (<c>released</c>), or the id of a person.</summary>
    public About? About { get; init; }

    public Basis Basis { get; init; }
    public string? Statement { get; init; }
    public EvidenceValue? Value { get; init; }
    public string? AttributedTo { get; init; }
    public EdtfDate? AsOf { get; init; }
    public int? Credibility { get; init; }
    public Visibility Visibility { get; init; }
}

/// <summary>A report written out.</summary>
public sealed record StoryReport
{
    public required string Title { get; init; }

    /// <summary>The name of a new organization, or one on record as <c>{"id": …}</c>.</summary>
    public OrId<NewPublisher>? Publisher { get; init; }

    /// <summary>When a report with this url is on record, that one is meant, and it stays as it is: the other members are passed over.</summary>
    public string? Url { get; init; }

    public EdtfDate? PublishedOn { get; init; }
    public OrId<StoryReport>? DerivedFrom { get; init; }
    public string? Lang { get; init; }
}

/// <summary>A publisher that is not on record yet.</summary>
public sealed record NewPublisher
{
    public required string Name { get; init; }
}
