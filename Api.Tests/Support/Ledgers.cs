using Dapper;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;
using Microsoft.Extensions.Logging.Abstractions;

namespace Events.Api.Tests.Support;

/// <summary>Databases that no server holds.</summary>
internal static class Ledgers
{
    /// <summary>Makes a database if there is none, and adds commits of one person each.</summary>
    /// <param name="keepLog">What is written stays in the log beside the file, as after a crash.</param>
    public static async Task<Head> WriteAsync(string database, int commits, string name = "Person", bool keepLog = false)
    {
        Api.Storage.Database.Prepare(database);
        // Whoever has it open keeps SQLite from putting the log into the file.
        using var other = keepLog ? Session.OpenReader(database) : null;
        Head head;
        using (var ledger = new Api.Storage.Ledger(database, Upcasters.Current, TimeProvider.System, NullLogger<Api.Storage.Ledger>.Instance))
        {
            await Task.WhenAll(Enumerable.Range(1, commits).Select(i => ledger.CommitAsync(
                new CommitRequest("test", (IWorld _) => [Change.Put(RecordId.New(DateTimeOffset.UtcNow), new Person { Name = $"{name} {i}" })]), CancellationToken.None)));
            head = ledger.Last;
        }
        if (keepLog)
        {
            // As it stands, before the last connection takes it away.
            var log = await File.ReadAllBytesAsync(database + "-wal");
            Assert.NotEmpty(log);
            var file = await File.ReadAllBytesAsync(database);
            other!.Dispose();
            File.Delete(database + "-wal");
            await File.WriteAllBytesAsync(database, file);
            await File.WriteAllBytesAsync(database + "-wal", log);
        }
        return head;
    }

    /// <summary>The last commit of a file; it is not written to.</summary>
    public static Head HeadOf(string file) => BackupFile.Read(file, LedgerTransaction.Head);

    /// <summary>The names of the people in a file.</summary>
    public static IReadOnlyList<string> People(string file) => BackupFile.Read(file, session =>
        session.Connection.Query<string>("SELECT json_extract(CAST(document AS TEXT), '$.name') FROM record WHERE kind = 'person' ORDER BY seq").AsList());

    /// <summary>All files in the folder of a database, as their names go on after its own.</summary>
    public static IReadOnlyList<string> Beside(string database) =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "*")
            .Select(file => file[database.Length..]).Where(end => end is not ("" or ".lock" or ".holder")).Order(StringComparer.Ordinal),
    ];
}
