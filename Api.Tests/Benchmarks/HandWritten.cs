using System.Buffers;
using System.Text.Json;
using CommunityToolkit.HighPerformance;
using CsvHelper;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Events.Benchmarks;

/// <summary>
/// The reference for reads: what one would write by hand for this one question. Typed columns with an index on country
/// and day, the bare provider, and a JSON writer on the body; no filters, no paging, no rights, no history.
/// </summary>
internal static class HandWritten
{
    private const string Tables = """
        CREATE TABLE event (
          key INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, summary TEXT,
          occurrence TEXT NOT NULL, start TEXT NOT NULL, verification TEXT NOT NULL, people INTEGER, sources INTEGER NOT NULL,
          countries TEXT NOT NULL, topics TEXT NOT NULL) STRICT;
        CREATE INDEX event_start ON event (start, key);
        CREATE VIRTUAL TABLE event_text USING fts5 (title, summary, content='');
        CREATE TABLE event_country (country TEXT, day INTEGER, key INTEGER, PRIMARY KEY (country, day, key)) STRICT, WITHOUT ROWID;
        """;

    private const string Newest = """
        SELECT e.id, e.version, e.type, e.title, e.summary, e.occurrence, e.start, e.verification, e.people, e.sources, e.countries, e.topics
        FROM event_country c JOIN event e ON e.key = c.key
        WHERE c.country = @value ORDER BY c.day DESC, c.key DESC LIMIT 50
        """;

    private const string Found = """
        SELECT e.id, e.version, e.type, e.title, e.summary, e.occurrence, e.start, e.verification, e.people, e.sources, e.countries, e.topics
        FROM event_text t JOIN event e ON e.key = t.rowid
        WHERE event_text MATCH @value ORDER BY e.start DESC, e.key DESC LIMIT 50
        """;

    private const string Years = """
        SELECT CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER) AS year, count(*) FROM event_country WHERE country = @value GROUP BY year
        """;

    private const string All = """
        SELECT id, version, type, title, summary, occurrence, start, verification, people, sources, countries, topics
        FROM event ORDER BY start DESC, key DESC
        """;

    public static void Map(WebApplication app, string database)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString();
        var constants = new Dictionary<int, byte[]>();
        app.MapGet("/events", (HttpContext http, string country) => WriteAsync(http, connectionString, Newest, country, Write));
        app.MapGet("/years", (HttpContext http, string country) => WriteAsync(http, connectionString, Years, country, WriteYear));
        app.MapGet("/events.csv", (HttpContext http) => WriteCsvAsync(http, connectionString));
        app.MapGet("/search", (HttpContext http, string q) => WriteAsync(http, connectionString, Found, q, Write));
        app.MapGet("/constant", (HttpContext http, int bytes) =>
        {
            byte[]? body;
            lock (constants)
            {
                if (!constants.TryGetValue(bytes, out body))
                    constants.Add(bytes, body = [.. Enumerable.Repeat((byte)'x', bytes)]);
            }
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes;
            return http.Response.Body.WriteAsync(body).AsTask();
        });
    }

    /// <summary>Copies the events of a database of the product into columns.</summary>
    public static void Fill(string from, string database)
    {
        using var source = Session.OpenReader(from);
        using var target = Session.Open(database, SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; " + Tables);
        target.Run("BEGIN");
        var read = source.Prepare("SELECT row, id, version, document FROM record WHERE kind = 'event' ORDER BY row");
        while (read.Step())
        {
            var (key, e) = (read.Long(0), RecordJson.Read<Event>(read.Blob(3)));
            var countries = e.Participants.Select(participant => participant.Country!.Value.Value).Distinct().ToList();
            target.Prepare("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
                .Bind(key).Bind(read.Text(1)).Bind(read.Long(2)).Bind(Code.Of(e.Type)).Bind(e.Title).Bind(e.Summary).Bind(Code.Of(e.Occurrence))
                .Bind(e.Start.Text).Bind(Code.Of(e.Verification)).Bind(EventFigures.LargestFigure(e)).Bind(e.Evidence.Count)
                .Bind(string.Join(',', countries)).Bind(string.Join(',', e.Topics)).Run();
            target.Prepare("INSERT INTO event_text (rowid, title, summary) VALUES (?1, ?2, ?3)").Bind(key).Bind(e.Title).Bind(e.Summary).Run();
            foreach (var country in countries)
                target.Prepare("INSERT INTO event_country VALUES (?1, ?2, ?3)").Bind(country).Bind(CalendarDay.Of(e.LastDay())).Bind(key).Run();
        }
        read.Reset();
        target.Run("COMMIT");
        target.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static async Task WriteAsync(HttpContext http, string connectionString, string sql, string value, Action<Utf8JsonWriter, SqliteDataReader> write)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = http.Response.BodyWriter;
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ViewJson.Options.Encoder, SkipValidation = true }))
        {
            using var connection = Open(connectionString);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("@value", value);
            using var reader = command.ExecuteReader();
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            while (reader.Read())
                write(json, reader);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await body.FlushAsync(http.RequestAborted);
    }

    private static async Task WriteCsvAsync(HttpContext http, string connectionString)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        var body = http.Response.BodyWriter;
        await using var csv = CsvWriter.Create(((IBufferWriter<byte>)body).AsStream());
        csv.WriteHeader(["id", "version", "type", "title", "summary", "occurrence", "start", "verification", "people", "sources", "countries", "topics"]);
        using var connection = Open(connectionString);
        using var command = connection.CreateCommand();
        command.CommandText = All;
        using var reader = command.ExecuteReader();
        for (var rows = 1; reader.Read(); rows++)
        {
            for (var column = 0; column < reader.FieldCount; column++)
                csv.WriteField(reader.IsDBNull(column) ? null : reader.GetString(column));
            csv.EndRecord();
            if (rows % 500 == 0)
            {
                csv.Flush();
                await body.FlushAsync(http.RequestAborted);
            }
        }
        csv.Flush();
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA mmap_size=2147418112";
        settings.ExecuteNonQuery();
        return connection;
    }

    private static void WriteYear(Utf8JsonWriter json, SqliteDataReader reader)
    {
        json.WriteStartObject();
        json.WriteNumber("year"u8, reader.GetInt64(0));
        json.WriteNumber("events"u8, reader.GetInt64(1));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SqliteDataReader reader)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, reader.GetString(0));
        json.WriteNumber("version"u8, reader.GetInt64(1));
        json.WriteString("type"u8, reader.GetString(2));
        json.WriteString("title"u8, reader.GetString(3));
        if (!reader.IsDBNull(4))
            json.WriteString("summary"u8, reader.GetString(4));
        json.WriteString("occurrence"u8, reader.GetString(5));
        json.WriteString("start"u8, reader.GetString(6));
        json.WriteString("verification"u8, reader.GetString(7));
        if (!reader.IsDBNull(8))
            json.WriteNumber("people"u8, reader.GetInt64(8));
        json.WriteNumber("sources"u8, reader.GetInt64(9));
        WriteList(json, "countries"u8, reader.GetString(10));
        WriteList(json, "topics"u8, reader.GetString(11));
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, string values)
    {
        json.WriteStartArray(name);
        foreach (var value in values.AsSpan().Split(','))
        {
            if (values.AsSpan(value) is { Length: > 0 } text)
                json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
