using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Events.Api.Storage;

/// <summary>What stands in a database beside the ledger, and changes without a commit.</summary>
internal static class BesideTables
{
    private static readonly string[] Tables = ["api_key", "saved_query", "import_batch"];

    /// <summary>A hash of all of it.</summary>
    public static byte[] Digest(Session session)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Tables.Where(table => Database.Has(session, table)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(table));
            using var reader = session.Connection.ExecuteReader($"SELECT * FROM {table} ORDER BY 1");
            while (reader.Read())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    var value = reader.GetValue(column) switch { byte[] blob => blob, var other => Encoding.UTF8.GetBytes(Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture)!) };
                    hash.AppendData(BitConverter.GetBytes(value.Length));
                    hash.AppendData(value);
                }
            }
        }
        return hash.GetHashAndReset();
    }
}
