using System.Text.Json.Nodes;
using Events.Api.Http.OpenApi;
using Events.Api.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Events.Api.Tests.OpenApi;

/// <summary>The contract is a committed file. Renew it with the command in <see cref="ContractFile.Renewal"/>, and look at the difference.</summary>
public sealed class ContractFileTests
{
    [Fact]
    public async Task The_examples_are_what_the_server_answers_and_the_served_contract_is_the_committed_one()
    {
        JsonObject exchanges;
        await using (var server = await RunningServer.StartAsync())
            exchanges = await ContractFile.ExchangeAsync(server);
        var served = JsonNode.Parse(await ServeAsync(exchanges))!;
        if (ContractFile.IsRenewing)
        {
            ContractFile.Write(ContractFile.Examples, exchanges);
            ContractFile.Write(ContractFile.Document, served);
            return;
        }
        AssertSame(ContractFile.Read(ContractFile.Examples), exchanges, "");
        AssertSame(ContractFile.Read(ContractFile.Document), served, "");
    }

    [Fact]
    public async Task The_program_serves_the_committed_contract()
    {
        if (ContractFile.IsRenewing)
            return;
        await using var server = await RunningServer.StartAsync(ExampleSet.None);
        AssertSame(ContractFile.Read(ContractFile.Document), await server.GetAsync("/openapi/v1.json"), "");
    }

    /// <summary>The contract with these examples, which the program itself has only after it was built again.</summary>
    private static async Task<string> ServeAsync(JsonObject exchanges)
    {
        var database = Path.Combine(Directory.CreateTempSubdirectory("events-contract-").FullName, "events.db");
        Api.Storage.Database.Prepare(database);
        await using var app = Server.Build(new ServerSettings { Database = database, Examples = ExampleSet.None }, [], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.Replace(ServiceDescriptor.Singleton(new ContractExamples(exchanges)));
        });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual, string at)
    {
        if (expected is JsonObject one && actual is JsonObject other)
        {
            foreach (var name in one.Select(member => member.Key).Union(other.Select(member => member.Key)).ToList())
                AssertSame(one[name], other[name], $"{at}/{name}");
        }
        else if (expected is JsonArray items && actual is JsonArray others && items.Count == others.Count)
        {
            for (var i = 0; i < items.Count; i++)
                AssertSame(items[i], others[i], $"{at}/{i}");
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{at} is {actual?.ToJsonString()}, not {expected?.ToJsonString()}. If that is meant: {ContractFile.Renewal}");
        }
    }
}
