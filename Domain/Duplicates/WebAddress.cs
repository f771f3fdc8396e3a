namespace Events.Domain.Duplicates;

/// <summary>The address of a page without what does not matter: http or https, www, a slash at the end, a fragment, and parameters that follow readers about.</summary>
public sealed record WebAddress
{
    private static readonly string[] Following = ["fbclid", "gclid", "mc_cid", "mc_eid"];

    private WebAddress(string host, string path, string query) => (Host, Path, Query) = (host, path, query);

    /// <summary>In lower case, without www, with the port if there is one.</summary>
    public string Host { get; }

    /// <summary>Without a slash at the end.</summary>
    public string Path { get; }

    /// <summary>Without the question mark, as far as it matters.</summary>
    public string Query { get; }

    /// <summary>Null when it is no address of the web.</summary>
    public static WebAddress? Of(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return null;
        var host = uri.IsDefaultPort ? uri.Host : uri.Authority;
        host = host.ToLowerInvariant();
        var query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(Matters);
        return new WebAddress(host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host, uri.AbsolutePath.TrimEnd('/'), string.Join('&', query));
    }

    /// <summary>How the address begins in each usual spelling of it; more may follow.</summary>
    public IEnumerable<string> Beginnings() =>
        from scheme in (string[])["https://", "http://"]
        from www in (string[])["", "www."]
        select scheme + www + Host + Path;

    private static bool Matters(string parameter) =>
        !parameter.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) && !Following.Contains(parameter.Split('=')[0], StringComparer.OrdinalIgnoreCase);
}
