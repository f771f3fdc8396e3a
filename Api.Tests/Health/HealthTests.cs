using Events.Api.Tests.Support;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Health;

public sealed class HealthTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task The_server_says_that_it_lives_and_that_the_database_answers()
    {
        Assert.Equal("""{"status":"live"}""", (await shared.Http.GetAsync("/health/live")).ToJsonString());
        Assert.Equal("""{"status":"ready","seq":5}""", (await shared.Http.GetAsync("/health/ready")).ToJsonString());
        using var old = await shared.Http.Public.GetAsync(new Uri("/v1/health/live", UriKind.Relative));
        await old.RefusedAsync(404, "not-found");
    }
}
