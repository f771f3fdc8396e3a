using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Events.Api.Countries;
using Events.Api.Embeds;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.SavedQueries;

/// <summary>Routes of saved queries.</summary>
internal static class QueryEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    private static readonly QueryParameter Cursor = ReadParameters.Cursor with { Description = "The name behind which the page begins; take `next` as it is." };

    public static void MapQueries(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/queries").WithTags("Saved queries").WithMetadata(new BesideLedger());
        group.MapMethods("", Reading, List).Reads().Named("listSavedQueries", "List saved queries by name").TakesQuery(ReadParameters.Limit, Cursor);
        group.MapMethods("/{name}", Reading, Get).Reads().Named("getSavedQuery", "One saved query").TakesQuery();
        group.MapPost("", Create).Writes<SavedQuery>().Named("createSavedQuery", "Keep a query under a new name, to be embedded in other pages").TakesQuery();
        group.MapPut("/{name}", Put).Writes<SavedQuery>().Named("putSavedQuery", "Replace a saved query, or keep a new one").TakesQuery();
        group.MapDelete("/{name}", Delete).Writes().Named("deleteSavedQuery", "Delete it; its page is gone at once").TakesQuery();
    }

    private static Task<Answer<SavedQueryList>> List(HttpContext http, Readers readers)
    {
        var (text, limit) = (http.Query(), http.Query().LimitOf());
        var after = text.One(Cursor) ?? "";
        if (after.Length > 0 && !ValueRules.KebabCode().IsMatch(after))
            throw new Refusal(Reason.InvalidCursor, "This is no cursor of this server.", [new Violation(Reason.InvalidCursor, Cursor.Name, "This is no cursor of this server.")]);
        return readers.ReadAsync(snapshot =>
        {
            var found = QueryTable.List(snapshot.Session, after, limit + 1);
            var next = found.Count > limit ? string.Create(CultureInfo.InvariantCulture, $"{http.Root()}/v1/queries?limit={limit}&cursor={found[limit - 1].Name}") : null;
            var bytes = Answer<SavedQueryList>.Serialize(new SavedQueryList([.. found.Take(limit).Select(row => View(http, row))], next));
            return new Answer<SavedQueryList>(bytes) { ETag = Mark(bytes), Next = next };
        }, http.RequestAborted);
    }

    private static Task<Answer<SavedQueryView>> Get(string name, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var (bytes, etag) = Render(http, QueryTable.Find(snapshot.Session, name) ?? throw Missing());
        return new Answer<SavedQueryView>(bytes) { ETag = etag };
    }, http.RequestAborted);

    private static async Task<Created<SavedQueryView>> Create(HttpContext http, QueryBook book, CountryBook countries, Readers readers)
    {
        using var body = await JsonBody.ReadAsync(http);
        var row = await book.AddAsync(await ReadAsync(http, new Intake(countries.Directory), body.Root, countries, readers), http.RequestAborted);
        return CreatedAs(http, row);
    }

    private static async Task<Answer<SavedQueryView>> Put(string name, HttpContext http, QueryBook book, CountryBook countries, Readers readers)
    {
        var versions = http.Request.Headers.IfMatch.Count > 0 ? ETags.RequiredVersions(http.Request) : null;
        using var body = await JsonBody.ReadAsync(http);
        var query = await ReadAsync(http, new Intake(countries.Directory) { IgnoresReadOnly = true }, body.Root, countries, readers);
        if (query.Name != name)
            throw new Refusal([new Violation(Reason.InvalidValue, "/name", $"The address names another query, \"{QueryText.Cut(name)}\": a name stays as it is.")]);
        var row = await book.PutAsync(query, versions, http.RequestAborted);
        if (versions is null)
            return CreatedAs(http, row);
        var (bytes, etag) = Render(http, row);
        return new Answer<SavedQueryView>(bytes) { ETag = etag };
    }

    private static async Task<NoContent> Delete(string name, HttpContext http, QueryBook book)
    {
        await book.RemoveAsync(name, ETags.RequiredVersions(http.Request), http.RequestAborted);
        return new NoContent();
    }

    /// <summary>Reads a query, and answers it once for everyone, so that none is kept that has no answer.</summary>
    private static async Task<QueryRow> ReadAsync(HttpContext http, Intake intake, JsonElement given, CountryBook countries, Readers readers)
    {
        var query = intake.Read<SavedQuery>(given);
        if (Validation.Check(query) is { Count: > 0 } violations)
            throw new Refusal(violations);
        try
        {
            var asked = Asked.Read(query.Show, query.Query, countries.Directory);
            await readers.ReadAsync(snapshot => Exhibit.Of(asked, snapshot, http.Root()), http.RequestAborted, isLong: true);
        }
        catch (Refusal refusal) when (Problems.Of(refusal.Reason).Status < 500)
        {
            throw Asked.InRequest(refusal, query.Query);
        }
        return new QueryRow { Name = query.Name, Title = query.Title, Show = Code.Of(query.Show), Query = query.Query };
    }

    private static Created<SavedQueryView> CreatedAs(HttpContext http, QueryRow row)
    {
        var (bytes, etag) = Render(http, row);
        return new Created<SavedQueryView>(bytes) { ETag = etag, Location = $"/v1/queries/{row.Name}" };
    }

    private static (byte[] Bytes, string ETag) Render(HttpContext http, QueryRow row)
    {
        var bytes = Answer<SavedQueryView>.Serialize(View(http, row));
        return (bytes, string.Create(CultureInfo.InvariantCulture, $"{row.Version}.{Mark(bytes)}"));
    }

    private static SavedQueryView View(HttpContext http, QueryRow row)
    {
        var (root, show) = (http.Root(), Code.Parse<Show>(row.Show));
        var embed = EmbedAddress.Of(root, row.Name);
        return new SavedQueryView
        {
            Name = row.Name,
            Title = row.Title,
            Show = show,
            Query = row.Query,
            Version = row.Version,
            CreatedAt = Instants.FromMicros(row.CreatedAt).UtcDateTime,
            UpdatedAt = Instants.FromMicros(row.UpdatedAt).UtcDateTime,
            Links = new SavedQueryLinks($"{root}/v1/queries/{row.Name}", root + Asked.Address(show, row.Query), embed, show is Show.Table ? null : $"{embed}.svg"),
            Iframe = EmbedFrame.Of(row.Title, show).Html(embed),
        };
    }

    private static string Mark(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    private static Refusal Missing() => new(Reason.NotFound, "There is no query with this name.");
}
