using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>Turns everything that goes wrong into one shape of answer.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await ProblemDocument.WriteAsync(http, Problems.OfStatus(http.Response.StatusCode));
        }
        catch (Refusal refusal) when (!http.Response.HasStarted)
        {
            Clear(http);
            if (refusal.Survivor is { } survivor && Moved.Address(http.Request, survivor) is { } address)
                Moved.Write(http.Response, address);
            else
                await ProblemDocument.WriteAsync(http, refusal);
        }
        catch (ProblemException failure) when (!http.Response.HasStarted)
        {
            Clear(http);
            await ProblemDocument.WriteAsync(http, failure.Problem, failure.Detail);
        }
        catch (BadHttpRequestException failure) when (!http.Response.HasStarted)
        {
            Clear(http);
            await ProblemDocument.WriteAsync(http, Problems.OfStatus(failure.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            LogDefect(failure, http.Request.Method, http.Request.Path);
            Clear(http);
            await ProblemDocument.WriteAsync(http, Problems.InternalError, $"{Problems.InternalError.Explanation} Trace id: {http.TraceIdentifier}");
        }
        catch (Exception failure)
        {
            // What has begun can only be cut off, so that nobody takes it for the whole.
            LogCut(failure, http.Request.Method, http.Request.Path);
            http.Abort();
        }
    }

    /// <summary>What an answer had already said of itself is not true of the problem.</summary>
    private static void Clear(HttpContext http)
    {
        http.Response.Headers.ETag = default;
        http.Response.Headers.Location = default;
        http.Response.Headers.Link = default;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private partial void LogDefect(Exception failure, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed in the middle of its answer, which was cut off.")]
    private partial void LogCut(Exception failure, string method, string path);
}
