using Dapper;
using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>Makes all derived rows and all names again from the documents, commit by commit, as the writer made them.</summary>
internal static class Rebuild
{
    /// <summary>Counts up whenever derived rows change their form or meaning: a database of an earlier one gets them anew.</summary>
    public const int Version = 5;

    /// <summary>Reads the version of the derived rows in a file.</summary>
    public const string ReadVersion = "PRAGMA user_version";

    // A commit can hold thousands of records.
    private const int MostWaiting = 10_000;

    /// <summary>Runs in one transaction: whoever is stopped in the middle leaves everything as it was.</summary>
    public static long Run(Session session, Upcasters upcasters, Action<long>? progress = null)
    {
        session.Run("BEGIN IMMEDIATE");
        foreach (var table in (string[])["posting", "indexed", "event_index", "event_people", "event_tally", "rendering", "name_index", "sanction_state", "opened", "external_id", "merged"])
            session.Run($"DELETE FROM {table}");
        session.Run("DELETE FROM record_text");
        var world = new World(session, upcasters) { Seq = 0, IsReplay = true, Now = DateTimeOffset.UnixEpoch };
        var rows = new DerivedRows(session);
        var names = new NameRows(session, world);
        var deriver = new Deriver(session, world, rows);
        var last = LedgerTransaction.Head(session).Seq;
        for (var seq = 1L; seq <= last; seq++)
        {
            Replay(session, world, names, deriver, seq);
            if (seq % 1000 == 0 || rows.Waiting.Texts > MostWaiting)
                rows.Flush();
            if (seq % 1000 == 0)
                progress?.Invoke(seq);
        }
        rows.Flush();
        session.Connection.Execute($"PRAGMA user_version = {Version}");
        session.Run("COMMIT");
        return last;
    }

    /// <summary>Derives what a commit that stands in the ledger has changed, in a world of the commit before it that replays.</summary>
    public static void Replay(Session session, World world, NameRows names, Deriver deriver, long seq)
    {
        var (at, actor) = Commit(session, seq);
        var versions = LedgerTransaction.VersionsOf(session, seq);
        var before = versions.Select(version => world.Find(version.Kind, version.Id)).ToList();
        world.Seq = seq;
        world.Now = at;
        foreach (var version in versions)
            world.Forget(version.Kind, version.Id);
        if (versions.Count == 0 && actor == Deriver.EmbargoActor)
        {
            deriver.OpenEmbargoes(deriver.DueEmbargoes(at), seq);
            return;
        }
        var changed = versions.Select((version, i) => new ChangedRecord(
            version.Kind, version.Id, session.KeyOf(version.Kind, version.Id)!.Value, before[i], world.Find(version.Kind, version.Id))
        {
            Into = version.Op is Op.Merge ? world.SurvivorOf(version.Kind, version.Id) : null,
        }).ToList();
        world.Begin(changed);
        if (changed is not [{ Before: null, After: not null }])
        {
            foreach (var record in changed)
                deriver.WriteStanding(record, seq);
        }
        foreach (var record in changed)
            names.Write(record);
        deriver.Derive(changed, seq);
        world.End();
    }

    private static (DateTimeOffset At, string Actor) Commit(Session session, long seq)
    {
        var statement = session.Prepare("SELECT at, actor FROM ledger_commit WHERE seq = ?1").Bind(seq);
        statement.Step();
        var commit = (Instants.FromMicros(statement.Long(0)), statement.Text(1));
        statement.Reset();
        return commit;
    }
}
