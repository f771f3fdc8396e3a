using System.Text.Json;
using Events.Api.Importing.Profiles;
using Events.Domain.Countries;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>Where the rows of an import come from.</summary>
/// <param name="ReadAsync">The rows of a file in their order, in constant memory.</param>
/// <param name="Close">What stands for many rows, when all of them were written but those that were refused.</param>
internal sealed record RowSource(
    Func<Stream, CancellationToken, IAsyncEnumerable<SourceRow>> ReadAsync, Func<IReadOnlySet<long>, IEnumerable<SourceRow>> Close)
{
    private const int DeepestProfile = 32;

    /// <summary>The names of the profiles that come with the program.</summary>
    public static IReadOnlyList<string> Profiles => ProfileBook.Names;

    /// <summary>Reads a profile of one's own.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public static (string Name, JsonElement Mapping) ReadProfile(ReadOnlyMemory<byte> json)
    {
        try
        {
            var text = json.Span is [0xEF, 0xBB, 0xBF, ..] ? json[3..] : json;
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = DeepestProfile });
            var mapping = document.RootElement.Clone();
            var profile = ProfileReader.Read(mapping);
            _ = new Mapping(profile, new CountryDirectory([]));
            return (profile.Name, mapping);
        }
        catch (JsonException failure)
        {
            throw new Refusal([new Violation(Reason.InvalidValue, "", $"The profile is no JSON at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}, names a member twice, or is nested more than {DeepestProfile} deep.")]);
        }
        catch (InvalidOperationException)
        {
            throw new Refusal([new Violation(Reason.InvalidValue, "", "The profile holds characters that are none.")]);
        }
    }

    /// <summary>The source of one import: it remembers what it has read, and is not to be used twice.</summary>
    /// <exception cref="Refusal">There is no such profile, or it is wrong.</exception>
    public static RowSource Of(ImportSettings settings, CountryDirectory countries)
    {
        if (settings.Profile is null && settings.Mapping is null)
            return new(CommitRows.ReadAsync, _ => []);
        var profile = ProfileBook.Find(settings.Profile, settings.Mapping);
        var mapping = new Mapping(profile, countries);
        return new((file, cancel) => SourceFile.ReadAsync(file, profile, mapping, cancel), mapping.Close);
    }
}
