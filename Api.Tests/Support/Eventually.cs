using System.Diagnostics;

namespace Events.Api.Tests.Support;

/// <summary>Waits for what another thread or process does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task IsAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, "It has not come about.");
            await Task.Delay(10);
        }
    }
}
