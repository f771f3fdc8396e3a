using Dapper;
using Events.Domain.Access;
using Events.Domain.Values;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Events.Api.Storage;

/// <summary>The keys, kept beside the ledger. Another process may change them while a server runs.</summary>
internal static class KeyTable
{
    /// <summary>Keeps a new key.</summary>
    /// <exception cref="InvalidOperationException">A key with this name is in use.</exception>
    public static void Add(string database, ApiKeyText key, string name, Scope scope, DateTimeOffset at)
    {
        using var session = Session.Open(database, SqliteOpenMode.ReadWrite, "PRAGMA synchronous=FULL;");
        try
        {
            session.Connection.Execute(
                "INSERT INTO api_key (id, name, hash, scopes, created_at) VALUES (@Id, @Name, @Hash, @Scopes, @CreatedAt)",
                new { key.Id, Name = name, Hash = key.Hash(), Scopes = Code.Of(scope), CreatedAt = at.ToMicros() });
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            throw new InvalidOperationException($"There is already a key with the name {name}. Revoke it first, or choose another name.", failure);
        }
    }

    /// <summary>Revokes by name or id, effective at once; false when there is no such key in use.</summary>
    public static bool Revoke(string database, string nameOrId, DateTimeOffset at)
    {
        using var session = Session.Open(database, SqliteOpenMode.ReadWrite, "PRAGMA synchronous=FULL;");
        return session.Connection.Execute(
            "UPDATE api_key SET revoked_at = @At WHERE (name = @NameOrId OR id = @NameOrId) AND revoked_at IS NULL",
            new { At = at.ToMicros(), NameOrId = nameOrId }) > 0;
    }

    public static IReadOnlyList<KeyRow> List(string database)
    {
        using var session = Session.OpenReader(database);
        return List(session);
    }

    public static IReadOnlyList<KeyRow> List(Session session) => session.Connection.Query<KeyRow>(
        "SELECT id AS Id, name AS Name, scopes AS Scopes, created_at AS CreatedAt, revoked_at AS RevokedAt FROM api_key ORDER BY created_at, id").AsList();

    /// <summary>The key of this id that is in use, with its hash.</summary>
    public static (string Name, Scope Scope, byte[] Hash)? Find(Snapshot snapshot, string id)
    {
        var statement = snapshot.Session.Prepare("SELECT name, scopes, hash FROM api_key WHERE id = ?1 AND revoked_at IS NULL").Bind(id);
        (string, Scope, byte[])? found = null;
        if (statement.Step() && Code.TryParse<Scope>(statement.Text(1), out var scope))
            found = (statement.Text(0), scope, statement.Blob(2).ToArray());
        statement.Reset();
        return found;
    }
}

/// <summary>A key as it is listed.</summary>
internal sealed record KeyRow
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Scopes { get; init; }
    public required long CreatedAt { get; init; }
    public long? RevokedAt { get; init; }
}
