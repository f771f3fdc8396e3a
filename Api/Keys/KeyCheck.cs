using Events.Api.Http;
using Events.Domain.Access;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Keys;

/// <summary>Finds out who makes a request, and refuses what that caller may not do.</summary>
internal sealed class KeyCheck(RequestDelegate next, KeyRing keys, ServerSettings settings)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>()?.Scope;
        // Before the key, which may be one of the instance where it could be written.
        if (settings.Follows is { } followed && needed is Scope.Write or Scope.Admin && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            throw Refusal.OfCopy(followed.Name);
        var caller = await keys.IdentifyAsync(http);
        http.Items[typeof(Caller)] = caller;
        if (needed is { } scope && !(scope is Scope.Read && !settings.ReadsNeedKey) && !caller.May(scope))
        {
            throw caller == Caller.Anonymous
                ? new ProblemException(Problems.Unauthorized)
                : new Refusal(Reason.Forbidden, $"This needs a key with the scope {Code.Of(scope)}.");
        }
        await next(http);
    }
}

/// <summary>Metadata of an endpoint: the scope that a caller needs.</summary>
internal sealed record NeedsScope(Scope Scope);

internal static class Callers
{
    public static Caller Caller(this HttpContext http) => (Caller)http.Items[typeof(Caller)]!;
}
