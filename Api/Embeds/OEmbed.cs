using System.Text.Json.Serialization;
using Events.Api.Http;
using Events.Api.SavedQueries;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Embeds;

/// <summary>How to show a page of this server in another one, as https://oembed.com has it.</summary>
internal sealed record OEmbedResponse
{
    public string Type { get; } = "rich";
    public string Version { get; } = "1.0";
    public required string Title { get; init; }

    [JsonPropertyName("provider_name")]
    public string ProviderName { get; } = "Events";

    [JsonPropertyName("provider_url")]
    public required string ProviderUrl { get; init; }

    public required string Html { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>For how many seconds the frame, not what stands in it, may be kept.</summary>
    [JsonPropertyName("cache_age")]
    public int CacheAge { get; } = 3600;
}

/// <summary>Answers those who were given nothing but the address of a page.</summary>
internal static class OEmbed
{
    private static readonly QueryParameter Url = new("url", "The address of the page.");
    private static readonly QueryParameter MaxWidth = new("maxwidth", "The most pixels in width.");
    private static readonly QueryParameter MaxHeight = new("maxheight", "The most pixels in height.");
    private static readonly QueryParameter FormatOf = new("format", "`json`.");
    private static readonly IReadOnlyList<QueryParameter> Parameters = [Url, MaxWidth, MaxHeight, FormatOf];

    public static async Task<Answer<OEmbedResponse>> Describe(HttpContext http, Readers readers, ServerSettings settings)
    {
        // Others say what a consumer may send, and consumers send more than that.
        var text = new QueryText(Queries.Pairs(http.Request.QueryString).Where(pair => Parameters.Any(parameter => parameter.Name == pair.Name)), Parameters);
        if (text.One(FormatOf) is not (null or "json"))
            throw new ProblemException(Problems.FormatNotImplemented);
        if (text.One(Url) is not { Length: > 0 } url)
            throw QueryText.Invalid(Url.Name, "\"url\" is required: the address of a page under /embed/.");
        var (width, height) = (text.Integer(MaxWidth, 1, int.MaxValue), text.Integer(MaxHeight, 1, int.MaxValue));
        if (settings.ReadsNeedKey || EmbedAddress.NameIn(url, http.Request) is not { } name)
            throw new Refusal(Reason.NotFound, "This is the address of no page that can be embedded from here.");
        var query = await readers.ReadAsync(snapshot => EmbedEndpoints.Find(snapshot, name), http.RequestAborted);
        var frame = EmbedFrame.Of(query.Title, Code.Parse<Show>(query.Show)).Within(width, height);
        return new Answer<OEmbedResponse>(Answer<OEmbedResponse>.Serialize(new OEmbedResponse
        {
            Title = query.Title,
            ProviderUrl = $"{http.Root()}/",
            Html = frame.FixedHtml(EmbedAddress.Of(http.Root(), name)),
            Width = frame.Width,
            Height = frame.Height,
        }))
        { CacheControl = EmbedEndpoints.Kept, Vary = "Accept-Encoding" };
    }
}
