using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Storage;
using Events.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Events.Api.Tests.Support;

/// <summary>The real server on a port of its own and a database file of its own, which begins as a copy of one that was filled once.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Filling = new(1, 1);
    private static readonly Dictionary<ExampleSet, string> Filled = [];

    private readonly WebApplication _app;
    private readonly DatabaseLock _lock;
    private readonly string _folder;

    private RunningServer(WebApplication app, DatabaseLock held, string folder, string adminKey, string readKey)
    {
        (_app, _lock, _folder) = (app, held, folder);
        Address = new Uri(app.Urls.First());
        Public = new HttpClient { BaseAddress = Address };
        Editor = Client(adminKey);
        Reader = Client(readKey);
    }

    public Uri Address { get; }

    /// <summary>Without a key.</summary>
    public HttpClient Public { get; }

    /// <summary>With a key that may do everything.</summary>
    public HttpClient Editor { get; }

    /// <summary>With a key that may only read.</summary>
    public HttpClient Reader { get; }

    public string Database => Path.Combine(_folder, "events.db");

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server that holds the founding example, or a part of it.</summary>
    public static async Task<RunningServer> StartAsync(
        ExampleSet examples = ExampleSet.All, TimeProvider? clock = null, Func<ServerSettings, ServerSettings>? adjust = null)
    {
        var template = await FillAsync(examples);
        var folder = Directory.CreateTempSubdirectory("events-test-").FullName;
        var database = Path.Combine(folder, "events.db");
        File.Copy(template, database);
        return await ServeAsync(folder, clock, adjust);
    }

    /// <summary>Starts a server on a copy of a database that another one has left.</summary>
    public static async Task<RunningServer> StartOnAsync(string database, TimeProvider? clock = null, Func<ServerSettings, ServerSettings>? adjust = null)
    {
        var folder = Directory.CreateTempSubdirectory("events-test-").FullName;
        var copy = Path.Combine(folder, "events.db");
        File.Copy(database, copy);
        if (File.Exists(database + "-wal"))
            File.Copy(database + "-wal", copy + "-wal");
        foreach (var name in (string[])["editor", "reader"])
            KeyTable.Revoke(copy, name, DateTimeOffset.UtcNow);
        return await ServeAsync(folder, clock, adjust);
    }

    private static async Task<RunningServer> ServeAsync(string folder, TimeProvider? clock, Func<ServerSettings, ServerSettings>? adjust)
    {
        var database = Path.Combine(folder, "events.db");
        var (admin, read) = (NewKey(), NewKey());
        KeyTable.Add(database, admin, "editor", Scope.Admin, DateTimeOffset.UtcNow);
        KeyTable.Add(database, read, "reader", Scope.Read, DateTimeOffset.UtcNow);
        var settings = new ServerSettings { Database = database, Examples = ExampleSet.None };
        var held = DatabaseLock.Take(database, "test");
        var app = Build(adjust?.Invoke(settings) ?? settings, clock);
        await app.StartAsync();
        return new RunningServer(app, held, folder, admin.ToString(), read.ToString());
    }

    public HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The answer to a GET that must succeed.</summary>
    public async Task<JsonNode> GetAsync(string address, HttpClient? client = null)
    {
        using var response = await (client ?? Public).GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {address}: {(int)response.StatusCode} {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Sends JSON; with a version also its If-Match.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, object? body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = body is string text ? new StringContent(text, System.Text.Encoding.UTF8, "application/json") : JsonContent.Create(body, options: JsonSerializerOptions.Web);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (HttpClient[])[Public, Editor, Reader])
            client.Dispose();
        await _app.DisposeAsync();
        _lock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ApiKeyText NewKey() => ApiKeyText.Of(RandomNumberGenerator.GetBytes(8), RandomNumberGenerator.GetBytes(32));

    /// <summary>Fills a database once for all tests that begin with the same examples.</summary>
    private static async Task<string> FillAsync(ExampleSet examples)
    {
        await Filling.WaitAsync();
        try
        {
            if (Filled.TryGetValue(examples, out var known))
                return known;
            var path = Path.Combine(Directory.CreateTempSubdirectory("events-template-").FullName, "events.db");
            Api.Storage.Database.Prepare(path);
            await using (var app = Build(new ServerSettings { Database = path, Examples = examples }, null))
                await Server.FillAsync(app.Services, CancellationToken.None);
            // A single file again: what is in the WAL goes into it.
            using (var session = Session.OpenWriter(path))
                session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            return Filled[examples] = path;
        }
        finally
        {
            Filling.Release();
        }
    }

    private static WebApplication Build(ServerSettings settings, TimeProvider? clock) => Server.Build(settings, [], builder =>
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (clock is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(clock));
    });
}
