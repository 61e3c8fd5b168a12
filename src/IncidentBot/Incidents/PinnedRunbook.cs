namespace IncidentBot.Incidents;

/// <summary>The text of a runbook as it was when an incident started it. Kept for good: the file may change or go.</summary>
/// <param name="Hash">SHA-256 of the normalised text in lowercase hex.</param>
public sealed record PinnedRunbook(string Hash, string Id, string Text, DateTimeOffset PinnedAt);
