namespace Events.Api.Tests.Support;

/// <summary>The working tree that the tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    /// <summary>The source files of a project, as paths from the root.</summary>
    public static IReadOnlyList<string> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)),
    ];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Events.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests run from within the working tree.");
    }
}
