using Events.Api.Storage;
using Events.Api.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Events.Api.Tests.Storage;

using Database = Api.Storage.Database;

/// <summary>A restore that is stopped at any of its steps: the next who takes the lock finds the old database whole, or the new one.</summary>
public sealed class ReplacementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 27, 3, 32, 8, TimeSpan.Zero));

    private string Old => _folder.File("events.db");

    private string Next => Old + ".restoring";

    private string Aside => Old + ".replacing";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("copied", false)]
    [InlineData("copied by half", false)]
    [InlineData("log put aside", false)]
    [InlineData("log put aside and another begun", false)]
    [InlineData("second name", false)]
    [InlineData("second name by half", false)]
    [InlineData("exchanged", true)]
    [InlineData("exchanged and log put aside", true)]
    public async Task Stopped_after_each_step(string step, bool isNew)
    {
        var old = await Ledgers.WriteAsync(Old, 3, "Old", keepLog: step.Contains("log", StringComparison.Ordinal));
        var made = await Ledgers.WriteAsync(Next, 2, "New");
        await StopAfterAsync(step);

        Database.Claim(Old, "test").Dispose();

        var beside = Ledgers.Beside(Old).Where(name => name[0] == '.').ToList();
        if (!isNew)
        {
            Assert.Equal(old.HashText, Ledgers.HeadOf(Old).HashText);
            Assert.Empty(beside);
            return;
        }
        Assert.Equal(made.HashText, Ledgers.HeadOf(Old).HashText);
        Assert.StartsWith(".replaced-", beside[0], StringComparison.Ordinal);
        Assert.DoesNotContain(beside, name => name.StartsWith(".replacing", StringComparison.Ordinal));
        Assert.Equal(old.HashText, Ledgers.HeadOf(Old + beside[0]).HashText);
    }

    [Fact]
    public async Task The_old_database_gets_a_name_that_nothing_has()
    {
        foreach (var end in (string[])["", "-2"])
        {
            await Ledgers.WriteAsync(Old, 1);
            await Ledgers.WriteAsync(Next, 2);
            Assert.Equal($"{Old}.replaced-20261127T033208Z{end}", Replacement.Exchange(Old, _clock));
        }
    }

    [Fact]
    public async Task The_log_of_another_database_is_not_played_into_a_new_one()
    {
        await Ledgers.WriteAsync(Old, 3, "Old", keepLog: true);
        File.Delete(Old);
        var made = await Ledgers.WriteAsync(Next, 2, "New");

        Assert.Null(Replacement.Exchange(Old, _clock));

        Assert.Equal(made.HashText, Ledgers.HeadOf(Old).HashText);
        Assert.Empty(Ledgers.Beside(Old));
    }

    private async Task StopAfterAsync(string step)
    {
        switch (step)
        {
            case "copied by half":
                await using (var file = new FileStream(Next, FileMode.Open))
                    file.SetLength(5000);
                await File.WriteAllTextAsync(Next + "-journal", "half");
                break;
            case "log put aside":
                File.Move(Old + "-wal", Aside + "-wal");
                break;
            case "log put aside and another begun":
                File.Move(Old + "-wal", Aside + "-wal");
                await File.WriteAllTextAsync(Old + "-wal", "");
                break;
            case "second name":
                File.Copy(Old, Aside);
                break;
            case "second name by half":
                await File.WriteAllBytesAsync(Aside, (await File.ReadAllBytesAsync(Old))[..5000]);
                break;
            case "exchanged":
                File.Replace(Next, Old, Aside);
                break;
            case "exchanged and log put aside":
                File.Move(Old + "-wal", Aside + "-wal");
                File.Replace(Next, Old, Aside);
                break;
            default:
                break;
        }
    }
}
