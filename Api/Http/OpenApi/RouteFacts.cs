using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Domain.Access;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Events.Api.Http.OpenApi;

/// <summary>What the metadata of a route says about it.</summary>
internal sealed class RouteFacts(ApiDescription route)
{
    private readonly IList<object> _metadata = route.ActionDescriptor.EndpointMetadata;

    public string Method { get; } = route.HttpMethod!;
    public string Path { get; } = "/" + route.RelativePath;
    public IReadOnlyList<QueryParameter> Parameters => _metadata.OfType<TakesQuery>().LastOrDefault()?.Parameters ?? [];
    public TakesBody? Body => _metadata.OfType<TakesBody>().LastOrDefault();

    public IReadOnlyList<Format> Formats => _metadata.OfType<GivesFormats>().LastOrDefault()?.Formats ?? [];

    /// <summary>Null for a route that answers in JSON.</summary>
    public GivesOnly? Only => _metadata.OfType<GivesOnly>().LastOrDefault();

    public bool TakesBody => Body is not null;

    /// <summary>Its body is a file of any length.</summary>
    public bool TakesFile => _metadata.OfType<TakesFile>().Any();

    public Scope Scope => _metadata.OfType<NeedsScope>().LastOrDefault()?.Scope ?? Scope.Read;
    public bool NeedsKey => Scope is not Scope.Read;
    public bool Writes => NeedsKey && Method != HttpMethods.Get;
    public bool IsPost => Method == HttpMethods.Post;

    /// <summary>Its writes have no commit: they are neither recognised by a key nor checked by the rules of the model.</summary>
    public bool IsBesideLedger => _metadata.OfType<BesideLedger>().Any();

    /// <summary>PUT also makes what is not there yet.</summary>
    public bool CreatesByPut => IsBesideLedger && Method == HttpMethods.Put;

    /// <summary>It looks at what is sent, and writes nothing.</summary>
    public bool WritesNothing => _metadata.OfType<WritesNothing>().Any();

    public bool TakesIdempotencyKey => IsPost && !IsBesideLedger && !WritesNothing;
    public bool NeedsIfMatch => Method == HttpMethods.Put || Method == HttpMethods.Patch || Method == HttpMethods.Delete || Restores || Merges;
    public bool Restores => Path.EndsWith("/restore", StringComparison.Ordinal);
    public bool Merges => Path.EndsWith("/merge", StringComparison.Ordinal);

    /// <summary>It reads one record, which may have been merged: then it sends to the other one.</summary>
    public bool MayMove => Method == HttpMethods.Get && NamesRecord && !Path.EndsWith("/revisions", StringComparison.Ordinal);

    /// <summary>It writes to one record, which may have been merged: then it is refused.</summary>
    public bool WritesRecord => Writes && NamesRecord;
    public bool DeletesRecord => Method == HttpMethods.Delete && Path.EndsWith("/{id}", StringComparison.Ordinal);
    public bool NamesOne => Path.Contains('{', StringComparison.Ordinal);
    public bool NamesImport => Path.StartsWith("/v1/imports/{id}", StringComparison.Ordinal);
    public bool NamesRecord => Path.Contains("{id}", StringComparison.Ordinal) && !NamesImport && !Path.StartsWith("/v1/countries/", StringComparison.Ordinal);

    /// <summary>The caller names a commit by its hash.</summary>
    public bool NamesHistory => Parameters.Any(parameter => parameter.Name == "head");
    public bool TakesCodes => Takes(ReadParameters.Cursor) || Takes(ReadParameters.Fields) || Parameters.Any(parameter => parameter.Codes is not null || parameter.Name == "q");
    public bool IsPaged => Takes(ReadParameters.Cursor);
    public bool LooksBack => Takes(ReadParameters.AsOf);
    public bool TakesWorkflow => Takes(EventFilters.Workflow);

    private bool Takes(QueryParameter parameter) => Parameters.Contains(parameter);
}
