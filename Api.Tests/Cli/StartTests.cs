using System.Net;
using System.Net.Sockets;
using Events.Api.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Events.Api.Tests.Cli;

/// <summary>What the server prints when it starts, and when it refuses to.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("events.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_start_prints_where_everything_is_and_a_key_once()
    {
        await using var first = await RunningProgram.ServeAsync(Database, examples: "brief");
        using var open = await first.Http.GetAsync(new Uri("v1/events?country=BY", UriKind.Relative));
        using var written = await Stories.PostAsync(first.Http, "v1/commits", Stories.Commit("a"));
        using var swagger = await first.Http.GetAsync(new Uri($"{first.Address}swagger/index.html"));
        var stopped = await first.StopAsync();
        await using var second = await RunningProgram.ServeAsync(Database);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.OK), (open.StatusCode, written.StatusCode, swagger.StatusCode));
        Assert.Contains($"Swagger       {first.Address}swagger", first.Output, StringComparison.Ordinal);
        Assert.Contains($"Database      {Database}", first.Output, StringComparison.Ordinal);
        Assert.NotNull(first.FirstKey);
        Assert.Null(second.FirstKey);
        Assert.Equal((0, ""), (stopped.Code, stopped.Errors.Trim()));
    }

    [Fact]
    public async Task The_folder_of_the_database_is_made_when_it_is_missing()
    {
        await using var program = await RunningProgram.ServeAsync(_folder.File("new/place/events.db"));
        Assert.Equal(1, await Stories.SeqAsync(program.Http));
    }

    [Fact]
    public async Task A_start_that_was_cut_short_before_the_first_table_is_begun_again()
    {
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; VACUUM;";
            command.ExecuteNonQuery();
        }
        await using var program = await RunningProgram.ServeAsync(Database);
        Assert.Equal(1, await Stories.SeqAsync(program.Http));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        await File.WriteAllTextAsync(Database, "Notes about December.\n");

        await Refuses($"{Database} is no SQLite database. Name another file with --database; this one was not touched.");

        Assert.Equal("Notes about December.\n", await File.ReadAllTextAsync(Database));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE song (name TEXT); INSERT INTO song VALUES ('Mahutny Boža');";
            command.ExecuteNonQuery();
        }
        var before = await File.ReadAllBytesAsync(Database);

        await Refuses($"{Database} is a SQLite database of another program. Name another file with --database; this one was not touched.");

        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_alone()
    {
        Api.Storage.Database.Prepare(Database);
        Damage.Run(Database, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')");
        var before = await File.ReadAllBytesAsync(Database);

        await Refuses($"{Database} was made by a newer version of this program (9999-later.sql is unknown here). Update the program, or restore a backup made before the update.");

        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "");

        var ended = await RunningProgram.RunAsync("serve", "--database", _folder.File("taken/place/events.db"));

        Assert.Equal(1, ended.Code);
        Assert.Contains($"The folder {_folder.File("taken/place")} cannot be made. Make it yourself, or name another place with --database.", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_database()
    {
        Directory.CreateDirectory(Database);
        await Refuses($"{Database} is a folder. Name a file in it with --database.");
    }

    [Fact]
    public async Task A_port_in_use_is_refused_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var ended = await RunningProgram.RunAsync("serve", "--database", Database, "--urls", url, "--examples", "none");

        Assert.Equal(1, ended.Code);
        Assert.Equal($"The server cannot listen: Failed to bind to address {url}: address already in use. Name another address, such as --urls http://localhost:5081, or stop the program that uses this one.", ended.Errors.Trim());
    }

    [SmallDiskFact]
    public async Task On_a_full_disk_a_first_start_says_so_and_the_next_one_begins_anew()
    {
        using var disk = SmallDisk.Mount(16);
        var filler = disk.Fill();

        var refused = await RunningProgram.RunAsync("serve", "--database", disk.File("events.db"), "--urls", "http://127.0.0.1:0");
        File.Delete(filler);
        await using var program = await RunningProgram.ServeAsync(disk.File("events.db"));

        Assert.Equal((1, $"The disk of {disk.File("events.db")} is full: its tables cannot be made or brought up to date. Make room there, then try again."), (refused.Code, refused.Errors.Trim()));
        Assert.Equal(1, await Stories.SeqAsync(program.Http));
    }

    [SmallDiskFact]
    public async Task Where_nobody_may_write_a_database_is_not_served_and_the_folder_is_named()
    {
        using var disk = SmallDisk.Mount(32);
        var database = disk.File("events.db");
        await Ledgers.WriteAsync(database, 1);
        disk.Protect();

        var served = await RunningProgram.RunAsync("serve", "--database", database, "--urls", "http://127.0.0.1:0");

        Assert.Equal((1, $"{database} cannot be opened for writing. Check the permissions of the file and of its folder."), (served.Code, served.Errors.Trim()));
    }

    private async Task Refuses(string sentence)
    {
        var ended = await RunningProgram.RunAsync("serve", "--database", Database, "--urls", "http://127.0.0.1:0");
        Assert.Equal((1, sentence, ""), (ended.Code, ended.Errors.Trim(), ended.Output.Trim()));
    }
}
