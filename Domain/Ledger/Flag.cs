using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Something that looks odd about a record. It blocks nothing.</summary>
/// <param name="Code">One of <see cref="FlagCode"/>, in kebab-case.</param>
/// <param name="Detail">What looks odd, in one sentence.</param>
/// <param name="Pointer">Where: an RFC 6901 pointer into the document; null when no single member is to blame.</param>
public sealed record Flag(string Code, string Detail, string? Pointer)
{
    /// <summary>Who may see it: only editors, when it speaks of something that is restricted.</summary>
    [JsonIgnore]
    public Rights Rights { get; init; } = Rights.All;

    public static Flag Of(FlagCode code, string detail, string? pointer) => new(Values.Code.Of(code), detail, pointer);

    /// <summary>The flag of something with this visibility.</summary>
    public Flag ShownAs(Visibility visibility) =>
        visibility is Visibility.Public ? this : this with { Rights = Rights.Editors };
}

/// <summary>What may look odd. The codes that begin with <c>event-</c> are rules for published events and flags for others.</summary>
[JsonConverter(typeof(KebabEnumConverter<FlagCode>))]
public enum FlagCode
{
    EventNeedsSanction,
    EventNeedsRecipient,
    EventTooFewParties,
    EventNeedsPeople,
    EventNeedsEvidence,

    /// <summary>A part's best value is greater than that of its whole.</summary>
    HeadcountBestExceedsParent,

    /// <summary>The parts by destination add up to more than their whole.</summary>
    HeadcountPartsExceedWhole,

    /// <summary>A report states a number outside the low and high of the headcount it is about.</summary>
    HeadcountClaimOutsideRange,

    /// <summary>More people are named than were counted.</summary>
    MoreNamedThanCounted,

    /// <summary>Corroborated with fewer than two independent reports.</summary>
    VerificationNotIndependent,

    /// <summary>A consequence is dated before its cause.</summary>
    LinkOrder,

    /// <summary>A report supports what another one disputes.</summary>
    ClaimDisputed,

    /// <summary>A sanction is lifted that was never imposed, or was lifted already.</summary>
    SanctionStateJump,

    /// <summary>Occurred on a day that is still to come.</summary>
    FutureButOccurred,

    /// <summary>A person takes part after her or his death.</summary>
    PersonActiveAfterDeath,

    /// <summary>What a report called the largest so far has been exceeded since.</summary>
    SuperlativeOutdated,
}
