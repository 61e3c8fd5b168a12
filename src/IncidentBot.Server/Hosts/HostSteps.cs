using IncidentBot.Actions;
using IncidentBot.Hosts.Processes;
using IncidentBot.Runbooks;

namespace IncidentBot.Hosts;

/// <summary>The configured services and commands, as a runbook writes them. A command with arguments is filled in by a person.</summary>
internal static class HostSteps
{
    public static IReadOnlyList<ConfiguredStep> Of(ManagedHosts hosts) => [.. hosts.All.SelectMany(host => Services(host).Concat(Commands(host)))];

    private static IEnumerable<ConfiguredStep> Services(ManagedHost host) =>
        from service in host.Services.Values
        from verb in (string[])["status", "restart", "logs"]
        select new ConfiguredStep(
            ConfiguredText.OfService(verb, service.Unit),
            new ActionId($"host.{verb}"),
            [service.Name],
            host.Name,
            $"Hosts:{host.Name}:Services:{service.Name}");

    private static IEnumerable<ConfiguredStep> Commands(ManagedHost host) =>
        from command in host.Commands.Values
        where command.Arguments.Count == 0
        select new ConfiguredStep(
            ConfiguredText.OfCommand($"{new CommandLine(command.Run)}"),
            new ActionId(command.Risk is Risk.Observe ? "host.look" : "host.change"),
            [command.Name],
            host.Name,
            $"Hosts:{host.Name}:Commands:{command.Name}");
}
