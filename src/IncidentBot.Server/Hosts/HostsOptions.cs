using IncidentBot.Hosts.Settings;
using IncidentBot.Settings;

namespace IncidentBot.Hosts;

/// <summary>The section <c>Hosts</c>, read once. Without it there are no hosts, and nothing of this folder can be done.</summary>
internal sealed class HostsOptions
{
    private readonly SettingFaults faults = new();

    public IReadOnlyDictionary<string, ManagedHost> All { get; private set; } = new Dictionary<string, ManagedHost>();

    public IReadOnlyList<string> Faults => faults.All;

    public void Read(IConfiguration configuration)
    {
        Dictionary<string, ManagedHost> all = new(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetSection("Hosts").GetChildren())
        {
            all[section.Key] = HostSettings.Read(new StrictSection(section, faults));
        }

        All = all;
    }
}
