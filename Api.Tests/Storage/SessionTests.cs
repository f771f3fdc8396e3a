using Events.Api.Storage;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Storage;

/// <summary>A connection with its prepared statements.</summary>
public sealed class SessionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public void A_statement_that_is_being_read_outlives_any_number_of_others()
    {
        using var session = Session.OpenReader(shared.Http.Database);
        var records = session.Prepare("SELECT row FROM record ORDER BY row");
        var read = 0;
        for (; records.Step() && read < 300; read++)
            Assert.Equal(read, Number(session, read));
        Assert.Equal(300, read);
        session.EndReading();
        Assert.Equal(7, Number(session, 7));
    }

    [Fact]
    public void Texts_are_kept_as_they_are()
    {
        using var session = Session.OpenReader(shared.Http.Database);
        foreach (var text in (string[])["", "Беларусь", "\U0001F54A", new string('ž', 511), new string('ž', 513)])
        {
            var statement = session.Prepare("SELECT ?1, typeof(?1)").Bind(text);
            Assert.True(statement.Step());
            Assert.Equal((text, "text"), (statement.Text(0), statement.Text(1)));
            statement.Reset();
        }
    }

    private static long Number(Session session, int number)
    {
        var statement = session.Prepare($"SELECT {number}");
        Assert.True(statement.Step());
        var found = statement.Long(0);
        statement.Reset();
        return found;
    }
}
