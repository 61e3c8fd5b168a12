namespace IncidentBot.Alerting;

/// <summary>Nothing was lost: what could not be written is taken again.</summary>
public sealed class StoreBusyException(string message) : Exception(message);
