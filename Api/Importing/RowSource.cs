using System.Text.Json;
using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>Where the rows of an import come from.</summary>
/// <param name="ReadAsync">The rows of a file in their order, in constant memory.</param>
/// <param name="Close">What stands for many rows, when all of them were written but those that were refused.</param>
internal sealed record RowSource(
    Func<Stream, CancellationToken, IAsyncEnumerable<SourceRow>> ReadAsync, Func<IReadOnlySet<long>, IEnumerable<SourceRow>> Close)
{
    /// <summary>The names of the profiles that come with the program.</summary>
    public static IReadOnlyList<string> Profiles => [];

    /// <summary>Reads a profile of one's own.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public static (string Name, JsonElement Mapping) ReadProfile(ReadOnlyMemory<byte> json) => throw new NotSupportedException();

    public static RowSource Of(ImportSettings settings) => new(CommitRows.ReadAsync, _ => []);
}
