using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Access;

/// <summary>What a key may do. Admin includes write, write includes read.</summary>
[JsonConverter(typeof(KebabEnumConverter<Scope>))]
public enum Scope
{
    /// <summary>Read what the public may read, when reading is not open to everyone.</summary>
    Read,

    /// <summary>Write records, and read drafts and what is restricted.</summary>
    Write,

    /// <summary>Everything.</summary>
    Admin,
}
