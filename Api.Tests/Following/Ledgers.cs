using Dapper;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Tests.Following;

/// <summary>Holds two database files against each other.</summary>
internal static class Ledgers
{
    private static readonly string[] Tables =
    [
        "ledger_commit", "record", "external_id", "posting", "indexed", "event_index", "event_people", "event_tally", "rendering", "name_index", "sanction_state", "opened",
    ];

    /// <summary>Every column of every row is the same, and both files are sound.</summary>
    public static void AssertSame(string first, string other)
    {
        using (var session = Session.Open(first, Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly, ""))
        {
            session.Connection.Execute("ATTACH @other AS other", new { other });
            // What FTS5 notes beside the lengths of texts depends on how many were written at once.
            foreach (var rows in Tables.Select(table => ("*", table)).Append(("id, sz", "record_text_docsize")))
            {
                var (columns, table) = rows;
                var (one, two) = ($"SELECT {columns} FROM main.{table}", $"SELECT {columns} FROM other.{table}");
                var (here, there, missing, added) = (Count(session, one), Count(session, two), Count(session, $"{one} EXCEPT {two}"), Count(session, $"{two} EXCEPT {one}"));
                Assert.True((here, missing, added) == (there, 0, 0), $"{table}: {here} rows and {there}; {missing} are only in the first, {added} only in the second.");
            }
            Assert.True(Count(session, "SELECT * FROM main.record") > 0);
        }
        Assert.Empty(Check.Run(first, Upcasters.Current));
        Assert.Empty(Check.Run(other, Upcasters.Current));
    }

    public static long Seq(string database)
    {
        using var session = Session.OpenReader(database);
        return LedgerTransaction.Head(session).Seq;
    }

    private static long Count(Session session, string rows) => session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM ({rows})");
}
