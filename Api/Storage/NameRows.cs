using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Keeps the names that records have in other systems, each unique for a kind. A deleted record keeps its own.</summary>
internal sealed class NameRows(Session session, World world)
{
    /// <summary>Gives a record the names that it has now, as far as they are free, and takes from it those that it has no more.</summary>
    public void Write(ChangedRecord changed)
    {
        if (changed.Into is { } into)
            Move(changed, into);
        if (changed.After is null)
            return;
        foreach (var name in World.NamesOf(changed.After))
        {
            world.Learn(changed.Kind, name.Scheme);
            Bind("INSERT INTO external_id (kind, scheme, value, id) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", changed, name).Run();
        }
        foreach (var name in changed.Before is null ? [] : World.NamesOf(changed.Before).Except(World.NamesOf(changed.After)))
            Bind("DELETE FROM external_id WHERE kind = ?1 AND scheme = ?2 AND value = ?3 AND id = ?4", changed, name).Run();
    }

    /// <summary>The names of a record that others hold, with those who do.</summary>
    public IEnumerable<(ExternalId Name, RecordId Holder)> Taken(ChangedRecord changed)
    {
        foreach (var name in changed.After is null ? [] : World.NamesOf(changed.After))
        {
            if (world.Identify(changed.Kind, name) is { } holder && holder != changed.Id)
                yield return (name, holder);
        }
    }

    /// <summary>The names of a merged record, and those that came to it in that way, go to the one that takes its place.</summary>
    private void Move(ChangedRecord changed, RecordId into)
    {
        foreach (var name in changed.Before is null ? [] : World.NamesOf(changed.Before))
            Bind("UPDATE external_id SET id = ?5, merged = 1 WHERE kind = ?1 AND scheme = ?2 AND value = ?3 AND id = ?4", changed, name).Bind(into.Value).Run();
        session.Prepare("UPDATE external_id SET id = ?3 WHERE kind = ?1 AND id = ?2 AND merged = 1").Bind(Code.Of(changed.Kind)).Bind(changed.Id.Value).Bind(into.Value).Run();
    }

    private Statement Bind(string sql, ChangedRecord changed, ExternalId name) =>
        session.Prepare(sql).Bind(Code.Of(changed.Kind)).Bind(name.Scheme).Bind(name.Value).Bind(changed.Id.Value);
}
