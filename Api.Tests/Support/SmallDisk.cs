using System.Diagnostics;

namespace Events.Api.Tests.Support;

/// <summary>A file system of a few megabytes, so that it can be filled. Needs Linux and root; elsewhere its tests show as skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk() => Path = Directory.CreateDirectory(_folder.File("disk")).FullName;

    public string Path { get; }

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "events-test", disk.Path) is { } failure)
        {
            disk._folder.Dispose();
            throw new InvalidOperationException(failure);
        }
        return disk;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Leaves room for nothing; deleting the file makes room again.</summary>
    public string Fill()
    {
        var filler = File("filler");
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        foreach (var size in (int[])[1024 * 1024, 4096, 1])
        {
            try
            {
                while (true)
                    file.Write(new byte[size]);
            }
            catch (IOException)
            {
                // Full, for pieces of this size.
            }
        }
        return filler;
    }

    /// <summary>From now on nobody may write to it, not even root.</summary>
    public void Protect()
    {
        if (Run("mount", "-o", "remount,ro", Path) is { } failure)
            throw new InvalidOperationException(failure);
    }

    public void Dispose()
    {
        var failure = Run("umount", Path);
        if (failure is not null)
            throw new InvalidOperationException(failure);
        _folder.Dispose();
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "A small file system is mounted on Linux only.";
        if (!Environment.IsPrivilegedProcess)
            return "Mounting a small file system needs root.";
        try
        {
            using var disk = Mount(1);
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"A small file system cannot be mounted here: {failure.Message}";
        }
    }

    private static string? Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program}: {errors}";
    }
}

/// <summary>A test that fills a disk; skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(SmallDisk.Obstacle);

    public SmallDiskFactAttribute() => Skip = Obstacle.Value;
}
