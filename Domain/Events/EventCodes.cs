using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Whether the act took place.</summary>
[JsonConverter(typeof(KebabEnumConverter<Occurrence>))]
public enum Occurrence
{
    Announced,
    Ongoing,
    Occurred,
    Cancelled,
    Denied,
}

[JsonConverter(typeof(KebabEnumConverter<ParticipantRole>))]
public enum ParticipantRole
{
    Actor,
    Target,
    Recipient,
    Mediator,
    Beneficiary,
    Party,
    Authority,
    Host,
}

/// <summary>What the counted people went through.</summary>
[JsonConverter(typeof(KebabEnumConverter<HeadcountKind>))]
public enum HeadcountKind
{
    Released,
    Received,
    Pardoned,
    Deported,
    Arrested,
    Charged,
    Sentenced,
    Died,
    StillHeld,
}

[JsonConverter(typeof(KebabEnumConverter<HeadcountDimension>))]
public enum HeadcountDimension
{
    Destination,
    Citizenship,
    Category,
    Sex,
}

/// <summary>What became of a named person.</summary>
[JsonConverter(typeof(KebabEnumConverter<PersonOutcome>))]
public enum PersonOutcome
{
    Arrested,
    Charged,
    Sentenced,
    Acquitted,
    Pardoned,
    Released,
    Transferred,
    Deported,
    RefusedRemoval,
    ReDetained,
    Died,
}

/// <summary>How a released person left custody.</summary>
[JsonConverter(typeof(KebabEnumConverter<ExitMode>))]
public enum ExitMode
{
    FreedInCountry,
    HandedOver,
    ForcedExile,
    LeftVoluntarily,
    NotRemoved,
    Unknown,
}

[JsonConverter(typeof(KebabEnumConverter<LinkType>))]
public enum LinkType
{
    PartOf,
    Implements,
    FollowsFrom,
    InExchangeFor,
    RespondsTo,
    Reverses,
    DuplicateOf,
}

/// <summary>Whether a source says so, or an editor concluded it.</summary>
[JsonConverter(typeof(KebabEnumConverter<Basis>))]
public enum Basis
{
    Stated,
    Inferred,
}

[JsonConverter(typeof(KebabEnumConverter<Stance>))]
public enum Stance
{
    Supports,
    Disputes,
    Qualifies,
}

/// <summary>Which part of an event a piece of evidence speaks of.</summary>
[JsonConverter(typeof(KebabEnumConverter<EvidenceAspect>))]
public enum EvidenceAspect
{
    Event,
    Date,
    Place,
    Headcount,
    Person,
    Participant,
    Link,
    Sanction,
    Superlative,
}

/// <summary>How sure the editors are.</summary>
[JsonConverter(typeof(KebabEnumConverter<Verification>))]
public enum Verification
{
    Unverified,
    Reported,
    Corroborated,
    Official,
    Disputed,
    Retracted,
}

/// <summary>Where an event stands on its way to the public.</summary>
[JsonConverter(typeof(KebabEnumConverter<Workflow>))]
public enum Workflow
{
    Draft,
    InReview,
    Published,
    Archived,
}

/// <summary>Which end of a link one stands at.</summary>
[JsonConverter(typeof(KebabEnumConverter<LinkDirection>))]
public enum LinkDirection
{
    Out,
    In,
}
