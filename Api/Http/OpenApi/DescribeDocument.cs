using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Events.Api.Http.OpenApi;

/// <summary>Adds what operations share: the key, headers, problems, tags.</summary>
internal sealed class DescribeDocument : IDocumentFilter
{
    private const string KeyName = "key";
    private const string PasswordName = "keyAsPassword";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Countries", "Reference data: the places that sources label as countries, under any code and name. A code records a label, not recognition."),
        ("People", "People whom events name."),
        ("Organizations", "Ministries, international organizations, publishers, companies."),
        ("Reports", "Published items that say something: articles, decrees, licences, briefs. Never their text."),
        ("Sanctions", "Standing measures. How one stands on a day follows from the events that act on it."),
        ("Events", "Acts: one kind, by one side, at one time, with who says so."),
        ("Statistics", "Events, people and reports counted over time and by value: exact, under the filters of events."),
        ("Prisoner releases", "Releases told as one story: who, how many, where to, in exchange for what."),
        ("Commits", "Several records at once, all or nothing."),
        ("Flags", "What looks odd in the data. It blocks nothing."),
        ("Search", "Names in any spelling and script, and words of texts."),
        ("Saved queries", "Questions that are kept under a name, so that other pages can show their answers: as a chart, map or table at `/embed/{name}`, as a picture at `/embed/{name}.svg`."),
        ("Imports", "Files of many records, row by row: tried, watched, stopped, resumed and taken back."),
        ("Changes", "What has changed since, commit by commit."),
        ("Ledger", "The ledger itself, for copies of this instance. Needs a key that may do everything."),
        ("Vocabularies", "Every code with its meaning and its codes in other systems."),
        ("Health", "For whoever watches over the process."),
    ];

    public static readonly OpenApiInfo Info = new()
    {
        Title = "Events",
        Version = "v1",
        Summary = "A record of political events: who did what to whom, when, and who says so.",
        Description = """
            Reads are open unless the operator closes them; writes need a key, sent as `Authorization: Bearer KEY`, or as the password of HTTP Basic under any user name.

            **Strict.** A query parameter, member, code or country that does not exist is refused, with what was probably meant. Nothing is passed over.

            **Countries** are taken in any code or language and always given back as `{code, name}`.

            **Dates** are calendar dates, as exact as known: `2025`, `2025-12`, `2025-12-13`, each with `~` (about), `?` (uncertain) or `%` (both) behind it, or one moment within a range such as `[..2025-12-13]`. Answers show `{value, precision, earliest, latest}`.

            **Requests take what answers show.** Of a reference only `id` or `code` counts, of a date only `value`; a count may be a single number. A member that is null counts as left out.

            **Filters.** Repeat a parameter for AND, separate values by commas for OR, begin with `!` for NOT. A value with a comma stands in double quotes.

            **Paging.** `limit` and `cursor`; follow `next` until it is null. All pages of a walk show the same state.

            **Time travel.** Every commit has a number, `seq`. With `asOf`, a seq or an instant, reads show what was known then, under the restrictions of today. Vocabularies come with the program and have no past, and the feed of changes goes by `seq` itself.

            **Concurrency.** The first part of an ETag is the version of the record. PUT, PATCH, DELETE, `restore` and `merge` need it in `If-Match`: without 428, outdated 412. With `If-None-Match` a GET that would repeat itself answers 304. What was read before a backup of the database was restored, and is gone since, is never taken for what stands there now.

            **Idempotency.** A POST that is repeated with the same `Idempotency-Key` and body answers again what it answered first, and writes nothing.

            **Dashboards.** Every list and statistic also comes in the formats that dashboards read. Grafana's JSON data source has its own contract at `/v1/grafana`, which is not described here.

            **Problems.** Whatever goes wrong is answered as `application/problem+json` (RFC 9457). `type` is one of a closed list that `/problems` explains, and `errors` has everything that is wrong, each with its pointer. Nothing of a failed request is written. Only what is no valid HTTP, such as a NUL in the path, a bad `Host` or headers that are too long, is answered by the web server itself, with a bare status.
            """.ReplaceLineEndings("\n"),
        Contact = new OpenApiContact { Name = "Whoever operates this server" },
        License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
    };

    /// <summary>The ways to send a key, of which one is enough.</summary>
    public static IEnumerable<OpenApiSecurityRequirement> Key(OpenApiDocument document) => ((string[])[KeyName, PasswordName])
        .Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] });

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Name).ToHashSet();
        swaggerDoc.Tags = Tags.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "This server" }];
        // Reads are open to everyone, and a key may be sent; writes say that they need it.
        swaggerDoc.Security = [new OpenApiSecurityRequirement(), .. Key(swaggerDoc)];
        context.SchemaGenerator.GenerateSchema(typeof(ProblemDocument), context.SchemaRepository);
        var components = swaggerDoc.Components!;
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key as `events keys create` prints it." },
            [PasswordName] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "The same key as the password, under any user name: for spreadsheets and dashboards that know no other way." },
        };
        components.Examples = ProblemResponses.All.SelectMany(response => response.Problems).Distinct().ToDictionary(problem => problem.Slug, problem => (IOpenApiExample)ProblemResponses.Example(problem));
        components.Responses = ProblemResponses.All.ToDictionary(response => response.Name, response => (IOpenApiResponse)ProblemResponses.Describe(response, swaggerDoc));
        components.Responses["NotModified"] = new OpenApiResponse
        {
            Description = "Nothing has changed since the ETag in `If-None-Match`.",
            Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = new OpenApiHeaderReference("ETag", swaggerDoc) },
        };
        components.Responses["Moved"] = new OpenApiResponse
        {
            Description = "The record was merged into another one, which stands at the address in `Location`.",
            Headers = new Dictionary<string, IOpenApiHeader> { ["Location"] = new OpenApiHeaderReference("Location", swaggerDoc) },
        };
        components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["ETag"] = Header("Marks this state of the answer; of a record its first part is the version. For `If-Match` and `If-None-Match`.", "W/\"3.5.9f86d081884c7d65.0\""),
            ["Location"] = Header("Where the record stands that is new, or that took the place of this one.", "/v1/events/019b1795-0200-7000-8000-0000000000e3"),
            ["Link"] = Header("The next page, with `rel=\"next\"`; not on the last one.", "<http://localhost:5080/v1/events?limit=50&cursor=AAAAAAAAAAU>; rel=\"next\""),
            ["RetryAfter"] = Header("After how many seconds to try again.", "1"),
            ["WWWAuthenticate"] = Header("How to say who you are.", "Bearer"),
        };
        components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            ["IfMatch"] = HeaderParameter("If-Match", "The ETag of the version that you have seen, or just its number: `\"3\"`. Only the version counts; of a state that was given up when a backup was restored, it is outdated.", "\"1\"", required: true),
            ["IfMatchToReplace"] = HeaderParameter("If-Match", "The ETag of the version that you have seen, or just its number: `\"3\"`. Needed where something is there; left out to make what is not.", "\"1\""),
            ["IfNoneMatch"] = HeaderParameter("If-None-Match", "An ETag that you have: answers 304 when it would be the same again.", "W/\"3.5.9f86d081884c7d65.0\""),
            ["IdempotencyKey"] = HeaderParameter("Idempotency-Key", $"A text of your own, at most 255 characters. Repeated with it, the same request answers the same and writes nothing.", "release-2025-12-13"),
        };
    }

    private static OpenApiHeader Header(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = JsonValue.Create(example) };

    private static OpenApiParameter HeaderParameter(string name, string description, string example, bool required = false) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = description,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MaxLength = name == Writes.IdempotencyKey ? 255 : null,
            Examples = required ? null : [JsonValue.Create(example)],
        },
        Example = required ? JsonValue.Create(example) : null,
    };
}
