using System.Buffers;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>The folder beside the database where files lie that came from elsewhere, until all their rows are read.</summary>
internal sealed class Spool(ServerSettings settings)
{
    private const int BufferSize = 128 * 1024;

    private string Folder => settings.Database + ".imports";

    /// <summary>Keeps what a stream holds. Nothing of it stays when that fails.</summary>
    /// <exception cref="Refusal">There is no room for it.</exception>
    public async Task<SpooledFile> TakeAsync(Stream content, CancellationToken cancel)
    {
        CreateFolder();
        var path = Path.Combine(Folder, Path.GetRandomFileName());
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var length = 0L;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                while (await content.ReadAsync(buffer, cancel) is > 0 and var read)
                {
                    await WriteAsync(file, buffer.AsMemory(0, read));
                    length += read;
                }
                file.Flush(flushToDisk: true);
            }
            return new SpooledFile(path, await ImportFile.HashAsync(path, cancel), length);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A place for the copy of the database on which an import is tried.</summary>
    public string PlaceOfTrial(string id)
    {
        CreateFolder();
        return Path.Combine(Folder, id + ".db");
    }

    /// <summary>What lies there is the caller's and the whole ledger's: nobody else on the machine may look.</summary>
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Removes a file, when it is one of the folder's; others stay where their owner has them.</summary>
    public void Remove(string path)
    {
        if (Path.GetDirectoryName(path) == Folder)
            File.Delete(path);
    }

    /// <summary>Removes what an end without warning left behind.</summary>
    public void Tidy(IReadOnlyList<string> inUse)
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var file in Directory.EnumerateFiles(Folder).Where(file => !inUse.Contains(file)))
            File.Delete(file);
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await file.WriteAsync(bytes, CancellationToken.None);
        }
        catch (IOException)
        {
            throw new Refusal(Reason.StorageUnavailable, "There is no room to keep the file beside the database. Nothing was imported.") { RetryAfter = TimeSpan.FromSeconds(60) };
        }
    }
}

/// <summary>Bytes that lie on the disk.</summary>
/// <param name="Hash">The SHA-256 of what they hold, decompressed.</param>
internal sealed record SpooledFile(string Path, byte[] Hash, long Length);
