using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Values;
using Microsoft.Data.Sqlite;

namespace Events.Api.Tests.Storage;

/// <summary>Documents of older shapes are read; those of newer ones are refused.</summary>
public sealed class UpcasterTests
{
    private static readonly Dictionary<(RecordKind, int), Func<JsonObject, JsonObject>> Steps = new()
    {
        [(RecordKind.Person, 0)] = person =>
        {
            person["name"] = person["fullName"]!.DeepClone();
            person.Remove("fullName");
            return person;
        },
    };

    [Fact]
    public void A_document_goes_through_every_step_of_its_kind()
    {
        var steps = new Dictionary<(RecordKind, int), Func<JsonObject, JsonObject>>(Steps)
        {
            [(RecordKind.Person, 2)] = person =>
            {
                person["tags"] = new JsonArray("lawyer");
                return person;
            },
        };
        var read = new Upcasters(3, steps).Upcast(RecordKind.Person, 0, """{"fullName":"Ales Bialiatski"}"""u8.ToArray());
        var person = RecordJson.Read<Person>(read);
        Assert.Equal("Ales Bialiatski", person.Name);
        Assert.Equal(["lawyer"], person.Tags);
    }

    [Fact]
    public void A_document_of_today_is_read_as_it_is()
    {
        var document = """{"name":"Ales Bialiatski"}"""u8.ToArray();
        Assert.Same(document, Upcasters.Current.Upcast(RecordKind.Person, RecordJson.Schema, document));
    }

    [Fact]
    public void A_document_of_a_newer_program_is_refused()
    {
        var failure = Assert.Throws<NotSupportedException>(() => Upcasters.Current.Upcast(RecordKind.Person, RecordJson.Schema + 1, "{}"u8.ToArray()));
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_document_in_the_ledger_is_read_without_being_rewritten()
    {
        await using var server = await RunningServer.StartAsync(ExampleSet.Brief);
        const string id = "019b1795-0200-7000-8000-0000000000a1";
        var old = Encoding.UTF8.GetBytes("""{"fullName":"Ales Bialiatski"}""");
        using var session = Session.Open(server.Database, SqliteOpenMode.ReadWrite, "");
        session.Connection.Execute("UPDATE record SET schema = 0, document = @old WHERE kind = 'person' AND id = @id", new { old, id });

        var world = new World(session, new Upcasters(RecordJson.Schema, Steps)) { Now = DateTimeOffset.UnixEpoch };
        Assert.Equal("Ales Bialiatski", world.Find<Person>(new RecordId(id))!.Record.Name);
        Assert.Equal(old, session.Connection.ExecuteScalar<byte[]>("SELECT document FROM record WHERE kind = 'person' AND id = @id", new { id }));
    }
}
