namespace Events.Api.Importing;

/// <summary>Where the rows of an import come from.</summary>
/// <param name="ReadAsync">The rows of a file in their order, in constant memory.</param>
/// <param name="Close">What stands for many rows, when all of them were written but those that were refused.</param>
internal sealed record RowSource(
    Func<Stream, CancellationToken, IAsyncEnumerable<SourceRow>> ReadAsync, Func<IReadOnlySet<long>, IEnumerable<SourceRow>> Close)
{
    public static RowSource Of(ImportSettings settings) => new(CommitRows.ReadAsync, _ => []);
}
