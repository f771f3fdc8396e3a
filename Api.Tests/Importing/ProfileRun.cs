using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Countries;
using Events.Api.Importing;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Countries;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Events.Api.Tests.Importing;

/// <summary>Reads files by profiles, and imports them into the ledger of a server.</summary>
internal static class ProfileRun
{
    private static readonly Lazy<CountryDirectory> Known = new(() =>
        new CountryDirectory(Repository.Read("Api/Countries/countries.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => RecordJson.Read<Country>(Encoding.UTF8.GetBytes(line)))));

    public static CountryDirectory Countries => Known.Value;

    public static string Sample(string name) => Path.Combine(Repository.Root, "Api.Tests/Importing/Samples", name);

    public static RowSource Source(string? profile, JsonNode? own = null) =>
        RowSource.Of(new ImportSettings { File = "file", Profile = profile, Mapping = own is null ? null : JsonSerializer.SerializeToElement(own), Source = profile ?? "own" }, Countries);

    /// <summary>The rows of a file, and behind them what stands for many.</summary>
    public static async Task<IReadOnlyList<SourceRow>> ReadAsync(RowSource source, Stream file, IReadOnlySet<long>? refused = null)
    {
        var rows = new List<SourceRow>();
        await foreach (var row in source.ReadAsync(file, CancellationToken.None))
            rows.Add(row);
        return [.. rows, .. source.Close(refused ?? rows.Where(row => row.Commit is null).Select(row => row.Number).ToHashSet())];
    }

    public static Task<IReadOnlyList<SourceRow>> ReadAsync(string profile, byte[] file) => ReadAsync(Source(profile), new MemoryStream(file));

    public static Task<IReadOnlyList<SourceRow>> ReadAsync(JsonNode profile, string file) => ReadAsync(Source(null, profile), new MemoryStream(Encoding.UTF8.GetBytes(file)));

    public static Task<IReadOnlyList<SourceRow>> ReadSampleAsync(string profile, string name) => ReadAsync(profile, File.ReadAllBytes(Sample(name)));

    public static Stream Open(string path) => path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);

    /// <summary>The data of the record of a kind that a row asks for.</summary>
    public static JsonNode Data(this SourceRow row, string kind, int i = 0)
    {
        Assert.True(row.Commit is not null, string.Join("; ", row.Problems));
        return JsonNode.Parse(row.Commit.RootElement.GetRawText())!["records"]!.AsArray().Where(record => record.Text("kind") == kind && record!["data"] is not null).ElementAt(i)!["data"]!;
    }

    public static Violation Problem(this SourceRow row) => Assert.Single(row.Problems);

    public static async Task<RecordId> IdentifyAsync(this RunningServer server, RecordKind kind, string scheme, string value)
    {
        var id = await server.Services.GetRequiredService<Readers>().ReadAsync(snapshot => snapshot.World(null).Identify(kind, new ExternalId(scheme, value)), CancellationToken.None);
        Assert.True(id is not null, $"{scheme} {value}");
        return id.Value;
    }

    /// <summary>Imports a file, and gives what became of each row.</summary>
    public static async Task<ImportedFile> ImportAsync(this RunningServer server, string? profile, string path, JsonNode? own = null)
    {
        var services = server.Services;
        var (ledger, readers, clock) = (services.GetRequiredService<Ledger>(), services.GetRequiredService<Readers>(), services.GetRequiredService<TimeProvider>());
        var settings = new ImportSettings { File = Path.GetFileName(path), Profile = profile, Mapping = own is null ? null : JsonSerializer.SerializeToElement(own), Source = profile ?? "own" };
        var now = clock.GetUtcNow();
        BatchRow? batch = null;
        await ledger.WriteBesideAsync(writer => batch = ImportTable.Add(writer, new BatchRow
        {
            Id = RecordId.New(now).Value,
            StateCode = Code.Of(BatchState.Running),
            Settings = settings.Write(),
            File = path,
            Hash = [],
            Actor = "test",
            CreatedAt = now.ToMicros(),
        }), CancellationToken.None);
        var run = new ImportRun(ledger, readers, services.GetRequiredService<CountryBook>(), clock, NullLogger<ImportRun>.Instance);
        var (state, problem) = await run.RunAsync(batch!, settings, new ImportProgress(TimeProvider.System), CancellationToken.None);
        var rows = await readers.ReadAsync(snapshot => ImportRows.List(snapshot.Session, batch!.Batch, [], false, 0, 1_000_000), CancellationToken.None);
        return new ImportedFile(state, problem, [.. rows.Where(row => row.Row > 0)], [.. rows.Where(row => row.Row < 0)]);
    }
}

/// <summary>What became of a file.</summary>
internal sealed record ImportedFile(BatchState State, string? Problem, IReadOnlyList<RowRow> Rows, IReadOnlyList<RowRow> Groups)
{
    public int Count(RowOutcome outcome) => Rows.Count(row => row.Outcome == outcome);

    /// <summary>How many rows were refused, by reason.</summary>
    public IReadOnlyDictionary<string, int> Reasons => Rows.Where(row => row.Outcome is RowOutcome.Refused).SelectMany(row => Problems(row).Select(problem => problem.Text("reason")!).Distinct()).CountBy(reason => reason).ToDictionary();

    /// <summary>Why a row was refused.</summary>
    public static JsonArray Problems(RowRow row) => (row.Detail is { } detail ? JsonNode.Parse(detail)!["problems"]?.AsArray() : null) ?? [];

    /// <summary>Everything was read, and what went wrong is told.</summary>
    public void RequireDone()
    {
        Assert.True(State is BatchState.Done, Problem);
        Assert.All(Groups, row => Assert.True(row.Outcome is not RowOutcome.Refused, row.Detail));
    }
}
