using System.Reflection;
using System.Text.Json;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Importing.Profiles;

/// <summary>The profiles that come with the program.</summary>
internal static class ProfileBook
{
    private const string Folder = "Events.Api.Importing.Profiles.";

    /// <summary>Their names.</summary>
    public static readonly IReadOnlyList<string> Names =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..^".json".Length]).Order(StringComparer.Ordinal)];

    /// <summary>The profile of a name, as it is written.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public static JsonElement Text(string name)
    {
        if (!Names.Contains(name))
            throw QueryText.UnknownCode("profile", name, Names);
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <summary>The profile by which a file is to be read: the one that came with it, or else one of the program.</summary>
    /// <exception cref="Refusal">There is none of that name, or it is wrong.</exception>
    public static Profile Find(string? name, JsonElement? own) => ProfileReader.Read(own ?? Text(name!));
}
