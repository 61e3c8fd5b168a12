using System.Diagnostics.CodeAnalysis;
using IncidentBot.Hosts.Settings;
using IncidentBot.Settings;

namespace IncidentBot.Hosts;

/// <summary>The configured hosts by name.</summary>
internal sealed class ManagedHosts(HostsOptions options, SettingFaults faults)
{
    private readonly Dictionary<string, ManagedHost> all = options.Hosts.ToDictionary(
        pair => pair.Key,
        pair => new HostSettings(pair.Key, faults).Read(pair.Value),
        StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<ManagedHost> All => all.Values;

    /// <exception cref="HostTroubleException">No host is called so.</exception>
    public ManagedHost Get(string name) => all.GetValueOrDefault(name)
        ?? throw new HostTroubleException($"no host is called '{name}'; there is: {Names(all.Keys)}");

    /// <exception cref="HostTroubleException">The host has none of that name; says which there are, or what to configure.</exception>
    [return: NotNull]
    public static T Find<T>(ManagedHost host, IReadOnlyDictionary<string, T> all, string kind, string setting, string name) =>
        all.TryGetValue(name, out var found) ? found! : throw new HostTroubleException(all.Count == 0
            ? $"{host.Name} has no {kind} configured: add one under Hosts:{host.Name}:{setting}"
            : $"{host.Name} has no {kind} '{name}'; there is: {Names(all.Keys)}");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
