using System.Security.Cryptography;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.SavedQueries;

/// <summary>Keeps saved queries, and tells whether any of them has changed since.</summary>
internal sealed class QueryBook(Ledger ledger, TimeProvider clock)
{
    // Begins anywhere, so that an edition of an earlier run is not taken for one of this run.
    private long _edition = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Another number after each change, before it is acknowledged.</summary>
    public long Edition => Interlocked.Read(ref _edition);

    /// <exception cref="Refusal">The name is taken.</exception>
    public Task<QueryRow> AddAsync(QueryRow query, CancellationToken cancel) => WriteAsync(writer => QueryTable.Add(writer, query, clock.GetUtcNow()), cancel);

    /// <param name="versions">The versions that the caller has seen; null when there is none that it knows of.</param>
    /// <exception cref="Refusal">It is not the version that the caller has seen.</exception>
    /// <exception cref="ProblemException">There is one of which the caller knows nothing.</exception>
    public async Task<QueryRow> PutAsync(QueryRow query, IReadOnlySet<long>? versions, CancellationToken cancel) =>
        await WriteAsync(writer => QueryTable.Put(writer, query, versions, clock.GetUtcNow()), cancel) ?? throw new ProblemException(Problems.PreconditionRequired);

    /// <exception cref="Refusal">There is none, or it is not the version that the caller has seen.</exception>
    public Task RemoveAsync(string name, IReadOnlySet<long> versions, CancellationToken cancel) => WriteAsync(writer =>
    {
        QueryTable.Remove(writer, name, versions);
        return true;
    }, cancel);

    private async Task<T> WriteAsync<T>(Func<Session, T> write, CancellationToken cancel)
    {
        T? written = default;
        try
        {
            await ledger.WriteBesideAsync(writer => written = write(writer), cancel);
        }
        finally
        {
            // Also when it failed: of a commit that fails nobody knows at once whether it happened.
            Interlocked.Increment(ref _edition);
        }
        return written!;
    }
}
