namespace IncidentBot.Runbooks;

/// <summary>A file that cannot be used; the message is for the person who looks after it.</summary>
internal sealed class RunbookFileException(string message, Exception? cause = null) : Exception(message, cause);
