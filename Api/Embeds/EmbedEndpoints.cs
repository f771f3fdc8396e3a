using System.Buffers;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.SavedQueries;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Embeds;

/// <summary>Routes of what other pages show: the page of a saved query, and its picture. Only what everyone may see, whoever asks.</summary>
internal static class EmbedEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>A minute, so that the readers of an article do not all ask, and what is withheld is gone a minute later everywhere.</summary>
    public const string Kept = "public, max-age=60";

    private static readonly Manner OfPage = new("text/html; charset=utf-8", Kept, "Accept-Encoding");
    private static readonly Manner OfPicture = new("image/svg+xml", Kept, "Accept-Encoding");

    public static void MapEmbeds(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/embed/{name}", Reading, Page).ExcludeFromDescription();
        app.MapMethods("/embed/{name}.svg", Reading, ShowPicture).ExcludeFromDescription();
        app.MapMethods("/oembed", Reading, OEmbed.Describe).ExcludeFromDescription();
    }

    private static async Task<IResult> Page(string name, HttpContext http, QueryBook book, CountryBook countries, ServerSettings settings)
    {
        try
        {
            var answer = await AnswerAsync(http, book, settings, OfPage, (snapshot, body) =>
            {
                var query = Find(snapshot, name);
                EmbedPage.Write(query, ExhibitOf(query, snapshot, http, countries), SourceOf(query, snapshot, http), body);
            });
            SetHeaders(http, StyleSheets.PagePolicy);
            http.Response.Headers.Link = $"<{EmbedAddress.OEmbed(http.Root(), name)}>; rel=\"alternate\"; type=\"application/json+oembed\"";
            return answer;
        }
        catch (Refusal refusal)
        {
            SetHeaders(http, StyleSheets.PagePolicy);
            return new CalmPage(refusal);
        }
    }

    private static async Task<IResult> ShowPicture(string name, HttpContext http, QueryBook book, CountryBook countries, ServerSettings settings)
    {
        var answer = await AnswerAsync(http, book, settings, OfPicture, (snapshot, body) =>
        {
            var query = Find(snapshot, name);
            if (Code.Parse<Show>(query.Show) is Show.Table)
                throw new Refusal(Reason.NotFound, "A table has no picture: save the same filters as a chart or a map.");
            EmbedPicture.Write(query, ExhibitOf(query, snapshot, http, countries), SourceOf(query, snapshot, http), body);
        });
        SetHeaders(http, StyleSheets.PicturePolicy);
        return answer;
    }

    /// <summary>From memory while nothing is written: neither records nor saved queries.</summary>
    private static async Task<Answer<Exhibit>> AnswerAsync(HttpContext http, QueryBook book, ServerSettings settings, Manner manner, Action<Snapshot, IBufferWriter<byte>> write)
    {
        if (settings.ReadsNeedKey)
            throw new Refusal(Reason.NotFound, "Nothing on this server is public.");
        var question = Question.OfEveryone(http, book.Edition, manner);
        return question.Ready<Exhibit>() ?? question.Unchanged<Exhibit>() ?? await question.ReadAsync<Exhibit>((snapshot, body) =>
        {
            write(snapshot, body);
            return null;
        }, isLong: true);
    }

    public static QueryRow Find(Snapshot snapshot, string name) =>
        (ValueRules.KebabCode().IsMatch(name) ? QueryTable.Find(snapshot.Session, name) : null) ?? throw new Refusal(Reason.NotFound, "There is nothing with this name here.");

    private static Exhibit ExhibitOf(QueryRow query, Snapshot snapshot, HttpContext http, CountryBook countries)
    {
        try
        {
            return Exhibit.Of(Asked.Read(Code.Parse<Show>(query.Show), query.Query, countries.Directory), snapshot, http.ValidRoot());
        }
        catch (Refusal refusal) when (Problems.Of(refusal.Reason).Status < 500)
        {
            // What it names may have been deleted or withheld since, which is not for everyone to know.
            throw new Refusal(Reason.NotFound, "What is asked for here has no public answer any more.");
        }
    }

    private static Source SourceOf(QueryRow query, Snapshot snapshot, HttpContext http) =>
        new(http.Root(), http.Root() + Asked.Address(Code.Parse<Show>(query.Show), query.Query), snapshot.At);

    private static void SetHeaders(HttpContext http, string policy)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Also pages that let in only what says so may show it.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }
}

/// <summary>A page in a frame that says why there is nothing to see, in the words of the refusal.</summary>
internal sealed class CalmPage(Refusal refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, status) = (httpContext.Response, Problems.Of(refusal.Reason).Status);
        var body = new ArrayBufferWriter<byte>();
        EmbedPage.WriteCalm(status == StatusCodes.Status404NotFound ? "Nothing to show" : "Nothing to show now", refusal.Message, body);
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } wait)
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body.WrittenMemory).AsTask();
    }
}
