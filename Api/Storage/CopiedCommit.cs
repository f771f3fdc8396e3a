using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>A whole commit as one ledger keeps it, on its way into another.</summary>
/// <param name="At">Microseconds since 1970, UTC.</param>
/// <param name="Hash">Chains it to the commit before.</param>
internal sealed record CopiedCommit(
    long Seq, long At, string Actor, string? Reason, string? Batch, string? IdempotencyKey, byte[]? RequestHash, byte[] Hash, IReadOnlyList<CopiedVersion> Versions)
{
    public static Refusal Differs(long seq, string why) => new(Domain.Ledger.Reason.HistoryDiffers, $"Commit {seq} of the instance that is followed is none of this ledger: {why}.");

    /// <summary>Writes it with every byte that it has there.</summary>
    public void Write(Session session)
    {
        session.Prepare("""
            INSERT INTO ledger_commit (seq, at, actor, reason, batch, idempotency_key, request_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """).Bind(Seq).Bind(At).Bind(Actor).Bind(Reason).Bind(Batch).Bind(IdempotencyKey).Bind(RequestHash).Bind(Hash).Run();
        foreach (var (i, version) in Versions.Index())
        {
            session.Prepare("""
                INSERT INTO record (row, kind, id, version, seq, n, op, schema, salt, digest, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """).Bind(version.Row).Bind(Code.Of(version.Kind)).Bind(version.Id.Value).Bind(version.Version).Bind(Seq).Bind(i + 1)
                .Bind(Code.Of(version.Op)).Bind(version.Schema).Bind(version.Salt).Bind(version.Digest).Bind(version.Document).Run();
        }
    }
}

/// <param name="Row">Its number in the ledger; that of a first version is the key of the record.</param>
/// <param name="Salt">Null when it was erased.</param>
/// <param name="Document">The very bytes; null when deleted or erased.</param>
internal sealed record CopiedVersion(long Row, RecordKind Kind, RecordId Id, long Version, Op Op, int Schema, byte[]? Salt, byte[] Digest, byte[]? Document)
{
    /// <summary>Its digest is that of what it holds. Of what was erased nobody can tell.</summary>
    public bool IsWhole => Salt is null ? Document is null : Chain.Digest(Salt, Document).AsSpan().SequenceEqual(Digest);
}
