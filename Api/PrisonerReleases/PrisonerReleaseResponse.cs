using Events.Domain.Duplicates;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>A release of prisoners told as one story, in the shape in which it can be posted.</summary>
public sealed record PrisonerReleaseResponse
{
    /// <summary>That of the release event.</summary>
    public required RecordId Id { get; init; }

    /// <summary>That of the release event.</summary>
    public required long Version { get; init; }

    /// <summary>The commit that wrote this version of the release event.</summary>
    public required long Seq { get; init; }

    public required string Title { get; init; }
    public required DateView Start { get; init; }
    public DateView? End { get; init; }

    /// <summary>Whether the release took place.</summary>
    public required Occurrence Occurrence { get; init; }

    public CountryRef? By { get; init; }
    public required IReadOnlyList<DeciderView> DecidedBy { get; init; }
    public PlaceView? Place { get; init; }
    public Count? Released { get; init; }

    /// <summary>The released minus those whom destinations received: best from the bests, low and high by interval arithmetic, never below 0.</summary>
    public Count? Unaccounted { get; init; }

    public required IReadOnlyList<NamedPersonView> People { get; init; }
    public required IReadOnlyList<ReleaseDestinationView> Destinations { get; init; }
    public required IReadOnlyList<ExchangeView> InExchangeFor { get; init; }
    public required IReadOnlyList<PrecedingView> Following { get; init; }
    public required IReadOnlyList<string> Topics { get; init; }
    public string? Summary { get; init; }
    public required IReadOnlyList<EvidenceView> Evidence { get; init; }
    public required Verification Verification { get; init; }
    public required Workflow Workflow { get; init; }
    public required Support Support { get; init; }
    public required IReadOnlyList<Flag> Flags { get; init; }
    public required IReadOnlyList<ExternalId> ExternalIds { get; init; }

    /// <summary>Everything that the commit wrote; only in the answer to a POST.</summary>
    public IReadOnlyList<StoryRecord>? Records { get; init; }
}

public sealed record DeciderView(NamedRef Person, string? Capacity);

/// <summary>Who took people in.</summary>
/// <param name="Event">The transfer.</param>
public sealed record ReleaseDestinationView(
    CountryRef? To, Count Received, DateView Start, PlaceView? Place, IReadOnlyList<ReceivedSubsetView> Subsets, IReadOnlyList<EvidenceView> Evidence, EventRef Event);

public sealed record ReceivedSubsetView(string? Label, string? Category, CountryRef? Country, Count Count);

/// <summary>What was given in exchange.</summary>
/// <param name="State">Whether that took place.</param>
public sealed record ExchangeView(NamedRef? Sanction, Domain.Sanctions.SanctionEffect? Effect, EventRef Event, CountryRef? Actor, DateView Start, Occurrence State, Basis Basis);

/// <summary>What it followed from.</summary>
public sealed record PrecedingView(EventRef Event, IReadOnlyList<PrecedingView> Following);

/// <summary>A record that a story wrote.</summary>
/// <param name="PossibleDuplicates">Of a new record: older ones that may be the same, the likeliest first.</param>
public sealed record StoryRecord(RecordKind Kind, RecordId Id, long Version, Op Op, IReadOnlyList<Twin>? PossibleDuplicates);
