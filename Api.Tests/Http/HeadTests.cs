using System.Text.Json.Nodes;
using Events.Api.Keys;
using Events.Api.Tests.Support;
using Events.Domain.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Http;

public sealed class HeadTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["{name}"] = "event-types",
        ["{slug}"] = "gone",
        ["{documentName}"] = "v1",
        ["{version:long:min(1)}"] = "1",
    };

    private static readonly Dictionary<string, string> Ids = new()
    {
        ["countries"] = "BY",
        ["people"] = Id("a1"),
        ["organizations"] = Id("b1"),
        ["reports"] = Id("d1"),
        ["sanctions"] = Id("51"),
        ["events"] = Id("e3"),
        ["prisoner-releases"] = Id("e3"),
    };

    [Fact]
    public async Task HEAD_answers_as_GET_does_but_without_a_body()
    {
        var routes = shared.Http.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") is true && route.Metadata.GetMetadata<NeedsScope>()?.Scope is null or Scope.Read)
            .Select(route => route.RoutePattern.RawText!).Where(route => !route.Contains("**", StringComparison.Ordinal) && !route.EndsWith("/stream", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(routes.Count > 25, string.Join('\n', routes));
        await shared.Http.PostAsync("/v1/queries", new JsonObject { ["name"] = "event-types", ["title"] = "A name as good as any", ["show"] = "chart" });
        foreach (var route in routes)
        {
            var address = Address(route);
            using var get = await shared.Http.Public.GetAsync(new Uri(address, UriKind.Relative));
            Assert.True(get.IsSuccessStatusCode, $"GET {address}: {(int)get.StatusCode}");
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var head = await shared.Http.Public.SendAsync(request);
            Assert.True(get.StatusCode == head.StatusCode, $"HEAD {address}: {(int)head.StatusCode}");
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            Assert.Equal(Headers(get), Headers(head));
        }
    }

    private string Address(string route)
    {
        foreach (var (name, value) in Parameters)
            route = route.Replace(name, value, StringComparison.Ordinal);
        var id = Ids.FirstOrDefault(pair => route.Contains($"/{pair.Key}/", StringComparison.Ordinal)).Value;
        var address = "/" + route.Replace("{id}", id, StringComparison.Ordinal).TrimStart('/');
        return address + (address.EndsWith("/search", StringComparison.Ordinal) || address.EndsWith("/resolve", StringComparison.Ordinal) ? "?q=belarus" : address == "/oembed" ? $"?url={shared.Http.Address}embed/event-types" : "");
    }

    private static string Headers(HttpResponseMessage response) => string.Join('\n', response.Headers.Concat(response.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal));
}
