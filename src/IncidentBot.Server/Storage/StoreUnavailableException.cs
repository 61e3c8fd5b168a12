namespace IncidentBot.Storage;

/// <summary>The database did not answer. The message names the server or the file, never a password.</summary>
internal sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
