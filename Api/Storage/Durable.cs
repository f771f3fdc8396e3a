using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Events.Api.Storage;

/// <summary>Brings files, and the names that folders have for them, to the disk: a name is no more durable than its folder.</summary>
internal static class Durable
{
    /// <summary>Waits until the bytes of a file are on the disk. Not for a database that is open: closing the file would drop its locks.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the names in the folder of a file are on the disk. Windows does that by itself.</summary>
    public static void FlushFolderOf(string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SafeFileHandle(Open(Path.GetDirectoryName(file)!, 0), ownsHandle: true);
        // Some network drives know no such thing; there the name is as safe as it can be.
        if (!folder.IsInvalid)
            _ = Sync(folder);
    }

    // The framework opens no folders, and the generated form would need unsafe code in the whole project.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(SafeFileHandle file);
#pragma warning restore SYSLIB1054
}
