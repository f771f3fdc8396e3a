using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Events.Api.Embeds;
using Events.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Events.Api.Dashboard;

/// <summary>The files of the desk, which are part of the program.</summary>
internal sealed class DeskFiles
{
    private const string Folder = "desk/";
    private const string PageName = "index.html";
    private const string LicensesName = "vendor/LICENSES.txt";

    private readonly Dictionary<string, DeskFile> _files = [];

    public DeskFiles()
    {
        var assembly = typeof(DeskFiles).Assembly;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Append(WorldMap.Resource))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            hash.AppendData(Encoding.UTF8.GetBytes(resource));
            hash.AppendData(bytes);
            var name = resource == WorldMap.Resource ? "world.json" : resource[Folder.Length..].Replace('\\', '/');
            _files.Add(name, new DeskFile(bytes, ContentTypeOf(name)));
        }
        Version = Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
        Page = new DeskFile(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_files[PageName].Bytes).Replace("{version}", Version, StringComparison.Ordinal)), _files[PageName].ContentType);
    }

    /// <summary>Another one whenever any file is another.</summary>
    public string Version { get; }

    public DeskFile Page { get; }

    /// <summary>Those of the libraries, and where the shapes of the map come from.</summary>
    public DeskFile Licenses => _files[LicensesName];

    /// <param name="path">Below the version, such as <c>core/api.js</c>.</param>
    public DeskFile? Find(string path) => path == PageName ? null : _files.GetValueOrDefault(path);

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".html" => "text/html; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        _ => throw new InvalidOperationException($"Nobody has said what {name} is."),
    };
}

/// <summary>A file of the desk, compressed once, when it is first asked for so.</summary>
internal sealed class DeskFile(byte[] bytes, string contentType)
{
    private readonly ConcurrentDictionary<ContentCoding, byte[]> _coded = [];
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    public byte[] Bytes => bytes;

    public string ContentType => contentType;

    /// <param name="coding">Null for the file as it is.</param>
    public byte[] As(ContentCoding? coding) => coding is null ? bytes : _coded.GetOrAdd(coding, static (coding, bytes) => coding.Encode(bytes), bytes);

    public EntityTagHeaderValue ETag(ContentCoding? coding) => new($"\"{_hash}{(coding is null ? "" : "-" + coding.Name)}\"");
}
