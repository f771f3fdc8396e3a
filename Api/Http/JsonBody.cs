using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>The body of a request, read whole and parsed strictly.</summary>
internal sealed class JsonBody : IDisposable
{
    /// <summary>10 MB; documents within have bounds of their own.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private readonly JsonDocument _document;
    private readonly byte[] _bytes;

    private JsonBody(JsonDocument document, byte[] bytes) => (_document, _bytes) = (document, bytes);

    public JsonElement Root => _document.RootElement;

    /// <summary>Reads the body.</summary>
    /// <exception cref="ProblemException">It is of another type, or no JSON.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext http, params string[] types)
    {
        RequireType(http.Request, types.Length > 0 ? types : ["application/json"]);
        var bytes = await ReadBytesAsync(http);
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            throw new ProblemException(Problems.MalformedJson, "The body is not UTF-8.");
        try
        {
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 });
            return new JsonBody(document, bytes);
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problems.MalformedJson, "The name of a member holds a character that is none.");
        }
        catch (JsonException failure)
        {
            throw new ProblemException(Problems.MalformedJson, bytes.Length == 0
                ? "The body is empty."
                : $"The body is no JSON at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}, or names a member twice, or is nested more than 32 deep.");
        }
    }

    /// <summary>Tells whether another request is the same: method, address and body.</summary>
    public byte[] Hash(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(_bytes);
        return hash.GetHashAndReset();
    }

    public void Dispose() => _document.Dispose();

    private static void RequireType(HttpRequest request, string[] types)
    {
        var given = request.ContentType is { } text && Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(text, out var parsed) ? parsed : null;
        var utf8 = given?.Charset is not { HasValue: true } charset || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        if (given is null || !utf8 || !types.Contains(given.MediaType.Value, StringComparer.OrdinalIgnoreCase) || request.Headers.ContentEncoding.Count > 0)
            throw new ProblemException(Problems.UnsupportedMediaType);
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext http)
    {
        // Kestrel's own bound answers a long body with 413 while it is read.
        if (http.Request.ContentLength > MostBytes)
            throw new Refusal(Reason.TooLarge, "A body has at most 10 MB.");
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
