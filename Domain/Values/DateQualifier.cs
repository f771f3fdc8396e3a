using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>The doubt that a date carries; it never widens the date.</summary>
[JsonConverter(typeof(KebabEnumConverter<DateQualifier>))]
public enum DateQualifier
{
    /// <summary>No doubt is stated.</summary>
    None,

    /// <summary>About that date, <c>~</c>.</summary>
    Approximate,

    /// <summary>Perhaps that date, <c>?</c>.</summary>
    Uncertain,

    /// <summary>Perhaps about that date, <c>%</c>.</summary>
    Both,
}
