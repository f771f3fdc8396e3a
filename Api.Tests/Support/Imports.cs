using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Events.Api.Tests.Support;

/// <summary>Sends files to the importer and waits for the end.</summary>
internal static class Imports
{
    /// <summary>Imports lines; the answer is how the import stands at its end.</summary>
    public static Task<JsonNode> ImportAsync(this HttpClient editor, IEnumerable<string> lines, string query = "") =>
        editor.ImportAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), query);

    public static async Task<JsonNode> ImportAsync(this HttpClient editor, byte[] file, string query = "", string type = "application/x-ndjson")
    {
        using var answer = await editor.SendFileAsync(new ByteArrayContent(file), query, type);
        var import = await Stories.ReadAsync(answer);
        return await editor.EndAsync((string)import["id"]!);
    }

    public static Task<HttpResponseMessage> SendFileAsync(this HttpClient editor, HttpContent file, string query = "", string type = "application/x-ndjson")
    {
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        return editor.PostAsync(new Uri($"/v1/imports{query}", UriKind.Relative), file);
    }

    /// <summary>How the import stands when nothing is to happen any more by itself.</summary>
    public static async Task<JsonNode> EndAsync(this HttpClient editor, string id)
    {
        for (var tries = 0; tries < 30; tries++)
        {
            using var answer = await editor.GetAsync(new Uri($"/v1/imports/{id}?wait=10", UriKind.Relative));
            var import = await Stories.ReadAsync(answer);
            if ((string?)import["state"] is not ("waiting" or "running" or "undoing"))
                return import;
        }
        throw new TimeoutException("The import does not end.");
    }

    /// <summary>Asks for something to be done with an import, and waits for its end.</summary>
    public static async Task<JsonNode> AskAsync(this HttpClient editor, JsonNode import, string what)
    {
        using var answer = await editor.PostAsync(new Uri($"/v1/imports/{import["id"]}/{what}", UriKind.Relative), null);
        await Stories.ReadAsync(answer);
        return await editor.EndAsync((string)import["id"]!);
    }

    /// <summary>All rows of the report, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> RowsAsync(this HttpClient editor, JsonNode import, string query = "?limit=100")
    {
        var rows = new List<JsonNode>();
        for (var next = $"/v1/imports/{import["id"]}/rows{query}"; next is not null;)
        {
            using var answer = await editor.GetAsync(new Uri(next, UriKind.RelativeOrAbsolute));
            var page = await Stories.ReadAsync(answer);
            rows.AddRange(page["items"]!.AsArray().Select(row => row!));
            next = (string?)page["next"];
        }
        return rows;
    }

    /// <summary>"created updated unchanged refused".</summary>
    public static string Counts(this JsonNode import)
    {
        var rows = import["rows"]!;
        Assert.Equal((long)rows["read"]!, (long)rows["created"]! + (long)rows["updated"]! + (long)rows["unchanged"]! + (long)rows["refused"]!);
        return $"{rows["created"]} {rows["updated"]} {rows["unchanged"]} {rows["refused"]}";
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return zipped.ToArray();
    }
}
