using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Ledger;

namespace Events.Api.Countries;

/// <summary>The countries in memory, as the ledger has them now.</summary>
internal sealed class CountryBook
{
    private volatile CountryDirectory _directory;

    public CountryBook(string database, Ledger ledger)
    {
        _directory = Load(database);
        ledger.Committed += group =>
        {
            if (group.Any(commit => commit.Versions.Any(version => version.Kind is RecordKind.Country)))
                _directory = Load(database);
        };
    }

    public CountryDirectory Directory => _directory;

    /// <summary>The countries as a world knows them.</summary>
    public static CountryDirectory In(IWorld world) => new(world.Under<Country>(Term.All(RecordKind.Country)).Select(stored => stored.Record));

    private static CountryDirectory Load(string database)
    {
        using var session = Session.OpenReader(database);
        return In(new World(session, Upcasters.Current) { Now = DateTimeOffset.UnixEpoch });
    }
}
