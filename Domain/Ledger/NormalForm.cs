using Events.Domain.Events;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>One way to say each thing, so that an update that changes nothing is recognised.</summary>
public static class NormalForm
{
    public static Record Of(RecordId id, Record record) =>
        record is Event e ? EventNormalForm.Of(e, id) : record;
}
