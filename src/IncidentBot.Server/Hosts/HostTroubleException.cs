namespace IncidentBot.Hosts;

/// <summary>A host, or a program on it, did not do what it was asked. The message is one sentence for a person, without a full stop at its end.</summary>
internal sealed class HostTroubleException(string message) : Exception(message);
