using System.Security.Cryptography;

namespace Events.Api.Importing;

/// <summary>The bytes of an import as they came, also compressed by gzip.</summary>
internal static class ImportFile
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Opens it to be read, decompressed.</summary>
    /// <param name="bytesRead">How far it was read, as it lies on the disk.</param>
    public static Stream Open(string path, out Func<long> bytesRead)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        var reached = 0L;
        bytesRead = () => reached = file.CanRead ? file.Position : reached;
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip ? new Unzipped(file) : file;
    }

    /// <summary>The SHA-256 of what it holds: a file is the same, compressed or not. One that cannot be decompressed is known by its bytes.</summary>
    public static async Task<byte[]> HashAsync(string path, CancellationToken cancel)
    {
        try
        {
            await using var content = Open(path, out _);
            return await SHA256.HashDataAsync(content, cancel);
        }
        catch (InvalidDataException)
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            return await SHA256.HashDataAsync(file, cancel);
        }
    }
}
