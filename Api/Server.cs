using System.Text;
using Events.Api.Changes;
using Events.Api.Commits;
using Events.Api.Countries;
using Events.Api.Dashboard;
using Events.Api.Embeds;
using Events.Api.Events;
using Events.Api.Examples;
using Events.Api.Flags;
using Events.Api.Following;
using Events.Api.Grafana;
using Events.Api.Health;
using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Importing;
using Events.Api.Keys;
using Events.Api.Organizations;
using Events.Api.People;
using Events.Api.PrisonerReleases;
using Events.Api.Reports;
using Events.Api.Sanctions;
using Events.Api.SavedQueries;
using Events.Api.Search;
using Events.Api.Snapshots;
using Events.Api.Statistics;
using Events.Api.Storage;
using Events.Api.Vocabularies;
using Events.Domain.Ledger;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;

namespace Events.Api;

/// <summary>The composition root: the program, the tests and the measurements all serve what is built here.</summary>
internal static class Server
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Builds the server on a database that is prepared and whose lock the caller holds.</summary>
    public static WebApplication Build(ServerSettings settings, string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Long enough to say of an absurd search what is wrong with it.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestBodySize = JsonBody.MostBytes;
            // An ordinary page fits, so that its writer need not wait for the network.
            kestrel.Limits.MaxResponseBufferSize = 256 * 1024;
            // A key that is no UTF-8 would be refused before a problem can be told.
            kestrel.RequestHeaderEncodingSelector = header => header == HeaderNames.Authorization ? Encoding.Latin1 : null;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Reads run on the threads of the pool: while all of them are at work, others must find a thread at once.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, Readers.Most + Environment.ProcessorCount), ports);
        AddServices(builder.Services, settings);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null)
            builder.WebHost.UseUrls(DefaultUrl);
        adjust?.Invoke(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Gives a ledger its countries, and its examples until somebody else writes: a start completes what one before it could not.</summary>
    public static async Task FillAsync(IServiceProvider services, CancellationToken cancel)
    {
        await CountryData.LoadAsync(services.GetRequiredService<Ledger>(), cancel);
        if (await services.GetRequiredService<Readers>().ReadAsync(snapshot => snapshot.IsWrittenOnlyBy(CountryData.Actor, ExampleData.Actor), cancel))
        {
            await ExampleData.LoadAsync(
                services.GetRequiredService<Ledger>(), services.GetRequiredService<CountryBook>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ServerSettings>().Examples, cancel);
        }
    }

    private static void AddServices(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Upcasters.Current);
        services.AddSingleton(provider => new Ledger(
            settings.Database, provider.GetRequiredService<Upcasters>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Ledger>>(), settings.MostVersionsInGroup, source: settings.Follows?.Name));
        services.AddSingleton(provider => new Readers(settings.Database, provider.GetRequiredService<Upcasters>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CountryBook(settings.Database, provider.GetRequiredService<Ledger>()));
        services.AddSingleton(provider => new AnswerCache(provider.GetRequiredService<Ledger>(), settings.MostCachedBytes));
        services.AddSingleton<DeskFiles>();
        services.AddSingleton<QueryBook>();
        services.AddSingleton<Spool>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<ImportUpload>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Herald>();
        services.AddSingleton<Feed>();
        services.AddSingleton<FollowState>();
        if (settings.Follows is not null)
            services.AddHostedService<Follower>();
        else
            services.AddHostedService<ImportWorker>();
        if (settings.Snapshots is { } snapshots)
        {
            services.AddSingleton(snapshots);
            services.AddSingleton(provider => new SnapshotFolder(settings.Database, snapshots, provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<SnapshotTimer>();
            services.AddHostedService(provider => provider.GetRequiredService<SnapshotTimer>());
        }
        services.AddContract();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. Format.OfEvents.Select(format => format.MediaType)];
        });
        // Whoever may read may do so from any page. A password that a browser keeps is sent by no other page that can read the answer.
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .AllowAnyOrigin().WithMethods("GET", "HEAD").WithHeaders("Authorization", "Accept", "If-None-Match", "Last-Event-ID").WithExposedHeaders("Link", "ETag", "Retry-After", Answers.AsOf)));
    }

    private static void Map(WebApplication app)
    {
        app.UseResponseCompression();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<Negotiation>();
        app.UseMiddleware<KeyCheck>();
        app.MapContract();
        app.MapDashboard();
        app.MapProblemPages();
        app.MapHealth();
        app.MapEmbeds();
        var v1 = app.MapGroup("/v1");
        v1.MapCountries();
        v1.MapPeople();
        v1.MapOrganizations();
        v1.MapReports();
        v1.MapSanctions();
        v1.MapEvents();
        v1.MapStatistics();
        v1.MapGrafana();
        v1.MapPrisonerReleases();
        v1.MapCommits();
        v1.MapFlags();
        v1.MapSearch();
        v1.MapChanges();
        v1.MapLedger();
        v1.MapVocabularies();
        v1.MapQueries();
        v1.MapImports();
    }
}
