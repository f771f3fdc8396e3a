using System.Runtime.InteropServices;
using Events.Api.Storage;

namespace Events.Api.Tests.Support;

/// <summary>SQLite's hook that runs after a commit is durable in the WAL; what it returns becomes the result of the COMMIT.</summary>
internal static class WalHook
{
    /// <summary>The caller keeps the hook alive as long as the session.</summary>
    public static void Set(Session session, Hook hook) => _ = sqlite3_wal_hook(session.Connection.Handle!.DangerousGetHandle(), hook, 0);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Hook(nint argument, nint connection, nint database, int pages);

    // The generated form would need unsafe code in the whole project.
#pragma warning disable SYSLIB1054
    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern nint sqlite3_wal_hook(nint connection, Hook hook, nint argument);
#pragma warning restore SYSLIB1054
}
