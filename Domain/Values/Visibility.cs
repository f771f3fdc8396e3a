using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>Who may be told: <c>restricted</c> keeps everybody aware that something stands there, not of what.</summary>
[JsonConverter(typeof(KebabEnumConverter<Visibility>))]
public enum Visibility
{
    Public,
    Restricted,
}
