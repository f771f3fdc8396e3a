using System.Reflection;
using System.Security.Cryptography;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Ledger;

namespace Events.Api.Countries;

/// <summary>The countries that the program ships: its own file of facts, whose sources stand in ATTRIBUTION.md beside it.</summary>
internal static class CountryData
{
    /// <summary>In whose name countries are written.</summary>
    public const string Actor = "countries";

    /// <summary>Brings the countries of a ledger to those of this program; nothing happens when they are the same file.</summary>
    public static Task<Committed> LoadAsync(Ledger ledger, CancellationToken cancel)
    {
        var file = Read();
        return ledger.CommitAsync(new CommitRequest(Actor, _ => Changes(file))
        {
            Reason = "The countries as this version of the program knows them.",
            IdempotencyKey = Convert.ToHexStringLower(SHA256.HashData(file)),
            RequestHash = [],
        }, cancel);
    }

    private static List<Change> Changes(byte[] file)
    {
        var changes = new List<Change>();
        foreach (var line in file.AsSpan().Split((byte)'\n'))
        {
            var text = file.AsSpan(line);
            if (text.IsEmpty)
                continue;
            var country = RecordJson.Read<Country>(text);
            changes.Add(Change.Put(country.Code.Id, country));
        }
        return changes;
    }

    private static byte[] Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Events.Api.Countries.countries.ndjson")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
