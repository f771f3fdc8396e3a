namespace Events.Api.Importing;

internal static partial class ImportLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Row {Row} of an import was refused for a defect of the program.")]
    public static partial void RowFailed(this ILogger log, Exception failure, long row);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Id} failed.")]
    public static partial void ImportFailed(this ILogger log, Exception failure, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "How import {Id} ended cannot be noted now; it is tried again.")]
    public static partial void EndNotNoted(this ILogger log, Exception failure, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Imports pause for some seconds.")]
    public static partial void WorkerPauses(this ILogger log, Exception failure);
}
