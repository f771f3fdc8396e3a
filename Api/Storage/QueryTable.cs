using Dapper;
using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>The saved queries, kept beside the ledger. The writer's thread alone writes them.</summary>
internal static class QueryTable
{
    private const string Columns = "name AS Name, title AS Title, show AS Show, query AS Query, version AS Version, created_at AS CreatedAt, updated_at AS UpdatedAt";

    /// <summary>Keeps a query under a new name.</summary>
    /// <exception cref="Refusal">The name is taken.</exception>
    public static QueryRow Add(Session writer, QueryRow query, DateTimeOffset at)
    {
        if (Find(writer, query.Name) is null)
            return Write(writer, query with { Version = 1, CreatedAt = at.ToMicros(), UpdatedAt = at.ToMicros() });
        var message = $"There is already a query with the name \"{query.Name}\". Choose another name, or replace that one with PUT.";
        throw new Refusal(Reason.NameTaken, message, [new Violation(Reason.NameTaken, "/name", message)]);
    }

    /// <summary>Replaces the query of this name, or keeps a first one under it. Null, and nothing is written, when there is one of which the caller knows nothing.</summary>
    /// <param name="versions">The versions that the caller has seen; null when there is none that it knows of.</param>
    /// <exception cref="Refusal">It is not the version that the caller has seen.</exception>
    public static QueryRow? Put(Session writer, QueryRow query, IReadOnlySet<long>? versions, DateTimeOffset at)
    {
        if (Find(writer, query.Name) is not { } current)
            return versions is null ? Add(writer, query, at) : throw Stale("There is no query with this name any more. Leave out If-Match to make one.");
        if (versions is null)
            return null;
        Expect(current, versions);
        return Write(writer, query with { Version = current.Version + 1, CreatedAt = current.CreatedAt, UpdatedAt = at.ToMicros() });
    }

    /// <summary>Removes the query of this name.</summary>
    /// <exception cref="Refusal">There is none, or it is not the version that the caller has seen.</exception>
    public static void Remove(Session writer, string name, IReadOnlySet<long> versions)
    {
        Expect(Find(writer, name) ?? throw new Refusal(Reason.NotFound, "There is no query with this name."), versions);
        writer.Connection.Execute("DELETE FROM saved_query WHERE name = @name", new { name });
    }

    public static QueryRow? Find(Session session, string name) =>
        session.Connection.QuerySingleOrDefault<QueryRow>($"SELECT {Columns} FROM saved_query WHERE name = @name", new { name });

    /// <summary>In the order of their names, those behind one.</summary>
    public static IReadOnlyList<QueryRow> List(Session session, string after, int limit) =>
        session.Connection.Query<QueryRow>($"SELECT {Columns} FROM saved_query WHERE name > @after ORDER BY name LIMIT @limit", new { after, limit }).AsList();

    private static QueryRow Write(Session writer, QueryRow query)
    {
        writer.Connection.Execute("""
            INSERT INTO saved_query (name, title, show, query, version, created_at, updated_at) VALUES (@Name, @Title, @Show, @Query, @Version, @CreatedAt, @UpdatedAt)
            ON CONFLICT (name) DO UPDATE SET title = @Title, show = @Show, query = @Query, version = @Version, updated_at = @UpdatedAt
            """, query);
        return query;
    }

    private static void Expect(QueryRow current, IReadOnlySet<long> versions)
    {
        if (!versions.Contains(current.Version))
            throw Stale($"The query has version {current.Version} now. Read it again and repeat the change.");
    }

    private static Refusal Stale(string message) => new(Reason.StaleVersion, message);
}

/// <summary>A saved query as it is kept.</summary>
internal sealed record QueryRow
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Show { get; init; }
    public required string Query { get; init; }
    public long Version { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
}
