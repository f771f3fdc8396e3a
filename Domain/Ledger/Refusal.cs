using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>
/// Why the ledger or the model says no. The rules of the model come first, in the order in which a refusal that breaks
/// several of them is named; in kebab-case they are the slugs of the problem documents.
/// </summary>
public enum Reason
{
    DateOrder,
    HeadcountOrder,
    HeadcountExceedsParent,
    EventNeedsSanction,
    EventNeedsRecipient,
    EventTooFewParties,
    EventNeedsPeople,
    EventNeedsEvidence,
    LinkSelf,
    LinkCycle,
    LinkDuplicate,
    LinkNotAllowed,
    SanctionParties,
    UnknownReference,
    DuplicateExternalId,
    DuplicateUrl,

    InvalidValue,
    MissingMember,
    UnknownMember,
    ReadOnlyMember,
    UnknownCode,
    UnknownCountry,
    AmbiguousCountry,
    InvalidDate,
    UnknownParameter,
    InvalidParameter,
    InvalidCursor,

    NotFound,
    Gone,
    Merged,
    StaleVersion,
    NameTaken,
    StillReferenced,
    HistoryDiffers,
    EditedSinceImport,
    ImportState,
    LeftOut,
    NotRetired,
    IdempotencyMismatch,
    IdempotencyInProgress,
    TooLarge,
    Overloaded,
    StorageUnavailable,
    CopyIncomplete,
    QueryTooSlow,
    Forbidden,
    ReadOnlyCopy,
}

/// <summary>One thing that is wrong with what was sent.</summary>
/// <param name="Pointer">Where: an RFC 6901 pointer into the body, or the name of a query parameter.</param>
public sealed record Violation(Reason Reason, string Pointer, string Message);

/// <summary>A request that is refused: nothing of it was written.</summary>
public sealed class Refusal : Exception
{
    public Refusal(Reason reason, string detail, IReadOnlyList<Violation>? violations = null)
        : base(detail)
    {
        Reason = reason;
        Violations = violations ?? [];
    }

    /// <summary>Named after the first rule in the table's order; all of them are listed.</summary>
    public Refusal(IReadOnlyList<Violation> violations)
        : this(violations.Min(v => v.Reason), violations.MinBy(v => v.Reason)!.Message, violations)
    {
    }

    /// <summary>The record was merged, so that nothing is written to it any more.</summary>
    public static Refusal Merged(RecordKind kind, RecordId survivor, string pointer = "") => new(
        Reason.Merged, $"This {Code.Of(kind)} was merged into {survivor}: use that one.", [new Violation(Reason.Merged, pointer, $"{Code.Of(kind)} {survivor}")])
    {
        Survivor = survivor,
    };

    /// <summary>A write to an instance that follows another one.</summary>
    /// <param name="source">The address of that one.</param>
    public static Refusal OfCopy(string source) => new(Reason.ReadOnlyCopy, $"This instance follows {source} and takes no writes of its own: write there.");

    public Reason Reason { get; }

    /// <summary>The record that took the place of the one that was asked for; reads are sent there.</summary>
    public RecordId? Survivor { get; private init; }

    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>How long to wait before it makes sense to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
