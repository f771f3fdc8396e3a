using System.Net;
using System.Text;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Access;

/// <summary>The key as the password of HTTP Basic, for programs that know no other way.</summary>
public sealed class BasicTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    private string Key => _server.Editor.DefaultRequestHeaders.Authorization!.Parameter!;

    [Theory]
    [InlineData("")]
    [InlineData("excel")]
    [InlineData("Łukašenka")]
    public async Task A_key_is_the_password_of_any_user(string user)
    {
        using var client = Client("Basic " + Encode($"{user}:{Key}"));
        Assert.NotEmpty((await _server.GetAsync("/v1/events?workflow=!draft", client))["items"]!.AsArray());
        using var written = await _server.AskAsync(HttpMethod.Post, "/v1/people", Some.Person("A"), client: client);
        Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        Assert.Equal("editor", (await _server.GetAsync(written.Headers.Location + "/revisions"))["items"]![0].Text("actor"));
    }

    [Fact]
    public async Task The_user_name_need_not_be_UTF8_and_the_scheme_has_no_case()
    {
        using var client = Client("bAsIc " + Convert.ToBase64String([0xff, 0xfe, (byte)':', .. Encoding.ASCII.GetBytes(Key)]));
        Assert.NotEmpty((await _server.GetAsync("/v1/events?workflow=!draft", client))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic KEY")]
    [InlineData("Basic =KEY")]
    public async Task What_is_no_Base64_is_refused(string header) => await RefusedAsync(header.Replace("KEY", Key, StringComparison.Ordinal));

    [Theory]
    [InlineData("KEY")]
    [InlineData("user:")]
    [InlineData("KEY:")]
    [InlineData("user:wrong")]
    [InlineData("user:x:KEY")]
    [InlineData("user:KEY:x")]
    [InlineData("user:evk_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("user:KEYÿ")]
    public async Task What_is_no_key_behind_the_first_colon_is_refused(string credentials) =>
        await RefusedAsync("Basic " + Encode(credentials.Replace("KEY", Key, StringComparison.Ordinal)));

    [Fact]
    public async Task A_password_of_any_bytes_is_refused() => await RefusedAsync("Basic " + Convert.ToBase64String([(byte)'u', (byte)':', 0xff, 0xfe, 0]));

    private async Task RefusedAsync(string header)
    {
        using var client = Client(header);
        using var response = await client.GetAsync(new Uri("/v1/events", UriKind.Relative));
        var problem = await response.RefusedAsync(401, "unauthorized");
        Assert.DoesNotContain(Key, problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Bearer", "Basic"], response.Headers.WwwAuthenticate.Select(way => way.Scheme));
    }

    private HttpClient Client(string header)
    {
        var client = new HttpClient { BaseAddress = _server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        return client;
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
