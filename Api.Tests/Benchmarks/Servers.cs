using System.Diagnostics;
using System.Globalization;
using Events.Api;
using Events.Api.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Events.Benchmarks;

/// <summary>A server in a process of its own, so that its memory and its start are its own; it ends with this object.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "listening ";

    private readonly Process _process;

    private ServerProcess(Process process, int port, TimeSpan start) => (_process, Port, Start) = (process, port, start);

    public int Port { get; }

    /// <summary>From the start of the process to the moment at which it listens.</summary>
    public TimeSpan Start { get; }

    /// <summary>What this process alone occupies: mapped files are not counted.</summary>
    public double PrivateMegabytes => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status"))
        .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.AsSpan(8, line.Length - 10), CultureInfo.InvariantCulture) * 1024 / 1_000_000).Single();

    /// <summary>Of all its threads, since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="mostInGroup">How many versions share a transaction; 1 gives each request its own.</param>
    /// <param name="mostCached">How many bytes of ready answers it keeps; 0 makes it read each one.</param>
    public static ServerProcess Product(string database, int mostInGroup = 1000, long mostCached = 32 * 1024 * 1024) =>
        Run("serve", database, mostInGroup.ToString(CultureInfo.InvariantCulture), mostCached.ToString(CultureInfo.InvariantCulture));

    public static ServerProcess ByHand(string database) => Run("serve-by-hand", database);

    public void Dispose()
    {
        // It runs until its standard input ends.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    private static ServerProcess Run(params string[] args)
    {
        var started = TimeProvider.System.GetTimestamp();
        var here = AppContext.BaseDirectory;
        // With the settings of the product's own runtime configuration.
        var process = Process.Start(new ProcessStartInfo("dotnet",
            ["exec", "--runtimeconfig", Path.Combine(here, "events.runtimeconfig.json"), Path.Combine(here, "Events.Benchmarks.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                // What it logs from now on is a defect, and must not fill the pipe.
                new Thread(() => Forward(process.StandardOutput)) { IsBackground = true }.Start();
                return new ServerProcess(process, new Uri(line[Listening.Length..]).Port, TimeProvider.System.GetElapsedTime(started));
            }
        }
        throw new InvalidOperationException("The server did not start.");
    }

    private static void Forward(StreamReader log)
    {
        while (log.ReadLine() is { } line)
            Console.Error.WriteLine(line);
    }

    public static async Task RunUntilInputEndsAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine(Listening + app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}

/// <summary>What runs in the processes that are measured.</summary>
internal static class Servers
{
    public static async Task RunProductAsync(string database, int mostInGroup, long mostCached)
    {
        Database.Prepare(database);
        using var held = DatabaseLock.Take(database, "benchmark");
        var settings = new ServerSettings { Database = database, Examples = ExampleSet.None, MostVersionsInGroup = mostInGroup, MostCachedBytes = mostCached };
        await using var app = Server.Build(settings, [], builder => builder.WebHost.UseUrls("http://127.0.0.1:0"));
        long groups = 0, commits = 0;
        app.Services.GetRequiredService<Ledger>().Committed += group =>
        {
            Interlocked.Increment(ref groups);
            Interlocked.Add(ref commits, group.Count);
        };
        app.MapGet("/benchmark/groups", () => Results.Text(string.Create(CultureInfo.InvariantCulture, $"{groups} {commits}")));
        await Server.FillAsync(app.Services, CancellationToken.None);
        await ServerProcess.RunUntilInputEndsAsync(app);
    }

    public static async Task RunByHandAsync(string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        HandWritten.Map(app, database);
        await ServerProcess.RunUntilInputEndsAsync(app);
    }
}
