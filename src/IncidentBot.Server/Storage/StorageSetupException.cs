namespace IncidentBot.Storage;

/// <summary>The process must not start as it is configured. The message says what to do.</summary>
internal sealed class StorageSetupException(string message, Exception? inner = null) : Exception(message, inner);
