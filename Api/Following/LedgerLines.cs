using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Following;

/// <summary>
/// Commits as lines of JSON: one for the commit, which says how many versions follow, one for each version with its document
/// byte by byte, and a last one that says how far the answer goes.
/// </summary>
internal static class LedgerLines
{
    public const string MediaType = "application/x-ndjson";

    public const string Example = "{\"seq\":6,\"at\":1765702800000000,\"actor\":\"desk\",\"reason\":null,\"batch\":null,\"idempotencyKey\":null,\"requestHash\":null,\"hash\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\",\"versions\":1}\n{\"row\":301,\"kind\":\"person\",\"id\":\"019b1c4f-0000-7000-8000-000000000001\",\"version\":1,\"op\":\"create\",\"schema\":1,\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"digest\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\",\"document\":{\"name\":\"Maria Kalesnikava\"}}\n{\"end\":true,\"through\":6,\"seq\":6}\n";

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(CopiedCommit commit, IBufferWriter<byte> lines)
    {
        using (var line = new Utf8JsonWriter(lines, Written))
        {
            line.WriteStartObject();
            line.WriteNumber("seq"u8, commit.Seq);
            line.WriteNumber("at"u8, commit.At);
            line.WriteString("actor"u8, commit.Actor);
            line.WriteString("reason"u8, commit.Reason);
            line.WriteString("batch"u8, commit.Batch);
            line.WriteString("idempotencyKey"u8, commit.IdempotencyKey);
            Write(line, "requestHash"u8, commit.RequestHash);
            Write(line, "hash"u8, commit.Hash);
            line.WriteNumber("versions"u8, commit.Versions.Count);
            line.WriteEndObject();
        }
        lines.Write("\n"u8);
        foreach (var version in commit.Versions)
            Write(version, lines);
    }

    public static void WriteEnd(long through, long seq, IBufferWriter<byte> lines) =>
        lines.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"end\":true,\"through\":{through},\"seq\":{seq}}}\n")));

    /// <summary>Reads what was written.</summary>
    /// <returns>The commits; the last line gives none, and says what the last commit there is.</returns>
    /// <exception cref="SourceException">The lines are none of a ledger.</exception>
    public static async IAsyncEnumerable<(CopiedCommit? Commit, long? Seq)> ReadAsync(Stream stream, Action heard, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = new LineReader(stream);
        while (await lines.NextAsync(cancel) is { } line)
        {
            heard();
            var (head, count, end) = ReadHead(line);
            if (end is not null)
            {
                yield return (null, end);
                yield break;
            }
            var versions = new List<CopiedVersion>(Math.Min(count, LedgerTransaction.MostVersions));
            while (versions.Count < count)
            {
                versions.Add(ReadVersion(await lines.NextAsync(cancel) ?? throw new IOException("The answer ends within a commit.")));
                heard();
            }
            yield return (head! with { Versions = versions }, null);
        }
        throw new IOException("The answer ends before its end.");
    }

    private static void Write(CopiedVersion version, IBufferWriter<byte> lines)
    {
        using (var line = new Utf8JsonWriter(lines, Written))
        {
            line.WriteStartObject();
            line.WriteNumber("row"u8, version.Row);
            line.WriteString("kind"u8, Code.Of(version.Kind));
            line.WriteString("id"u8, version.Id.Value);
            line.WriteNumber("version"u8, version.Version);
            line.WriteString("op"u8, Code.Of(version.Op));
            line.WriteNumber("schema"u8, version.Schema);
            Write(line, "salt"u8, version.Salt);
            Write(line, "digest"u8, version.Digest);
            line.WritePropertyName("document"u8);
            line.WriteRawValue(version.Document ?? "null"u8, skipInputValidation: true);
            line.WriteEndObject();
        }
        lines.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter line, ReadOnlySpan<byte> name, byte[]? bytes)
    {
        if (bytes is null)
            line.WriteNull(name);
        else
            line.WriteBase64String(name, bytes);
    }

    private static (CopiedCommit? Commit, int Versions, long? End) ReadHead(ReadOnlyMemory<byte> line) => Read<(CopiedCommit?, int, long?)>(line, said =>
    {
        if (said.TryGetProperty("end"u8, out _))
            return (null, 0, said.GetProperty("seq"u8).GetInt64());
        return (new CopiedCommit(
            said.GetProperty("seq"u8).GetInt64(), said.GetProperty("at"u8).GetInt64(), said.GetProperty("actor"u8).GetString()!, said.GetProperty("reason"u8).GetString(),
            said.GetProperty("batch"u8).GetString(), said.GetProperty("idempotencyKey"u8).GetString(), Bytes(said.GetProperty("requestHash"u8)), said.GetProperty("hash"u8).GetBytesFromBase64(), []),
            said.GetProperty("versions"u8).GetInt32(), null);
    });

    private static CopiedVersion ReadVersion(ReadOnlyMemory<byte> line) => Read(line, said =>
    {
        var (kind, op, schema, document) = (said.GetProperty("kind"u8).GetString()!, said.GetProperty("op"u8).GetString()!, said.GetProperty("schema"u8).GetInt32(), said.GetProperty("document"u8));
        if (!Code.TryParse<RecordKind>(kind, out var kindOf) || !Code.TryParse<Op>(op, out var opOf) || schema > RecordJson.Schema)
            throw new SourceException($"The other instance has what this program does not know ({kind}, {op}, schema {schema}). Update this one first.") { IsFinal = true };
        return new CopiedVersion(
            said.GetProperty("row"u8).GetInt64(), kindOf, new RecordId(said.GetProperty("id"u8).GetString()!), said.GetProperty("version"u8).GetInt64(), opOf, schema,
            Bytes(said.GetProperty("salt"u8)), said.GetProperty("digest"u8).GetBytesFromBase64(), document.ValueKind is JsonValueKind.Null ? null : JsonMarshal.GetRawUtf8Value(document).ToArray());
    });

    private static byte[]? Bytes(JsonElement said) => said.ValueKind is JsonValueKind.Null ? null : said.GetBytesFromBase64();

    private static T Read<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            using var said = JsonDocument.Parse(line);
            return read(said.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SourceException("The other instance answers with what is no ledger of this program.", failure);
        }
    }
}
