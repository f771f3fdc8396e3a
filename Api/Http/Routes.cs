using Events.Api.Keys;
using Events.Domain.Access;

namespace Events.Api.Http;

/// <summary>Words with which routes say what they are.</summary>
internal static class Routes
{
    /// <summary>Reads: open to everyone, unless a setting closes it.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route) => route.WithMetadata(new NeedsScope(Scope.Read));

    /// <summary>For whoever operates the server: needs a key that may do everything.</summary>
    public static RouteHandlerBuilder Administers(this RouteHandlerBuilder route) => route.WithMetadata(new NeedsScope(Scope.Admin));

    /// <summary>Writes: needs a key.</summary>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder route) => route.WithMetadata(new NeedsScope(Scope.Write));

    /// <summary>Writes what comes in a JSON body of this shape.</summary>
    public static RouteHandlerBuilder Writes<TBody>(this RouteHandlerBuilder route, string type = "application/json") =>
        route.Writes().WithMetadata(new TakesBody(typeof(TBody), type));

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string operation, string summary) =>
        route.WithName(char.ToLowerInvariant(operation[0]) + operation[1..]).WithSummary(summary);
}

/// <summary>Metadata of an endpoint: the shape of its body.</summary>
internal sealed record TakesBody(Type Type, string ContentType);

/// <summary>Metadata of an endpoint: its body is a file, of any length.</summary>
internal sealed record TakesFile
{
    /// <summary>What a file may be; in a form it comes as the part <c>file</c>, behind a <c>profile</c> of one's own.</summary>
    public static readonly IReadOnlyList<string> Types = ["application/x-ndjson", "text/csv", "text/tab-separated-values", "application/xml", "application/geo+json", "application/json", "application/gzip", "application/octet-stream"];
}

/// <summary>Metadata of an endpoint: it looks at what is sent as if it were to be written, but writes nothing.</summary>
internal sealed record WritesNothing;

/// <summary>Metadata of an endpoint: it is about settings of this server, which stand beside the ledger. They have no commit, and what is sent twice is not recognised.</summary>
internal sealed record BesideLedger;
