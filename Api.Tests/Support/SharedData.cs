namespace Events.Api.Tests.Support;

/// <summary>Files of real sources, which stand in <c>shared/data</c> beside the working tree and are no part of it.</summary>
internal static class SharedData
{
    public static readonly string? Folder = Find();

    public static string File(string name) => Path.Combine(Folder!, name);

    private static string? Find()
    {
        // Beside the tree, or one folder further up when several trees stand beside each other.
        for (var (folder, steps) = (new DirectoryInfo(Repository.Root).Parent, 0); folder is not null && steps < 2; (folder, steps) = (folder.Parent, steps + 1))
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
                return data;
        }
        return null;
    }
}

/// <summary>A test that reads files of real sources; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.Folder is null ? "The files of real sources are not there: they belong into ../shared/data." : null;
}
