using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Events.Api.Http;

/// <summary>The contract: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and pages to try it at <c>/swagger</c>.</summary>
internal static class Contract
{
    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen();
        services.Configure<SwaggerOptions>(options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
    }

    public static void MapContract(this WebApplication app)
    {
        app.MapSwagger("/openapi/{documentName}.json");
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint("/openapi/v1.json", "Events v1");
            ui.RoutePrefix = "swagger";
        });
    }
}
