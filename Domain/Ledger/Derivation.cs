using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>
/// All that is derived from one record for finding and showing it. It is a pure function of the record and of the
/// world around it, so that it can be dropped and made again at any time.
/// </summary>
public sealed record Derivation
{
    public required Standing Standing { get; init; }

    public required IReadOnlyList<Rendering> Renderings { get; init; }

    /// <summary>The names under which it is found, whatever their spelling.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The words under which it is found.</summary>
    public SearchText? Text { get; init; }

    public IReadOnlyList<StateStep> States { get; init; } = [];

    /// <summary>Of an event: what it adds to the sums of people.</summary>
    public IReadOnlyList<HeadcountSum> Headcounts { get; init; } = [];

    public static Derivation Of<T>(Stored<T> stored, IWorld world)
        where T : Record => stored switch
        {
            Stored<Event> it => EventDerivation.Of(it, world),
            Stored<Report> it => ReportDerivation.Of(it, world),
            Stored<Person> it => PersonDerivation.Of(it, world),
            Stored<Organization> it => OrganizationDerivation.Of(it, world),
            Stored<Sanction> it => SanctionDerivation.Of(it, world),
            Stored<Country> it => CountryDerivation.Of(it),
            _ => throw new NotSupportedException(typeof(T).Name),
        };

    /// <summary>Where a record stands in the index: what its neighbours look for, without what shows it.</summary>
    public static (long Key, long Version, Standing Standing)? StandingOf(RecordKind kind, RecordId id, IWorld world) => kind switch
    {
        RecordKind.Country => Stand<Country>(id, world, (it, _) => CountryDerivation.Stand(it)),
        RecordKind.Person => Stand<Person>(id, world, (it, _) => PersonDerivation.Stand(it)),
        RecordKind.Organization => Stand<Organization>(id, world, (it, _) => OrganizationDerivation.Stand(it)),
        RecordKind.Report => Stand<Report>(id, world, (it, _) => ReportDerivation.Stand(it)),
        RecordKind.Sanction => Stand<Sanction>(id, world, SanctionDerivation.Stand),
        _ => Stand<Event>(id, world, EventDerivation.Stand),
    };

    /// <summary>The derivation of a record whose kind is known only when the program runs; null when it is missing or deleted.</summary>
    public static (long Key, long Version, Derivation Derivation)? Of(RecordKind kind, RecordId id, IWorld world) => kind switch
    {
        RecordKind.Country => Of<Country>(id, world),
        RecordKind.Person => Of<Person>(id, world),
        RecordKind.Organization => Of<Organization>(id, world),
        RecordKind.Report => Of<Report>(id, world),
        RecordKind.Sanction => Of<Sanction>(id, world),
        _ => Of<Event>(id, world),
    };

    private static (long, long, Standing)? Stand<T>(RecordId id, IWorld world, Func<Stored<T>, IWorld, Standing> stand)
        where T : Record => world.Stated<T>(id) is { } stored ? (stored.Key, stored.Version, stand(stored, world)) : null;

    private static (long, long, Derivation)? Of<T>(RecordId id, IWorld world)
        where T : Record => world.Stated<T>(id) is { } stored ? (stored.Key, stored.Version, Of(stored, world)) : null;
}

/// <summary>Where a record stands in the index, and who may know of it.</summary>
public sealed record Standing
{
    /// <summary>Its place in lists, in days since 1970-01-01; the newest come first.</summary>
    public int Day { get; init; }

    /// <summary>Lists show what is published, unless asked otherwise.</summary>
    public Workflow Workflow { get; init; } = Workflow.Published;

    public Rights Rights { get; init; } = Rights.All;

    /// <summary>When it opens to everyone by itself.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    public required TermSet Terms { get; init; }

    /// <summary>Of an event: what it is filtered and sorted by beside its terms.</summary>
    public EventNumbers? Numbers { get; init; }
}

/// <summary>A record as one audience sees it, as UTF-8 JSON.</summary>
/// <param name="Item">The object that stands in lists.</param>
/// <param name="Detail">An object with the members that only the answer for this one record adds; null when there are none.</param>
public sealed record Rendering(Audience Audience, byte[] Item, byte[]? Detail);

/// <param name="Title">Counts more.</param>
public sealed record SearchText(string Title, string? Body);

/// <summary>What events can be filtered and sorted by beside their terms.</summary>
/// <param name="Span">The days on which it may have begun.</param>
/// <param name="People">The largest figure that is no subset within the event.</param>
/// <param name="Sources">Independent reports that support it.</param>
/// <param name="Lat">Of its point on the map, in degrees.</param>
public sealed record EventNumbers(EventType Type, DaySpan Span, Verification Verification, Occurrence Occurrence, long? People, int Sources, double? Lat, double? Lon);

/// <summary>The terms of one record, each with who may know of it.</summary>
public sealed class TermSet
{
    private readonly Dictionary<string, Rights> _rights = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Rights> Rights => _rights;

    public void Add(Term term, Rights rights = Ledger.Rights.All) =>
        _rights[term.Text] = _rights.GetValueOrDefault(term.Text) | rights;
}
