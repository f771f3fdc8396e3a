using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>One kind of act, by one side, at one time.</summary>
public sealed record Event : Record
{
    public override RecordKind Kind => RecordKind.Event;

    public required EventType Type { get; init; }

    /// <summary>1 to 1,000 characters.</summary>
    public required string Title { get; init; }

    /// <summary>At most 20,000 characters.</summary>
    public string? Summary { get; init; }

    public Occurrence Occurrence { get; init; } = Occurrence.Occurred;

    /// <summary>When it happened or began, as a calendar date at its place.</summary>
    public required EdtfDate Start { get; init; }

    /// <summary>When it ended, for what lasts.</summary>
    public EdtfDate? End { get; init; }

    public Place? Place { get; init; }

    public IReadOnlyList<Participant> Participants { get; init; } = [];

    public IReadOnlyList<Headcount> Headcounts { get; init; } = [];

    public IReadOnlyList<NamedPerson> People { get; init; } = [];

    public IReadOnlyList<SanctionAct> Sanctions { get; init; } = [];

    /// <summary>Its own, outgoing links to other events.</summary>
    public IReadOnlyList<EventLink> Links { get; init; } = [];

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/commodities</c>.</summary>
    public IReadOnlyList<string> Commodities { get; init; } = [];

    /// <summary>Open vocabulary, see <c>/v1/vocabularies/topics</c>.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Who says so, and who says otherwise.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public Verification Verification { get; init; } = Verification.Reported;

    public Workflow Workflow { get; init; } = Workflow.Published;

    /// <summary>Until then only editors see it.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }
}

/// <summary>Who took part, and as what: exactly one of country, organization and person.</summary>
public sealed record Participant
{
    public required ParticipantRole Role { get; init; }
    public CountryCode? Country { get; init; }
    public RecordId? Organization { get; init; }
    public RecordId? Person { get; init; }

    /// <summary>In which office or function. At most 300 characters.</summary>
    public string? Capacity { get; init; }

    /// <summary>The country for which an organization or a person acts.</summary>
    public CountryCode? OnBehalfOf { get; init; }
}

/// <summary>A number of people. A headcount may be a part of another one, in this or another event.</summary>
public sealed record Headcount
{
    /// <summary>Its name within the event, unique there: lower-case letters, digits and hyphens, 1 to 64.</summary>
    public required string Key { get; init; }

    public required HeadcountKind Kind { get; init; }

    public string? Label { get; init; }

    /// <summary>By what a part was cut from its whole; parts are added up only within <c>destination</c>.</summary>
    public HeadcountDimension? Dimension { get; init; }

    public CountryCode? Country { get; init; }

    /// <summary>At most 100 characters, such as <c>political-prisoners</c>.</summary>
    public string? Category { get; init; }

    public long? Low { get; init; }
    public long? Best { get; init; }
    public long? High { get; init; }

    /// <summary>The headcount that this one is a subset of.</summary>
    public HeadcountRef? Of { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Count Count => new(Low, Best, High);
}

/// <summary>A headcount, by event and key.</summary>
public sealed record HeadcountRef
{
    /// <summary>The event that holds it; left out for the same event.</summary>
    public RecordId? Event { get; init; }

    public required string Key { get; init; }
}

/// <summary>A person named by an event, and what became of her or him.</summary>
public sealed record NamedPerson
{
    public required RecordId Person { get; init; }
    public required PersonOutcome Outcome { get; init; }

    /// <summary>Pardon, exchange, end of term, … At most 300 characters.</summary>
    public string? LegalBasis { get; init; }

    public ExitMode? ExitMode { get; init; }
    public CountryCode? Destination { get; init; }

    /// <summary>The release is bound to conditions.</summary>
    public bool? Conditional { get; init; }

    public string? Note { get; init; }
    public Visibility Visibility { get; init; }
}

/// <summary>What an event does to a standing sanction.</summary>
public sealed record SanctionAct
{
    public required RecordId Sanction { get; init; }
    public required SanctionEffect Effect { get; init; }

    /// <summary>The legal instrument: an order, a licence. At most 300 characters.</summary>
    public string? Instrument { get; init; }

    public string? Note { get; init; }
}

/// <summary>A link from this event to another.</summary>
public sealed record EventLink
{
    public required LinkType Type { get; init; }
    public required RecordId To { get; init; }
    public Basis Basis { get; init; }
    public string? Note { get; init; }
}

/// <summary>What one report says about one aspect of the event.</summary>
public sealed record Evidence
{
    public required RecordId Report { get; init; }
    public Stance Stance { get; init; }
    public EvidenceAspect Aspect { get; init; }

    /// <summary>A headcount's key, a person's id, or a link as <c>type:event-id</c>.</summary>
    public About? About { get; init; }

    public Basis Basis { get; init; }

    /// <summary>What it says, in the editors' own words.</summary>
    public string? Statement { get; init; }

    /// <summary>A count for the aspect headcount, a date for date, else text.</summary>
    public EvidenceValue? Value { get; init; }

    /// <summary>Whom the report cites.</summary>
    public string? AttributedTo { get; init; }

    /// <summary>The day for which it says so.</summary>
    public EdtfDate? AsOf { get; init; }

    /// <summary>Credibility of the information on the Admiralty scale: 1 confirmed to 6 cannot be judged.</summary>
    public int? Credibility { get; init; }

    public Visibility Visibility { get; init; }
}
