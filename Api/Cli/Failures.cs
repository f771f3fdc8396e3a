using Events.Api.Following;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Cli;

/// <summary>Everything that is expected to fail, each as a sentence that says what to do.</summary>
internal static class Failures
{
    /// <summary>The sentence; null when the failure is a defect of the program.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        RefusedException or UnusableDatabaseException or Refusal or SourceException => failure.Message,
        SqliteException sqlite => OfSqlite(sqlite),
        UnauthorizedAccessException => $"{failure.Message} Check the permissions of the file and of its folder.",
        FileNotFoundException or DirectoryNotFoundException => $"{failure.Message} Check the name.",
        IOException => $"{failure.Message} Check the file, its folder and the room on the disk.",
        _ => null,
    };

    private static string? OfSqlite(SqliteException failure) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "The disk is full: make room in the folder of the database and in that for temporary files, then try again.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another program keeps the database busy. Try again when it is done.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => $"A file cannot be opened or written ({failure.Message}). Check that its folder exists, and the permissions of both.",
        raw.SQLITE_IOERR => $"The disk fails ({failure.Message}). Make a copy of the file, look after the disk, then run check.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"The database is damaged ({failure.Message}). Run check; restore the last backup when it finds more than what rebuild makes again.",
        _ => null,
    };
}
