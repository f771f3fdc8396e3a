using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>An event as answers show it: its fields with names filled in.</summary>
public sealed record EventView : RecordView
{
    public required EventType Type { get; init; }
    public required EventGroup Group { get; init; }
    public required string Title { get; init; }
    public string? Summary { get; init; }
    public required Occurrence Occurrence { get; init; }
    public required DateView Start { get; init; }
    public DateView? End { get; init; }
    public PlaceView? Place { get; init; }
    public required IReadOnlyList<ParticipantView> Participants { get; init; }
    public required IReadOnlyList<HeadcountView> Headcounts { get; init; }
    public required IReadOnlyList<NamedPersonView> People { get; init; }
    public required IReadOnlyList<SanctionActView> Sanctions { get; init; }

    /// <summary>Its own, outgoing links; <c>linked</c> has both directions.</summary>
    public required IReadOnlyList<EventLinkView> Links { get; init; }

    public required IReadOnlyList<string> Commodities { get; init; }
    public required IReadOnlyList<string> Topics { get; init; }
    public required IReadOnlyList<EvidenceView> Evidence { get; init; }
    public required Verification Verification { get; init; }
    public required Workflow Workflow { get; init; }
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>How well supported; in the answer for one event, and in lists with <c>include=support</c>.</summary>
    public Support? Support { get; init; }

    /// <summary>What looks odd; in the answer for one event, and in lists with <c>include=flags</c>.</summary>
    public IReadOnlyList<Flag>? Flags { get; init; }

    /// <summary>The events it is linked with, from both ends; in the answer for one event, and in lists with <c>include=linked</c>.</summary>
    public IReadOnlyList<LinkedView>? Linked { get; init; }

    /// <summary>
    /// HTML: about 200 characters around the first match of <c>q</c> in title or summary, escaped, the matches in <c>mark</c>;
    /// only in lists, and not when <c>q</c> has matched a name alone.
    /// </summary>
    public string? Snippet { get; init; }
}

/// <summary>What the answer for one event adds.</summary>
public sealed record EventDetail(Support Support, IReadOnlyList<Flag> Flags, IReadOnlyList<LinkedView> Linked);

public sealed record PlaceView
{
    public CountryRef? Country { get; init; }
    public string? Name { get; init; }
    public double? Lat { get; init; }
    public double? Lon { get; init; }
    public Visibility? Visibility { get; init; }

    /// <summary>True when there is a place that the reader may not know.</summary>
    public bool? Withheld { get; init; }
}

public sealed record ParticipantView
{
    public required ParticipantRole Role { get; init; }
    public CountryRef? Country { get; init; }
    public NamedRef? Organization { get; init; }
    public NamedRef? Person { get; init; }
    public string? Capacity { get; init; }
    public CountryRef? OnBehalfOf { get; init; }
}

public sealed record HeadcountView
{
    public required string Key { get; init; }
    public required HeadcountKind Kind { get; init; }
    public string? Label { get; init; }
    public HeadcountDimension? Dimension { get; init; }
    public CountryRef? Country { get; init; }
    public string? Category { get; init; }
    public long? Low { get; init; }
    public long? Best { get; init; }
    public long? High { get; init; }
    public HeadcountOfView? Of { get; init; }
}

/// <summary>The headcount that another one is a subset of.</summary>
public sealed record HeadcountOfView(EventRef? Event, string? Key);

public sealed record NamedPersonView
{
    public NamedRef? Person { get; init; }
    public PersonOutcome? Outcome { get; init; }
    public string? LegalBasis { get; init; }
    public ExitMode? ExitMode { get; init; }
    public CountryRef? Destination { get; init; }
    public bool? Conditional { get; init; }
    public string? Note { get; init; }
    public Visibility? Visibility { get; init; }

    /// <summary>True when the reader may not know what stands in this entry.</summary>
    public bool? Withheld { get; init; }
}

public sealed record SanctionActView(NamedRef Sanction, SanctionEffect Effect, string? Instrument, string? Note);

public sealed record EventLinkView(LinkType Type, EventRef To, Basis Basis, string? Note);

/// <summary>A link as seen from one of its ends.</summary>
/// <param name="Reads">How it reads from this event: "carries out", "was carried out by".</param>
/// <param name="Direction">Whether this event holds the link (out) or the other one does (in).</param>
public sealed record LinkedView(LinkType Type, string Reads, LinkDirection Direction, Basis Basis, string? Note, EventRef Event);

public sealed record EvidenceView
{
    public ReportRef? Report { get; init; }
    public Stance? Stance { get; init; }
    public EvidenceAspect? Aspect { get; init; }
    public About? About { get; init; }
    public Basis? Basis { get; init; }
    public string? Statement { get; init; }
    public EvidenceValue? Value { get; init; }
    public string? AttributedTo { get; init; }
    public DateView? AsOf { get; init; }
    public int? Credibility { get; init; }
    public Visibility? Visibility { get; init; }

    /// <summary>True when the reader may not know what stands in this entry.</summary>
    public bool? Withheld { get; init; }
}
