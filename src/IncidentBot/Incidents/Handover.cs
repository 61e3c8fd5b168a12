using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>Somebody wants to give an incident to somebody else, who has not taken it yet. It stays theirs until then.</summary>
public sealed record Handover(PersonId From, PersonId To, DateTimeOffset At);
