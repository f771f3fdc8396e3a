using Events.Api;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Domain.Access;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;
using Microsoft.Extensions.Logging.Abstractions;

namespace Events.Benchmarks;

/// <summary>
/// A folder for the databases that are measured. Those that take long to fill are kept for the next run, for as long as
/// the program that filled them is the same.
/// </summary>
internal sealed class BenchmarkFolder : IDisposable
{
    public const int Events = 100_000;

    /// <summary>A key that may write, the same in all databases.</summary>
    public static readonly ApiKeyText Key = ApiKeyText.Of(new byte[8], new byte[32]);

    private readonly string _kept = Path.Combine(Path.GetTempPath(), "events-benchmarks");
    private readonly string _run = Directory.CreateTempSubdirectory("events-benchmark-").FullName;

    /// <summary>A file of this run, gone when it ends.</summary>
    public string New(string name) => Path.Combine(_run, name);

    public string CopyOf(string database, string name)
    {
        File.Copy(database, New(name));
        return New(name);
    }

    /// <summary>Countries, publishers and reports, and no events yet.</summary>
    public Task<string> WithoutEventsAsync() => KeptAsync("without-events", events: 0);

    public Task<string> WithEventsAsync(int events = Events) => KeptAsync($"with-{events}-events", events);

    public static IReadOnlyCollection<string> CountriesOf(string database) => Read(database, world => world.Ids(Term.All(RecordKind.Country))).ConvertAll(id => id.Value);

    public static IReadOnlyList<RecordId> ReportsOf(string database) => Read(database, world => world.Ids(ReportTerms.All));

    public void Dispose() => Directory.Delete(_run, recursive: true);

    private static List<RecordId> Read(string database, Func<World, IReadOnlyList<RecordId>> read)
    {
        using var session = Session.OpenReader(database);
        // By id, so that the order does not depend on dates.
        return [.. read(new World(session, Upcasters.Current) { Now = DateTimeOffset.UnixEpoch }).OrderBy(id => id.Value, StringComparer.Ordinal)];
    }

    private async Task<string> KeptAsync(string name, int events)
    {
        var program = string.Join('-', new[] { typeof(Server), typeof(Country), typeof(SampleData) }.Select(type => type.Module.ModuleVersionId.ToString("N")[..8]));
        var path = Path.Combine(_kept, $"{name}-{program}.db");
        if (File.Exists(path))
            return path;
        Directory.CreateDirectory(_kept);
        foreach (var old in Directory.GetFiles(_kept, name + "-*"))
            File.Delete(old);
        await FillAsync(path + ".new", events);
        File.Move(path + ".new", path);
        return path;
    }

    private static async Task FillAsync(string path, int events)
    {
        var started = TimeProvider.System.GetTimestamp();
        Database.Prepare(path);
        KeyTable.Add(path, Key, "benchmark", Scope.Admin, DateTimeOffset.UtcNow);
        using (var ledger = new Ledger(path, Upcasters.Current, TimeProvider.System, NullLogger<Ledger>.Instance))
        {
            await CountryData.LoadAsync(ledger, CancellationToken.None);
            var data = new SampleData(1, CountriesOf(path));
            var publishers = SampleData.PublishersOf(data);
            await WriteAsync(ledger, publishers.Select(publisher => Change.Put(publisher.Id, publisher.Record)));
            var ids = publishers.Select(publisher => publisher.Id).ToList();
            var reports = Enumerable.Range(0, SampleData.Reports).Select(_ => data.NextReport(ids)).ToList();
            await WriteAsync(ledger, reports.Select(report => Change.Put(report.Id, report.Record)));
            var sources = reports.ConvertAll(report => report.Id);
            await WriteAsync(ledger, Enumerable.Range(0, events).Select(_ => Change.Put(data.NextId(), data.NextEvent(sources))));
        }
        using (var session = Session.OpenWriter(path))
            session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        Console.Error.WriteLine($"Wrote {SampleData.Reports + events:N0} records in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s; the file has {new FileInfo(path).Length / 1_000_000} MB.");
    }

    private static async Task WriteAsync(Ledger ledger, IEnumerable<Change> changes)
    {
        foreach (var commit in changes.Chunk(1000))
            await ledger.CommitAsync(new CommitRequest("benchmark", _ => commit), CancellationToken.None);
    }
}
