using IncidentBot.Runbooks;

namespace IncidentBot.Cli;

/// <param name="Faults">What breaks the format: keys, types, actions, sections, ids.</param>
internal sealed record CheckedRunbook(string File, string Id, RunbookReport Report, IReadOnlyList<RunbookFault> Faults);
