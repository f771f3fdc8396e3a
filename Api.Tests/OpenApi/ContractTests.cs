using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Events.Api.Http;
using Events.Api.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Events.Api.Tests.OpenApi;

/// <summary>The contract says everything, and says it as it is.</summary>
public sealed class ContractTests(ContractServer shared) : IClassFixture<ContractServer>
{
    private static readonly JsonObject Document = ContractFile.Read(ContractFile.Document);
    private static readonly SchemaCheck Answers = new(Document, everyMember: true);
    private static readonly SchemaCheck Requests = new(Document, everyMember: false);

    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Every_route_is_described()
    {
        var described = ContractFile.Operations(Document).Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}").ToHashSet();
        var routes = Routes().ToList();

        Assert.True(routes.Count > 40);
        Assert.Equal(routes.Order(), described.Order());
        Assert.NotEqual(HttpStatusCode.NotFound, (await _server.Public.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public void Every_operation_is_complete()
    {
        var exchanges = ContractFile.Read(ContractFile.Examples);
        var tags = Document["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToHashSet();
        var ids = new HashSet<string>();
        var incomplete = new List<string>();
        foreach (var (path, method, operation) in ContractFile.Operations(Document))
        {
            void Need(bool there, string what)
            {
                if (!there)
                    incomplete.Add($"{method} {path}: {what}");
            }

            Need(operation["operationId"] is { } id && ids.Add((string)id!), "an operationId of its own");
            Need(HasText(operation, "summary") && HasText(operation, "description"), "summary and description");
            Need(operation["tags"]!.AsArray().All(tag => tags.Contains((string)tag!)), "described tags");
            foreach (var parameter in operation["parameters"]?.AsArray().Select(Resolve) ?? [])
            {
                Need(HasText(parameter, "description") && parameter["schema"] is not null, $"a description of {parameter["name"]}");
                Need(parameter["example"] is not null == (parameter["required"] is not null), $"an example of {parameter["name"]} to begin with, if it is required");
                Need((parameter["example"] ?? parameter["schema"]!["examples"]) is not null || (string)parameter["name"]! == "cursor", $"an example of {parameter["name"]}");
            }
            Need(operation["responses"]!.AsObject().Any(response => response.Key[0] == '4' && Resolve(response.Value)["content"]?[ProblemDocument.ContentType] is not null), "a problem");
            var success = string.Join(' ', operation["responses"]!.AsObject().Select(response => response.Key).Where(status => status[0] == '2').Order());
            Need(success == (method, path) switch { ("put", "/v1/queries/{name}") => "200 201", ("post", "/v1/imports") => "202", ("post", _) when path.Split('/')[^1] is not ("restore" or "merge" or "duplicates" or "undo" or "stop" or "resume") => "201", ("delete", _) => "204", _ => "200" }, "the status of success");
            Need(success == "204" || Text(operation)?["example"] is not null || exchanges[(string)operation["operationId"]!]?["response"] is not null, "an example of the answer");
            Need(operation["requestBody"] is not { } body || body["content"]!.AsObject().All(content => content.Value!["example"] is not null || path == "/v1/imports"), "an example of the body");
        }
        Assert.Empty(incomplete);
        Assert.Equal(exchanges.Select(exchange => exchange.Key).Except(ids), []);
    }

    [Fact]
    public void Every_schema_that_is_referred_to_is_there_and_used()
    {
        var text = Document.ToJsonString();
        var referred = Regex.Matches(text, "\"#/components/([a-zA-Z]+)/([^\"]+)\"").Select(match => $"{match.Groups[1].Value}/{match.Groups[2].Value}").ToHashSet();
        var there = Document["components"]!.AsObject().Where(group => group.Key != "securitySchemes")
            .SelectMany(group => group.Value!.AsObject().Select(component => $"{group.Key}/{component.Key}"));

        Assert.Equal(referred.Order(), there.Order());
    }

    [Fact]
    public async Task It_is_valid_OpenApi()
    {
        var read = OpenApiDocument.Parse(await File.ReadAllTextAsync(ContractFile.Document), OpenApiConstants.Json);

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void Every_example_fits_its_schema()
    {
        var misfits = new List<string>();
        foreach (var (path, method, operation) in ContractFile.Operations(Document))
        {
            foreach (var content in operation["requestBody"]?["content"]?.AsObject().Where(content => content.Value!["example"] is not null) ?? [])
                misfits.AddRange(Requests.Check(content.Value!["example"], content.Value["schema"]!, $"{method} {path} body "));
            foreach (var (status, response) in operation["responses"]!.AsObject())
            {
                foreach (var content in Resolve(response)["content"]?.AsObject() ?? [])
                {
                    if (content.Value!["example"] is { } example)
                        misfits.AddRange(Answers.Check(example, content.Value["schema"]!, $"{method} {path} {status} "));
                }
            }
        }
        foreach (var (slug, example) in Document["components"]!["examples"]!.AsObject())
            misfits.AddRange(Answers.Check(example!["value"], Schema("ProblemDocument"), slug));
        Assert.Empty(misfits);
    }

    [Fact]
    public async Task Every_answer_of_the_founding_example_fits_its_schema()
    {
        var looked = 0;
        foreach (var (path, method, operation) in ContractFile.Operations(Document))
        {
            if (method != "get" || Text(operation) is not null)
                continue;
            foreach (var address in await AddressesAsync(path))
            {
                var answer = await _server.GetAsync(address, _server.Editor);
                Assert.Empty(Answers.Check(answer, AnswerSchema(path, "get", "200"), $"{address} "));
                looked++;
            }
        }
        Assert.True(looked > 150, $"Only {looked} answers were looked at.");
    }

    [Fact]
    public async Task What_was_read_fits_the_body_of_PUT_and_is_taken_back()
    {
        foreach (var collection in (string[])["people", "organizations", "reports", "sanctions", "events"])
        {
            var path = $"/v1/{collection}/{{id}}";
            foreach (var address in await AddressesAsync(path))
            {
                var answer = await _server.GetAsync(address, _server.Editor);
                Assert.Empty(Requests.Check(answer, BodySchema(path, "put"), $"{address} "));
                using var response = await RunningServer.SendAsync(_server.Editor, HttpMethod.Put, address, answer.ToJsonString(), $"\"{answer["version"]}\"");
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address}: {await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>Whatever form a schema allows, the server takes; whatever the server takes, a schema allows.</summary>
    [Theory]
    [InlineData("sanctions", """{"name":"Potash","kinds":["trade-import"],"senders":["USA"],"targets":[{"country":{"code":"BY","name":"Belarus"}}]}""")]
    [InlineData("sanctions", """{"name":"Potash","kinds":["trade-import"],"senders":[{"country":"Estados Unidos"}],"targets":[{"organization":{"id":"019b1795-0200-7000-8000-0000000000bb"}}]}""")]
    [InlineData("people", """{"name":"Maria Kalesnikava","citizenships":["BLR","Ukraine",{"code":"LT"}],"bornOn":{"value":"1982-04-24","precision":"day"}}""")]
    [InlineData("reports", """{"title":"General License 13","publisher":{"id":"019b1795-0200-7000-8000-0000000000b8","name":"OFAC"},"publishedOn":"2025-12~"}""")]
    [InlineData("events", """{"type":"statement","title":"On the release","start":"[2025-12-13..]","workflow":"draft","evidence":[{"report":{"id":"019b1795-0200-7000-8000-0000000000d1"},"aspect":"headcount","value":123}]}""")]
    [InlineData("events", """{"type":"statement","title":"On the release","start":{"value":"2025"},"workflow":"draft","evidence":[{"report":"019b1795-0200-7000-8000-0000000000d1","aspect":"headcount","value":{"best":123}}]}""")]
    [InlineData("events", """{"type":"statement","title":"On the release","start":"2025","workflow":"draft","evidence":[{"report":"019b1795-0200-7000-8000-0000000000d1","aspect":"date","value":"2025-12-13"}]}""")]
    [InlineData("commits", """{"records":[{"kind":"person","ref":"a","data":{"name":"Maria Kalesnikava"}}]}""")]
    public async Task Every_form_that_a_request_may_have_is_taken(string collection, string body)
    {
        Assert.Empty(Requests.Check(JsonNode.Parse(body), BodySchema($"/v1/{collection}", "post")));
        using var response = await RunningServer.SendAsync(_server.Editor, HttpMethod.Post, $"/v1/{collection}", body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("people", """{"name":"Maria Kalesnikava","nick":"Masha"}""")]
    [InlineData("people", """{"citizenships":["BY"]}""")]
    [InlineData("people", """{"name":""}""")]
    [InlineData("people", """{"name":"Maria Kalesnikava","tags":["Opposition Figure"]}""")]
    [InlineData("people", """{"name":"Maria Kalesnikava","externalIds":[{"scheme":"Wikidata","value":"Q1"}]}""")]
    [InlineData("events", """{"type":"other","title":"On the release","start":"2025","place":{"lat":91,"lon":27}}""")]
    [InlineData("people", """{"name":"Maria Kalesnikava","visibility":"secret"}""")]
    [InlineData("events", """{"type":"release","title":"On the release","start":2025}""")]
    [InlineData("events", """{"type":"release","title":"On the release","start":"2025","seq":4}""")]
    [InlineData("sanctions", """{"name":"Potash","kinds":["trade-import"],"senders":[1],"targets":["BY"]}""")]
    public async Task What_no_schema_allows_is_refused(string collection, string body)
    {
        Assert.NotEmpty(Requests.Check(JsonNode.Parse(body), BodySchema($"/v1/{collection}", "post")));
        using var response = await RunningServer.SendAsync(_server.Editor, HttpMethod.Post, $"/v1/{collection}", body);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(Answers.Check(problem, Schema("ProblemDocument")));
    }

    [Fact]
    public async Task The_pages_to_try_it_come_from_this_server_alone_and_keep_the_key()
    {
        var page = await _server.Public.GetStringAsync(new Uri("/swagger/index.html", UriKind.Relative));
        var settings = page + await _server.Public.GetStringAsync(new Uri("/swagger/index.js", UriKind.Relative));
        var sources = Regex.Matches(page, "(?:src|href)=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, source => source.Contains("//", StringComparison.Ordinal));
        foreach (var source in sources)
            Assert.Equal(HttpStatusCode.OK, (await _server.Public.GetAsync(new Uri($"/swagger/{source}", UriKind.Relative))).StatusCode);
        Assert.Contains("\"url\":\"/openapi/v1.json\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"persistAuthorization\":true", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("validator.swagger.io", settings, StringComparison.Ordinal);
    }

    private IEnumerable<string> Routes() =>
        from endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        where method != "HEAD"
        select $"{method} {Regex.Replace(endpoint.RoutePattern.RawText!, @":[^}]+\}", "}").TrimEnd('/')}";

    /// <summary>The addresses that a path stands for in the founding example.</summary>
    private async Task<IReadOnlyList<string>> AddressesAsync(string path)
    {
        if (path == "/v1/countries/resolve")
            return ["/v1/countries/resolve?q=Belarus"];
        if (path == "/v1/search")
            return ["/v1/search?q=bel", "/v1/search?q=prisoners", "/v1/search?q=kolesnikova"];
        if (!path.Contains('{', StringComparison.Ordinal))
            return [path];
        if (path == "/v1/queries/{name}")
            return await ExpandAsync(path, "{name}", "/v1/queries", "name");
        if (path.Contains("{name}", StringComparison.Ordinal))
            return await ExpandAsync(path, "{name}", "/v1/vocabularies", "name");
        if (path.StartsWith("/v1/countries/", StringComparison.Ordinal))
            return [path.Replace("{id}", "BY", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)];
        var addresses = await ExpandAsync(path, "{id}", path[..path.IndexOf("/{", StringComparison.Ordinal)] + "?limit=100", "id");
        return [.. addresses.Select(address => address.Replace("{version}", "1", StringComparison.Ordinal))];
    }

    private async Task<IReadOnlyList<string>> ExpandAsync(string path, string variable, string list, string member) =>
        [.. (await _server.GetAsync(list, _server.Editor))["items"]!.AsArray().Select(item => path.Replace(variable, (string)item![member]!, StringComparison.Ordinal))];

    /// <summary>What an operation answers that gives no JSON: there is no exchange to show, and a stream has no end.</summary>
    private static JsonNode? Text(JsonObject operation) =>
        operation["responses"]!["200"]?["content"] is JsonObject content && content["application/json"] is null ? content.First().Value : null;

    private static bool HasText(JsonObject node, string member) => !string.IsNullOrWhiteSpace((string?)node[member]);

    private static JsonObject Resolve(JsonNode? node) => node!["$ref"] is { } reference
        ? ((string)reference!).TrimStart('#', '/').Split('/').Aggregate((JsonNode)Document, (at, name) => at[name]!).AsObject()
        : node.AsObject();

    private static JsonNode Schema(string name) => Document["components"]!["schemas"]![name]!;

    private static JsonNode BodySchema(string path, string method) => Document["paths"]![path]![method]!["requestBody"]!["content"]!["application/json"]!["schema"]!;

    private static JsonNode AnswerSchema(string path, string method, string status) =>
        Document["paths"]![path]![method]!["responses"]![status]!["content"]!["application/json"]!["schema"]!;
}

/// <summary>One server for all of these tests: what one writes is nothing that another looks for.</summary>
public sealed class ContractServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync();
        await Server.Editor.ImportAsync([Stories.Commit("imported"), "{}"]);
        foreach (var show in (string[])["chart", "map", "table"])
            await Server.PostAsync("/v1/queries", new JsonObject { ["name"] = $"all-as-{show}", ["title"] = "All", ["show"] = show });
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
