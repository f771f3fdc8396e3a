using System.Diagnostics;
using System.Text.Json.Nodes;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Changes;

/// <summary>Whoever polls may wait for what comes.</summary>
public sealed class LongPollTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(ExampleSet.All);

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_there_is_answered_at_once_and_what_is_not_when_it_comes()
    {
        Assert.NotEmpty((await _server.GetAsync("/v1/changes?after=4&wait=60")).Ids());
        var waiting = _server.GetAsync("/v1/changes?after=5&wait=60");
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        var id = (await _server.PostAsync("/v1/people", Some.Person("New"))).Text("id")!;
        var page = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([id], page.Ids());
        Assert.Equal((6, 6), (page.Number("through"), page.Number("seq")));
        Assert.Contains("&wait=60", page.Text("next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_filter_it_waits_for_what_fits_and_passes_the_rest()
    {
        var waiting = _server.GetAsync("/v1/changes?after=5&wait=60&country=EE");
        for (var i = 0; i < 5; i++)
            await _server.PostAsync("/v1/events", Some.Event($"Elsewhere {i}"));
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        var id = (await _server.PostAsync("/v1/events", Some.Event("Here").With(new() { ["place"] = new JsonObject { ["country"] = "EE" } }))).Text("id")!;
        var page = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([id], page.Ids());
        Assert.Equal(11, page.Number("through"));
    }

    [Fact]
    public async Task When_nothing_comes_the_answer_is_empty_and_the_next_one_goes_on_there()
    {
        var asked = Stopwatch.GetTimestamp();
        var waiting = _server.GetAsync("/v1/changes?after=5&wait=1&kind=sanction");
        await _server.PostAsync("/v1/people", Some.Person("Not asked for"));
        var page = await waiting;
        Assert.True(Stopwatch.GetElapsedTime(asked) >= TimeSpan.FromSeconds(0.9));
        Assert.Empty(page.Ids());
        Assert.Equal(6, page.Number("through"));
    }

    /// <summary>A reader each would leave none: there are some eight.</summary>
    [Fact]
    public async Task A_hundred_who_wait_hold_no_reader_and_all_hear_what_comes()
    {
        var waiting = Enumerable.Range(0, 100).Select(_ => _server.GetAsync("/v1/changes?after=5&wait=60")).ToList();
        await Task.Delay(200);
        Assert.NotEmpty((await _server.GetAsync("/v1/events?country=BY")).Ids());
        var id = (await _server.PostAsync("/v1/people", Some.Person("New"))).Text("id")!;
        foreach (var page in await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30)))
            Assert.Equal([id], page.Ids());
    }

    [Fact]
    public async Task Whoever_waits_for_what_is_withheld_is_told_nothing()
    {
        var waiting = _server.GetAsync("/v1/changes?after=5&wait=1");
        var editor = _server.GetAsync("/v1/changes?after=5&wait=30", _server.Editor);
        await _server.PostAsync("/v1/people", Some.Person("Hidden").With(new() { ["visibility"] = "restricted" }));
        Assert.Empty((await waiting).Ids());
        Assert.Single((await editor).Ids());
    }
}
