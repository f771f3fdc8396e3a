using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Http;

/// <summary>A way in which an answer that is kept is compressed: smaller than what is compressed in passing, since it is done once.</summary>
/// <param name="Name">As in <c>Accept-Encoding</c>.</param>
internal sealed record ContentCoding(string Name, Func<byte[], byte[]> Encode)
{
    private const int BrotliQuality = 5;

    private static readonly ContentCoding[] Known = [new("br", Brotli), new("gzip", Gzip)];

    /// <summary>The one that is most welcome, Brotli of two alike; null when the answer is to stay as it is.</summary>
    public static ContentCoding? Of(HttpRequest request)
    {
        if (request.Headers.AcceptEncoding is not { Count: > 0 } header || !StringWithQualityHeaderValue.TryParseList(header!, out var accepted))
            return null;
        var best = Known.MaxBy(coding => Quality(accepted, coding.Name) ?? Quality(accepted, "*") ?? 0)!;
        var quality = Quality(accepted, best.Name) ?? Quality(accepted, "*") ?? 0;
        return quality > 0 && quality >= (Quality(accepted, "identity") ?? 0) ? best : null;
    }

    private static double? Quality(IList<StringWithQualityHeaderValue> accepted, string name) =>
        accepted.FirstOrDefault(it => it.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found ? found.Quality ?? 1 : null;

    private static byte[] Brotli(byte[] body)
    {
        var coded = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        return BrotliEncoder.TryCompress(body, coded, out var length, BrotliQuality, window: 22) ? coded[..length] : throw new InvalidOperationException("Brotli needs more room than it says.");
    }

    private static byte[] Gzip(byte[] body)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal))
            gzip.Write(body);
        return coded.ToArray();
    }
}
