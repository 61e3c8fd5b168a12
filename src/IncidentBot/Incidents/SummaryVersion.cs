namespace IncidentBot.Incidents;

/// <summary>The summary that was posted last.</summary>
/// <param name="Version">1 for the first one.</param>
/// <param name="Entries">How far into the timeline it reaches.</param>
/// <param name="State">The one that the incident was in.</param>
public sealed record SummaryVersion(int Version, int Entries, IncidentState State, DateTimeOffset At);
