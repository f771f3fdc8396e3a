using Events.Api.Importing;

namespace Events.Api.Cli;

/// <summary>Where imports are carried out: in this process, or by a server.</summary>
internal interface IImports
{
    /// <summary>Begins the import of a file, or goes on with it where an earlier one was interrupted.</summary>
    Task<ImportView> SendAsync(string path, ImportSettings how, CancellationToken cancel);

    /// <summary>Begins the import of what a stream holds.</summary>
    Task<ImportView> SendAsync(Stream content, ImportSettings how, CancellationToken cancel);

    /// <summary>Whether this very file was imported in this manner before, to its end.</summary>
    Task<bool> IsFinishedAsync(string path, ImportSettings how, CancellationToken cancel);

    /// <summary>How the import stands, after some time or as soon as it has ended.</summary>
    Task<ImportView> LookAsync(string id, TimeSpan wait, CancellationToken cancel);

    Task<ImportView> UndoAsync(string id, CancellationToken cancel);

    IAsyncEnumerable<ImportRowView> RowsAsync(string id, bool onlyRefused, CancellationToken cancel);
}
