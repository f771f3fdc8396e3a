using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Importing;

/// <summary>Takes in a file that comes as the body of a request, however long, and a profile of one's own that comes with it.</summary>
internal sealed class ImportUpload(ImportDesk desk, Spool spool)
{
    private const long MostBytes = 64L * 1024 * 1024 * 1024;
    private const int MostProfileBytes = 256 * 1024;
    private const int LongestBoundary = 100;

    /// <param name="how">As the address says; of what it leaves open, a form may say more.</param>
    public async Task<BatchRow> TakeAsync(HttpContext http, ImportSettings how, string actor)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostBytes;
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed) ? parsed : throw new ProblemException(Problems.UnsupportedMediaType, "Say with Content-Type what the file is, such as application/x-ndjson or text/csv.");
        if (http.Request.Headers.ContentEncoding.ToString() is not ("" or "gzip" or "identity"))
            throw new ProblemException(Problems.UnsupportedMediaType, "A file comes as it is, or compressed with gzip.");
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await TakePartsAsync(http, how, actor, type);
        if (how.Profile is null && type.MediaType.Value is "text/csv" or "text/tab-separated-values" or "application/xml" or "text/xml" or "application/geo+json")
            throw QueryText.Invalid("profile", "A table or XML is read with a profile: name one with profile=.");
        return await desk.AddAsync(how, await spool.TakeAsync(http.Request.Body, http.RequestAborted), actor, http.RequestAborted);
    }

    private async Task<BatchRow> TakePartsAsync(HttpContext http, ImportSettings how, string actor, MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
            throw new ProblemException(Problems.MalformedRequest, "multipart/form-data needs a boundary of at most 100 characters.");
        var parts = new MultipartReader(boundary, http.Request.Body) { BodyLengthLimit = MostBytes };
        SpooledFile? file = null;
        try
        {
            while (await parts.ReadNextSectionAsync(http.RequestAborted) is { } part)
            {
                var disposition = part.GetContentDispositionHeader();
                switch (HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value)
                {
                    case "profile" when how.Mapping is null && how.Profile is null:
                        how = await ReadProfileAsync(part.Body, how, http.RequestAborted);
                        break;
                    case "file" when file is null:
                        if (how.File == ImportSettings.Unnamed && HeaderUtilities.RemoveQuotes(disposition!.FileName).Value is { Length: > 0 and <= 255 } name)
                            how = how with { File = name };
                        file = await spool.TakeAsync(part.Body, http.RequestAborted);
                        break;
                    default:
                        throw new ProblemException(Problems.MalformedRequest, "The parts of the form are \"file\" and, at most once and not beside profile= in the address, \"profile\".");
                }
            }
            return await desk.AddAsync(how, file ?? throw new ProblemException(Problems.MalformedRequest, "The form has no part \"file\"."), actor, http.RequestAborted);
        }
        catch (Exception failure)
        {
            if (file is not null)
                spool.Remove(file.Path);
            throw failure is InvalidDataException or (IOException and not BadHttpRequestException) ? new ProblemException(Problems.MalformedRequest, "The form is cut short or malformed.") : failure;
        }
    }

    private static async Task<ImportSettings> ReadProfileAsync(Stream part, ImportSettings how, CancellationToken cancel)
    {
        var bytes = new byte[MostProfileBytes + 1];
        var length = await part.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        if (length > MostProfileBytes)
            throw new Refusal(Reason.TooLarge, "A profile has at most 256 kB.");
        var (name, mapping) = RowSource.ReadProfile(bytes.AsMemory(0, length));
        return how with { Profile = name, Mapping = mapping, Source = how.Source == ImportSettings.OfCommits ? name : how.Source };
    }
}
