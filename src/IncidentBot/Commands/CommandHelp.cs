namespace IncidentBot.Commands;

/// <param name="Name">What is typed: <c>/incident open</c>.</param>
/// <param name="Usage">With its arguments: <c>/incident open [P0|P1|P2] &lt;title&gt;</c>.</param>
/// <param name="Help">One line.</param>
public sealed record CommandHelp(string Name, string Usage, string Help);
