using Events.Domain.Ledger;

namespace Events.Api.Importing;

/// <summary>Carries out imports for as long as the server runs, first of all what an earlier run left unfinished.</summary>
internal sealed class ImportWorker(ImportDesk desk, ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await desk.TidyAsync(stoppingToken);
            while (true)
                await RunNextAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // What is at work goes on at the next start.
        }
    }

    private async Task RunNextAsync(CancellationToken stop)
    {
        try
        {
            var changed = desk.WhenChanged;
            if (await desk.NextAsync(stop) is { } next)
                await desk.RunAsync(next, stop);
            else
                await changed.WaitAsync(stop);
        }
        catch (Exception failure) when (failure is Refusal or IOException)
        {
            log.WorkerPauses(failure);
            await Task.Delay(Pause, stop);
        }
    }
}
