namespace IncidentBot.Cli;

/// <summary>A file that cannot be checked; the message is for the person who named it.</summary>
internal sealed class RunbookFileException(string message, Exception? cause = null) : Exception(message, cause);
