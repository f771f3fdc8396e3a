using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>How exactly a date is known.</summary>
[JsonConverter(typeof(KebabEnumConverter<DatePrecision>))]
public enum DatePrecision
{
    /// <summary>A whole year, <c>2025</c>.</summary>
    Year,

    /// <summary>A whole month, <c>2025-12</c>.</summary>
    Month,

    /// <summary>One day, <c>2025-12-13</c>.</summary>
    Day,

    /// <summary>One moment within a range, <c>[2025-09-11..2025-09-15]</c>, which may be open on one side.</summary>
    Range,
}
