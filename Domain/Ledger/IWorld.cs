using Events.Domain.Events;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>
/// The records as one moment of the ledger knows them: what rules and derivations may look at. It shows them with the
/// rights of today: what is restricted by now is restricted, and an event that is under embargo is still in review.
/// </summary>
public interface IWorld
{
    /// <summary>The moment: that of the commit for a rule, that of <c>asOf</c> for a reader.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Its UTC day: what is ongoing lasts to it.</summary>
    DateOnly Today { get; }

    /// <summary>The record, or null when there is none of this kind and id or it is deleted.</summary>
    Stored<T>? Find<T>(RecordId id)
        where T : Record;

    /// <summary>The record as its editors stated it, an embargo notwithstanding.</summary>
    Stored<T>? Stated<T>(RecordId id)
        where T : Record;

    /// <summary>The same of a kind that is known only when the program runs.</summary>
    Record? Stated(RecordKind kind, RecordId id) => kind switch
    {
        RecordKind.Country => Stated<Countries.Country>(id)?.Record,
        RecordKind.Person => Stated<People.Person>(id)?.Record,
        RecordKind.Organization => Stated<Organizations.Organization>(id)?.Record,
        RecordKind.Report => Stated<Reports.Report>(id)?.Record,
        RecordKind.Sanction => Stated<Sanctions.Sanction>(id)?.Record,
        _ => Stated<Event>(id)?.Record,
    };

    /// <summary>The number of its newest version, be it a deletion; 0 when there has never been such a record.</summary>
    long NewestVersion(RecordKind kind, RecordId id);

    /// <summary>The records of a kind that stand under a term of the index, newest first.</summary>
    IReadOnlyList<Stored<T>> Under<T>(Term term)
        where T : Record;

    /// <summary>The events under both terms that begin after a day and count more people, newest first; each is looked for when it is asked for.</summary>
    IEnumerable<Stored<Event>> Larger(Term term, Term other, DateOnly day, long people);

    /// <summary>The record that bears this external id, also when it is deleted; null when none does.</summary>
    Identity? IdentityOf(RecordKind kind, ExternalId externalId);

    /// <summary>The same without how it came to it.</summary>
    RecordId? Identify(RecordKind kind, ExternalId externalId) => IdentityOf(kind, externalId)?.Id;

    /// <summary>The record that took the place of one that was merged, at the end of all merges; null when it was not merged.</summary>
    RecordId? SurvivorOf(RecordKind kind, RecordId id);
}
