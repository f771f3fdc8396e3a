namespace Events.Api.Storage;

/// <summary>The database cannot be used as it is; the message is a sentence that tells the operator what to do.</summary>
internal sealed class UnusableDatabaseException(string message, Exception? inner = null) : Exception(message, inner);
