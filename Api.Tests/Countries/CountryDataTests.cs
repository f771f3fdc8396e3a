using System.Text;
using Events.Api.Countries;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Events.Api.Tests.Countries;

using Ledger = Api.Storage.Ledger;

/// <summary>The file of countries that the program ships.</summary>
public sealed class CountryDataTests
{
    private static readonly IReadOnlyList<Country> Countries =
    [
        .. Repository.Read("Api/Countries/countries.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => RecordJson.Read<Country>(Encoding.UTF8.GetBytes(line))),
    ];

    [Fact]
    public async Task A_start_with_a_newer_file_writes_only_the_countries_that_differ()
    {
        using var folder = new TemporaryFolder();
        Database.Prepare(folder.File("events.db"));
        using var ledger = new Ledger(folder.File("events.db"), Upcasters.Current, TimeProvider.System, NullLogger<Ledger>.Instance);
        var older = Countries.Select(country => country.Code.Value is "US" ? country with { Aliases = [] } : country);
        await ledger.CommitAsync(new CommitRequest("countries", _ => [.. older.Select(country => Change.Put(country.Code.Id, country))]), CancellationToken.None);

        var renewed = await CountryData.LoadAsync(ledger, CancellationToken.None);
        var again = await CountryData.LoadAsync(ledger, CancellationToken.None);

        Assert.Equal([("US", 2L)], renewed.Versions.Select(version => (version.Id.Value, version.Version)));
        Assert.Equal(2, again.Seq);
    }

    [Fact]
    public void Every_name_means_one_country_but_for_the_Congos_and_the_Koreas()
    {
        var directory = new CountryDirectory(Countries);
        var shared = Countries.SelectMany(CountryDerivation.Spellings).Select(directory.Resolve).Where(match => match.Code is null);
        Assert.Equal(["CD CG", "KP KR"], shared.Select(match => string.Join(' ', match.Candidates)).Distinct().Order());
        Assert.All(Countries, country => Assert.Equal(country.Code, directory.Resolve(country.Name).Code));
    }
}
