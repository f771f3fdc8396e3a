using System.Globalization;
using System.Text.Json.Nodes;
using Events.Api.Http.Formats;
using Events.Domain.Events;
using Events.Domain.Querying;
using Events.Domain.Values;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Events.Api.Http.OpenApi;

/// <summary>Completes the description of an operation from the metadata that requests are checked against.</summary>
internal sealed class DescribeOperation(ContractSchemas schemas, ContractExamples examples) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var route = new RouteFacts(context.ApiDescription);
        operation.Description = Describe(operation, route);
        DescribeParameters(operation, route, context.Document);
        if (route.Body is { } body)
            operation.RequestBody = DescribeBody(operation, body, route, context.SchemaRepository);
        if (route.TakesFile)
            operation.RequestBody = DescribeFile();
        DescribeAnswers(operation, route, context.Document);
        foreach (var problem in ProblemResponses.Of(route))
            operation.Responses![Text(problem.Status)] = new OpenApiResponseReference(problem.Name, context.Document);
        if (route.NeedsKey)
            operation.Security = [.. DescribeDocument.Key(context.Document)];
    }

    private static string Describe(OpenApiOperation operation, RouteFacts route)
    {
        List<string> said = [$"{operation.Summary}."];
        if (route.IsPaged)
            said.Add(route.IsBesideLedger ? "Answers in pages: follow `next` until it is null." : "Answers in pages: follow `next` until it is null, and all pages show the same state.");
        if (route.Formats is { Count: > 0 } formats)
            said.Add($"Other formats by `Accept` or by a suffix of the address: {string.Join(", ", formats.Select(format => $"`{format.Suffix}`"))}.");
        if (route is { IsPaged: true, Formats: { Count: > 0 } lists })
        {
            said.Add($"Without `limit`, {string.Join(", ", lists.Where(format => format.GivesAll).Select(format => $"`{format.Suffix}`"))} give all that is found, of one state. What fails on the way is cut off, never ended: it lacks the last line with `end`, the `numberReturned` of GeoJSON, the trailer `{Export.Rows}` of CSV (in HTTP/2), and the last chunk (in HTTP/1.1).");
            said.Add("`count` is for JSON.");
        }
        if (route.LooksBack)
            said.Add("With `asOf`: as it was known then.");
        if (route.TakesIdempotencyKey)
            said.Add("All or nothing. Safe to repeat with the same `Idempotency-Key`.");
        if (route.CreatesByPut)
            said.Add("What is there is replaced with `If-Match` only, so that nobody overwrites what he has not read; without it, and where nothing is there, a new one is made.");
        else if (route.NeedsIfMatch)
            said.Add("Needs `If-Match`, so that nobody overwrites what he has not read.");
        if (route.Restores)
            said.Add("The versions are listed under `revisions`; of a deleted record the newest one is its deletion, and `If-Match` names that.");
        if (route.WritesNothing)
            said.Add("Nothing is written, and what it refers to need not exist. Each of at most 5 has a score and the reasons that it is made of; below 0.6 none is told.");
        if (route.Merges)
            said.Add("External ids move along, and imports never write over the one that stays by them. Lists are united; a single value is that of the one that stays, or else that of the other; what is restricted stays so. What would break a rule is not written at all. Afterwards reads of the merged one are sent on (308), writes to it refused (409), and it can still be read with an `asOf` before the merge.");
        if (route.Method == HttpMethods.Put)
            said.Add("What was read can be sent back with changes: members that follow from other records are passed over.");
        if (route.Method == HttpMethods.Patch)
            said.Add("A member that is sent replaces the old one, lists as a whole; null removes it.");
        if (route.NeedsKey)
            said.Add($"Needs a key with the scope {Code.Of(route.Scope)}.");
        return string.Join(' ', said);
    }

    private static void DescribeParameters(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        var parameters = new List<IOpenApiParameter>();
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In is ParameterLocation.Path) ?? [])
        {
            PathParameters.Describe(parameter, route.Path);
            parameters.Add(parameter);
        }
        parameters.AddRange(route.Parameters.Select(Describe));
        if (route.NeedsIfMatch)
            parameters.Add(new OpenApiParameterReference(route.CreatesByPut ? "IfMatchToReplace" : "IfMatch", document));
        if (route.Method == HttpMethods.Get && route.Only is null)
            parameters.Add(new OpenApiParameterReference("IfNoneMatch", document));
        if (route.TakesIdempotencyKey)
            parameters.Add(new OpenApiParameterReference("IdempotencyKey", document));
        operation.Parameters = parameters;
    }

    private static OpenApiParameter Describe(QueryParameter parameter)
    {
        var one = new OpenApiSchema { Type = parameter.IsInteger ? JsonSchemaType.Integer : JsonSchemaType.String, Format = parameter.IsInteger ? "int64" : null };
        JsonNode? example = parameter.Example is not { } text ? null : parameter.IsInteger ? JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)) : JsonValue.Create(text);
        var description = parameter.Description;
        if (parameter is { Codes: { } codes, TakesOneCode: true })
            one.Enum = [.. codes.Select(code => (JsonNode)JsonValue.Create(code)!)];
        else if (parameter.Codes is not null)
            description += $" Codes: {string.Join(", ", parameter.Codes.Select(code => $"`{code}`"))}.";
        var schema = parameter.Repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        if (parameter.Repeats && example is not null)
            example = new JsonArray(example);
        // The pages to try it fill in the example of a parameter, which should happen only where one is needed.
        if (example is not null && !parameter.IsRequired)
            schema.Examples = [example];
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = description,
            Required = parameter.IsRequired,
            Style = parameter.Repeats ? ParameterStyle.Form : null,
            Explode = parameter.Repeats,
            Schema = schema,
            Example = parameter.IsRequired ? example : null,
        };
    }

    private OpenApiRequestBody DescribeBody(OpenApiOperation operation, TakesBody body, RouteFacts route, SchemaRepository repository) => new()
    {
        Required = true,
        Description = "JSON in UTF-8, not compressed, at most 10 MB. A member that does not exist here is refused.",
        Content = new Dictionary<string, IOpenApiMediaType>
        {
            [body.ContentType] = new OpenApiMediaType { Schema = schemas.OfBody(body, route.Method, repository), Example = examples.Request(operation.OperationId!) },
        },
    };

    private static OpenApiRequestBody DescribeFile()
    {
        var content = TakesFile.Types.ToDictionary(type => type, IOpenApiMediaType (_) => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } });
        content["multipart/form-data"] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "file" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["profile"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A profile of one's own, as JSON, at most 256 kB. It comes before the file." },
                    ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                },
            },
        };
        return new OpenApiRequestBody { Required = true, Description = "The file as it is, of any length, also compressed with gzip.", Content = content };
    }

    private void DescribeAnswers(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.CreatesByPut)
            operation.Responses!["201"] = new OpenApiResponse { Content = operation.Responses["200"].Content?.ToDictionary(content => content.Key, IOpenApiMediaType (content) => new OpenApiMediaType { Schema = content.Value.Schema }) };
        if (route.Only is { } only)
        {
            operation.Responses!["200"] = new OpenApiResponse
            {
                Description = "Found.",
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [only.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = only.Description }, Example = JsonValue.Create(only.Example) },
                },
            };
            return;
        }
        foreach (var (status, answer) in operation.Responses!)
        {
            var response = (OpenApiResponse)answer;
            response.Description = status switch
            {
                "201" => "Written.",
                "202" => "Taken in; it is carried out from now on.",
                "204" => "Done. There is nothing to say.",
                _ when route.CreatesByPut => "Replaced.",
                _ => route.IsPaged ? "One page." : route.Restores ? "Restored." : route.Merges ? "Merged: the one that stays." : "Found.",
            };
            response.Headers = HeadersOf(status, route).ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeaderReference(header.Component, document));
            if (response.Content?.Values.FirstOrDefault() is OpenApiMediaType content)
                content.Example = examples.Response(operation.OperationId!);
            foreach (var format in route.Formats)
            {
                var type = format.MediaType.EndsWith("+json", StringComparison.Ordinal) ? JsonSchemaType.Object : JsonSchemaType.String;
                response.Content!.Add(format.MediaType, new OpenApiMediaType { Schema = new OpenApiSchema { Type = type, Description = format.Description } });
            }
        }
        if (route.MayMove)
            operation.Responses["308"] = new OpenApiResponseReference("Moved", document);
        if (route.Method == HttpMethods.Get)
            operation.Responses["304"] = new OpenApiResponseReference("NotModified", document);
    }

    private static IEnumerable<(string Name, string Component)> HeadersOf(string status, RouteFacts route)
    {
        if (status != "204")
            yield return ("ETag", "ETag");
        if (status is "201" or "202")
            yield return ("Location", "Location");
        if (route.IsPaged)
            yield return ("Link", "Link");
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The variable parts of addresses.</summary>
internal static class PathParameters
{
    private const string Founding = "019b1795-0200-7000-8000-0000000000";

    /// <summary>By the collection in which they stand, with ids of the founding example.</summary>
    private static readonly Dictionary<string, (string Description, string Example)> Ids = new()
    {
        ["countries"] = ("Code of a country in any system, or its name in any language.", "BY"),
        ["people"] = ("Id of a person.", Founding + "a2"),
        ["organizations"] = ("Id of an organization.", Founding + "b1"),
        ["reports"] = ("Id of a report.", Founding + "d2"),
        ["sanctions"] = ("Id of a sanction.", Founding + "51"),
        ["events"] = ("Id of an event.", Founding + "e3"),
        ["imports"] = ("Id of an import.", "019b1795-0200-7000-8000-00000000f001"),
        ["prisoner-releases"] = ("Id of the release event.", Founding + "e3"),
    };

    public static void Describe(OpenApiParameter parameter, string path)
    {
        (parameter.Description, JsonNode example) = parameter.Name switch
        {
            "id" => Ids[path.Split('/')[2]],
            "version" => ("Number of a version: 1, 2, 3, …", (JsonNode)1),
            "type" => ("Type of the link.", "implements"),
            "to" => ("Id of the event that the link points to.", Founding + "e2"),
            "name" when path.StartsWith("/v1/queries/", StringComparison.Ordinal) => ("Name of a saved query.", "belarus-releases"),
            "name" => ("Name of a vocabulary.", "event-types"),
            var other => throw new InvalidOperationException($"Say what {{{other}}} in {path} is."),
        };
        parameter.Example = example;
        if (parameter is { Name: "type", Schema: OpenApiSchema schema })
            schema.Enum = [.. Code.All<LinkType>().Select(code => (JsonNode)JsonValue.Create(code)!)];
    }
}
