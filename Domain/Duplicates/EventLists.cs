using Events.Domain.Events;

namespace Events.Domain.Duplicates;

/// <summary>When two items of an event's lists stand for the same, and what one adds to the other.</summary>
internal static class EventLists
{
    public static bool IsSame(Participant one, Participant other) =>
        (one.Role, one.Country, one.Organization, one.Person) == (other.Role, other.Country, other.Organization, other.Person);

    public static Participant Fill(Participant held, Participant joins) =>
        held with { Capacity = held.Capacity ?? joins.Capacity, OnBehalfOf = held.OnBehalfOf ?? joins.OnBehalfOf };

    public static bool IsSame(NamedPerson one, NamedPerson other) => one.Person == other.Person;

    public static bool IsSameOutcome(NamedPerson one, NamedPerson other) => (one.Person, one.Outcome) == (other.Person, other.Outcome);

    /// <summary>What another outcome says of the same person does not belong to this one.</summary>
    public static NamedPerson Fill(NamedPerson held, NamedPerson joins)
    {
        var closer = held with { Visibility = Union.Closer(held.Visibility, joins.Visibility) };
        return held.Outcome != joins.Outcome ? closer : closer with
        {
            LegalBasis = held.LegalBasis ?? joins.LegalBasis,
            ExitMode = held.ExitMode ?? joins.ExitMode,
            Destination = held.Destination ?? joins.Destination,
            Conditional = held.Conditional ?? joins.Conditional,
            Note = held.Note ?? joins.Note,
        };
    }

    public static bool IsSame(SanctionAct one, SanctionAct other) => (one.Sanction, one.Effect) == (other.Sanction, other.Effect);

    public static SanctionAct Fill(SanctionAct held, SanctionAct joins) => held with { Instrument = held.Instrument ?? joins.Instrument, Note = held.Note ?? joins.Note };

    public static bool IsSame(EventLink one, EventLink other) => (one.Type, one.To) == (other.Type, other.To);

    public static EventLink Fill(EventLink held, EventLink joins) => held with { Note = held.Note ?? joins.Note };

    public static bool IsSame(Evidence one, Evidence other) => one with { Visibility = other.Visibility } == other;

    public static Evidence Fill(Evidence held, Evidence joins) => held with { Visibility = Union.Closer(held.Visibility, joins.Visibility) };
}
