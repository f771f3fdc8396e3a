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
