using System.Text.Json.Serialization;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>What kind of act an event is. Labels, definitions and the codes of PLOVER and CAMEO: <c>/v1/vocabularies/event-types</c>.</summary>
[JsonConverter(typeof(KebabEnumConverter<EventType>))]
public enum EventType
{
    Arrest,
    Charge,
    Sentence,
    Acquittal,
    Pardon,
    Release,
    Transfer,
    Deportation,
    DeathInCustody,
    SanctionThreatened,
    SanctionImposed,
    SanctionTightened,
    SanctionEased,
    SanctionSuspended,
    SanctionLifted,
    Talks,
    Agreement,
    Pledge,
    Demand,
    Refusal,
    RelationsRestored,
    RelationsCut,
    Violence,
    Protest,
    Election,
    Disaster,
    Statement,
    Other,
}

[JsonConverter(typeof(KebabEnumConverter<EventGroup>))]
public enum EventGroup
{
    Custody,
    Sanctions,
    Diplomacy,
    Other,
}

public static class EventGroups
{
    public static EventGroup Group(this EventType type) => type switch
    {
        <= EventType.DeathInCustody => EventGroup.Custody,
        <= EventType.SanctionLifted => EventGroup.Sanctions,
        <= EventType.RelationsCut => EventGroup.Diplomacy,
        _ => EventGroup.Other,
    };
}
