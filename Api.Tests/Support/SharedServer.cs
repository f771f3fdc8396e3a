namespace Events.Api.Tests.Support;

/// <summary>A server with the founding example, which the tests of one class share.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal RunningServer Http { get; private set; } = null!;

    public async Task InitializeAsync() => Http = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => Http.DisposeAsync().AsTask();
}
