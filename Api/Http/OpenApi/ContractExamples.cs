using System.Text.Json.Nodes;

namespace Events.Api.Http.OpenApi;

/// <summary>One real exchange for each operation, taken from the founding example.</summary>
internal sealed class ContractExamples(JsonObject exchanges)
{
    /// <summary>Calls and request bodies are written by hand; a test makes the calls and compares what comes back, or writes it here.</summary>
    public const string Resource = "Events.Api.Http.OpenApi.examples.json";

    public static ContractExamples Load()
    {
        using var stream = typeof(ContractExamples).Assembly.GetManifestResourceStream(Resource)!;
        return new ContractExamples(JsonNode.Parse(stream)!.AsObject());
    }

    public JsonNode? Request(string operation) => exchanges[operation]?["request"]?.DeepClone();

    public JsonNode? Response(string operation) => exchanges[operation]?["response"]?.DeepClone();
}
