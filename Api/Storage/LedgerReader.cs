using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Reads the ledger as it is kept, commit by commit, and tells whether it is that of another database.</summary>
internal static class LedgerReader
{
    /// <summary>The commits behind one, whole; the last is that with which there are enough of them.</summary>
    /// <param name="mostBytes">Of documents, about.</param>
    public static IReadOnlyList<CopiedCommit> Commits(Session session, long after, int most, int mostBytes)
    {
        var commits = new List<CopiedCommit>();
        var bytes = 0L;
        var statement = session.Prepare("""
            SELECT seq, at, actor, reason, batch, idempotency_key, request_hash, hash FROM ledger_commit WHERE seq > ?1 ORDER BY seq LIMIT ?2
            """).Bind(after).Bind(most);
        while (bytes < mostBytes && statement.Step())
        {
            var versions = Versions(session, statement.Long(0));
            bytes += 200 + versions.Sum(version => 200L + (version.Document?.Length ?? 0));
            commits.Add(new CopiedCommit(
                statement.Long(0), statement.Long(1), statement.Text(2), TextOf(statement, 3), TextOf(statement, 4), TextOf(statement, 5),
                BlobOf(statement, 6), statement.Blob(7).ToArray(), versions));
        }
        statement.Reset();
        return commits;
    }

    /// <summary>Adds all that the ledger keeps of some commits to a digest, but for documents, whose own digests are among it.</summary>
    public static void Digest(Session session, long after, long through, IncrementalHash digest)
    {
        var commits = session.Prepare("SELECT seq, at, actor, reason, batch, hash FROM ledger_commit WHERE seq > ?1 AND seq <= ?2 ORDER BY seq").Bind(after).Bind(through);
        while (commits.Step())
        {
            Add(digest, commits.Long(0));
            Add(digest, commits.Long(1));
            for (var column = 2; column < 5; column++)
                Add(digest, TextOf(commits, column));
            Add(digest, commits.Blob(5));
            var versions = session.Prepare("SELECT kind, id, version, n, op, schema, digest FROM record WHERE seq = ?1 ORDER BY n").Bind(commits.Long(0));
            while (versions.Step())
            {
                Add(digest, versions.Text(0));
                Add(digest, versions.Text(1));
                Add(digest, versions.Long(2));
                Add(digest, versions.Long(3));
                Add(digest, versions.Text(4));
                Add(digest, versions.Long(5));
                Add(digest, versions.Blob(6));
            }
            versions.Reset();
        }
        commits.Reset();
    }

    private static List<CopiedVersion> Versions(Session session, long seq)
    {
        var versions = new List<CopiedVersion>();
        var statement = session.Prepare("SELECT row, kind, id, version, op, schema, salt, digest, document FROM record WHERE seq = ?1 ORDER BY n").Bind(seq);
        while (statement.Step())
        {
            versions.Add(new CopiedVersion(
                statement.Long(0), Code.Parse<RecordKind>(statement.Text(1)), new RecordId(statement.Text(2)), statement.Long(3), Code.Parse<Op>(statement.Text(4)),
                (int)statement.Long(5), BlobOf(statement, 6), statement.Blob(7).ToArray(), BlobOf(statement, 8)));
        }
        statement.Reset();
        return versions;
    }

    private static string? TextOf(Statement statement, int column) => statement.IsNull(column) ? null : statement.Text(column);

    private static byte[]? BlobOf(Statement statement, int column) => statement.IsNull(column) ? null : statement.Blob(column).ToArray();

    private static void Add(IncrementalHash digest, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        digest.AppendData(bytes);
    }

    /// <summary>With its length, so that two texts are never one.</summary>
    private static void Add(IncrementalHash digest, string? text)
    {
        if (text is null)
            Add(digest, -1);
        else
            Add(digest, Encoding.UTF8.GetBytes(text));
    }

    private static void Add(IncrementalHash digest, ReadOnlySpan<byte> bytes)
    {
        Add(digest, bytes.Length);
        digest.AppendData(bytes);
    }
}
