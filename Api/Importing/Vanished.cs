using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>A record that its source has no more: it is deleted, unless others refer to it.</summary>
internal sealed class Vanished(ImportContext import, long number, RecordKind kind, RecordId id)
{
    public CommitRequest Request => new(import.Actor, Decide)
    {
        Batch = import.Id,
        Reason = $"{import.Source} has it no more.",
        Note = Note,
    };

    /// <summary>Says why nothing is deleted although it was asked for.</summary>
    public static void NoteNone(Session writer, ImportContext import, long number, string why) => ImportRows.Add(
        writer, import.Batch, number, RowOutcome.Refused, null, new RowDetail { Label = "what vanished", Problems = [new RowProblem(Code.Of(Reason.NotRetired), why)] }.Write());

    private List<Change> Decide(Session session, World world) =>
        world.Newest(kind, id).Record is null ? [] : [Change.Delete(kind, id)];

    private void Note(Session writer, World world, Outcome outcome)
    {
        if (outcome.Committed is { } committed)
        {
            ImportedRecords.Forget(writer, kind, id);
            if (committed.Versions.Count > 0)
                ImportRows.Add(writer, import.Batch, number, RowOutcome.Retired, committed.Seq, new RowDetail { Retired = new RetiredRecord(kind, id) }.Write());
            return;
        }
        var problem = outcome.Failure is Refusal refusal ? new RowProblem(Code.Of(refusal.Reason), refusal.Message) : new RowProblem(Code.Of(Reason.InvalidValue), outcome.Failure!.Message);
        ImportRows.Add(writer, import.Batch, number, RowOutcome.Refused, null, new RowDetail { Retired = new RetiredRecord(kind, id), Problems = [problem] }.Write());
    }
}
