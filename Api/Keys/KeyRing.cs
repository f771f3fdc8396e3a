using System.Security.Cryptography;
using System.Text;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Access;

namespace Events.Api.Keys;

/// <summary>Finds out whose key was sent.</summary>
internal sealed class KeyRing(Readers readers)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>The caller of a request.</summary>
    /// <exception cref="ProblemException">What was sent is no key in use.</exception>
    public async Task<Caller> IdentifyAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString() is not { Length: > 0 } header)
            return Caller.Anonymous;
        // A key that is wrong is told so even where none is needed: the caller believes to be somebody.
        if (KeyIn(header) is not { } text || ApiKeyText.Parse(text) is not { } key)
            throw new ProblemException(Problems.Unauthorized, "The Authorization header is no \"Bearer KEY\" with a key of this server, nor \"Basic\" with the key as the password.");
        var known = await readers.ReadAsync(snapshot => KeyTable.Find(snapshot, key.Id), http.RequestAborted);
        if (known is not { } found || !CryptographicOperations.FixedTimeEquals(found.Hash, key.Hash()))
            throw new ProblemException(Problems.Unauthorized, "This key is not known here, or it was revoked.");
        return new Caller(found.Name, found.Scope);
    }

    private static string? KeyIn(string header) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
        : header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? PasswordIn(header[Basic.Length..].Trim())
        : null;

    /// <summary>What stands behind the first colon. The name before it may be any, in any encoding.</summary>
    private static string? PasswordIn(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
            return null;
        var text = Encoding.Latin1.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[(colon + 1)..] : null;
    }
}
