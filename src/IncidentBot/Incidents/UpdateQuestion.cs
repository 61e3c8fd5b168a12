using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>Somebody waits for an update, until a person gives one.</summary>
/// <param name="Text">Empty where they only want to know how it stands.</param>
/// <param name="From">Where they are told of the answer.</param>
public sealed record UpdateQuestion(PersonId By, string Text, Account From, DateTimeOffset At);
