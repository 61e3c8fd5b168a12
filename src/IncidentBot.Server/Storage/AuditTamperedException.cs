namespace IncidentBot.Storage;

/// <summary>The stored head is not one that this bot wrote. Going on would seal over what was done to it.</summary>
internal sealed class AuditTamperedException(string message) : Exception(message);
