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

    /// <summary>Makes a database that the program did not make.</summary>
    public static void Create(string file, string sql)
    {
        using var session = Session.Open(file, SqliteOpenMode.ReadWriteCreate, "");
        session.Connection.Execute(sql);
    }
}
