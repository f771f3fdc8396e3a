using System.Security.Cryptography;
using System.Text;
using Events.Api.Http.OpenApi;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Events.Api.Http;

/// <summary>The contract: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and pages to try it at <c>/swagger</c>.</summary>
/// <remarks>Nothing of it runs before the first request for it, since the start of the program should not wait for it.</remarks>
internal static class Contract
{
    private const string Document = "v1";

    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, DescribeDocument.Info);
            // HEAD is GET without the body.
            options.DocInclusionPredicate((_, route) => route.HttpMethod != HttpMethods.Head);
            options.OperationFilter<DescribeOperation>();
            options.DocumentFilter<DescribeDocument>();
        });
        services.AddSingleton<ContractSchemas>();
        services.AddSingleton<ISchemaGenerator>(provider => provider.GetRequiredService<ContractSchemas>());
        services.AddSingleton(_ => ContractExamples.Load());
    }

    public static void MapContract(this WebApplication app)
    {
        var document = new Lazy<Task<byte[]>>(() => WriteAsync(app.Services));
        app.MapMethods("/openapi/v1.json", ["GET", "HEAD"], async () =>
        {
            var bytes = await document.Value;
            return new Answer<OpenApiDocument>(bytes) { ETag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8)) };
        }).ExcludeFromDescription();

        var pages = new Lazy<RequestDelegate>(() => Pages(app.Services));
        app.MapMethods("/swagger/{**path}", ["GET", "HEAD"], (HttpContext http) =>
        {
            // Files are not served to a request that has an endpoint.
            http.SetEndpoint(null);
            return pages.Value(http);
        }).ExcludeFromDescription();
    }

    private static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync(Document);
        var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n") + "\n");
    }

    private static RequestDelegate Pages(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseSwaggerUI(ui =>
        {
            ui.DocumentTitle = "Events";
            ui.SwaggerEndpoint("/openapi/v1.json", "Events v1");
            ui.RoutePrefix = "swagger";
            ui.EnablePersistAuthorization();
            ui.EnableDeepLinking();
            ui.EnableFilter();
            ui.DefaultModelsExpandDepth(0);
            // Another site would be asked whether the document is valid.
            ui.EnableValidator(null);
        });
        return pages.Build();
    }
}
