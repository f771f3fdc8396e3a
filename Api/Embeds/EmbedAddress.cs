using System.Globalization;
using System.Xml.Linq;
using Events.Api.SavedQueries;

namespace Events.Api.Embeds;

/// <summary>Addresses of embedded pages.</summary>
internal static class EmbedAddress
{
    private const string Path = "/embed/";

    public static string Of(string root, string name) => $"{root}{Path}{name}";

    /// <summary>Where a page is described to those who embed it by its address.</summary>
    public static string OEmbed(string root, string name) => $"{root}/oembed?url={Uri.EscapeDataString(Of(root, name))}&format=json";

    /// <summary>The name in the address of a page of this server; null when it is none. Whether it was asked for by http or https does not matter, since something else may stand before the server.</summary>
    public static string? NameIn(string address, HttpRequest request)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            return null;
        var path = $"{request.PathBase}{Path}";
        var isHere = HostString.FromUriComponent(uri) is var host && host.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) && (uri.IsDefaultPort ? null : (int?)uri.Port) == PortOf(request);
        return isHere && uri.AbsolutePath.StartsWith(path, StringComparison.Ordinal) ? uri.AbsolutePath[path.Length..] : null;
    }

    private static int? PortOf(HttpRequest request) => request.Host.Port is 80 or 443 ? null : request.Host.Port;
}

/// <summary>The frame in which an article shows a page: its size in pixels.</summary>
/// <param name="Title">What those hear who do not see.</param>
internal sealed record EmbedFrame(string Title, int Width, int Height)
{
    private const int Widest = 720;

    public static EmbedFrame Of(string title, Show show) => new(title, Widest, show switch
    {
        Show.Chart => 520,
        Show.Map => 540,
        _ => 480,
    });

    /// <summary>The same within bounds; what does not fit can be scrolled to.</summary>
    public EmbedFrame Within(long? width, long? height) => this with { Width = (int)Math.Min(Width, width ?? Width), Height = (int)Math.Min(Height, height ?? Height) };

    /// <summary>As wide as the column in which it stands.</summary>
    public string Html(string address) => Html(address, "100%");

    /// <summary>As wide as was agreed.</summary>
    public string FixedHtml(string address) => Html(address, Width.ToString(CultureInfo.InvariantCulture));

    /// <summary>Nothing in the frame may run or send anything; links open beside it.</summary>
    private string Html(string address, string width) => Markup.ToHtml(new XElement("iframe",
        new XAttribute("src", address), new XAttribute("title", Title), new XAttribute("width", width), new XAttribute("height", Height),
        new XAttribute("style", "border:0"), new XAttribute("loading", "lazy"), new XAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox")));
}
