using System.Text.Json.Serialization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>A record that may stand for the same thing.</summary>
/// <param name="Name">Of a person, organization or sanction.</param>
/// <param name="Title">Of a report or an event.</param>
/// <param name="Score">How likely: from 0.6 to 1. What speaks for it adds up as 1 − (1 − w₁)(1 − w₂)…, and each reason against it leaves (1 − |w|) of that.</param>
/// <param name="Reasons">What the score is made of, the weightiest first.</param>
public sealed record Twin(RecordId Id, RecordKind Kind, string? Name, string? Title, double Score, IReadOnlyList<TwinReason> Reasons)
{
    /// <summary>What scores less is not told.</summary>
    public const double Threshold = 0.6;

    /// <summary>More than these nobody looks through.</summary>
    public const int Most = 5;
}

/// <summary>Something that speaks for two records being one, or against it.</summary>
/// <param name="Weight">From −1 to 1; below 0 it speaks against it.</param>
/// <param name="Message">What the two have in common, or not, in one sentence.</param>
public sealed record TwinReason(TwinCode Code, double Weight, string Message);

/// <summary>What two records can have in common, and what can tell them apart.</summary>
[JsonConverter(typeof(KebabEnumConverter<TwinCode>))]
public enum TwinCode
{
    /// <summary>The same value under another scheme, one with letters in it: plain numbers are alike everywhere.</summary>
    SameExternalId,

    /// <summary>Addresses that lead to the same page.</summary>
    SameUrl,

    /// <summary>Events of one type, on days that overlap, by and to the same countries.</summary>
    SameAct,

    SimilarTitle,
    SamePeople,

    /// <summary>A report that tells of few events is evidence of both.</summary>
    SameReport,

    /// <summary>The places are different ones.</summary>
    OtherPlace,

    /// <summary>One source lists both events, under two ids of its own.</summary>
    OtherExternalId,

    /// <summary>A name of the one is a name of the other, whatever their diacritics.</summary>
    SameName,

    /// <summary>The names are usual romanisations of the same one.</summary>
    SameSpelling,

    SameBirth,
    OtherBirth,

    /// <summary>A citizenship, or the country of an organization.</summary>
    SameCountry,
    OtherCountry,

    /// <summary>Sanctions with the same senders and targets.</summary>
    SameParties,
    SameKinds,

    SamePublisher,
    SameDay,
}
