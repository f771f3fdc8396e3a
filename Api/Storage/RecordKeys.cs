using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>The keys by which derived rows know records: each is the row of a record's first version.</summary>
internal static class RecordKeys
{
    /// <summary>The key of a record, be it deleted or merged; null when there has never been one.</summary>
    public static long? KeyOf(this Session session, RecordKind kind, RecordId id)
    {
        var statement = session.Prepare("SELECT row FROM record WHERE kind = ?1 AND id = ?2 AND version = 1").Bind(Code.Of(kind)).Bind(id.Value);
        long? key = statement.Step() ? statement.Long(0) : null;
        statement.Reset();
        return key;
    }
}
