using Dapper;
using Events.Api.Storage;
using Microsoft.Data.Sqlite;

namespace Events.Api.Tests.Support;

/// <summary>Changes a database behind the program's back.</summary>
internal static class Damage
{
    public static void Run(string database, string sql)
    {
        using var session = Session.Open(database, SqliteOpenMode.ReadWrite, "PRAGMA foreign_keys=0;");
        session.Connection.Execute(sql);
    }
}
