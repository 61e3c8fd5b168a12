using IncidentBot.Hosts.Settings;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Hosts;

/// <summary>The section <c>Hosts</c>, read once. Without it there are no hosts, and nothing of this folder can be done.</summary>
internal sealed class HostsOptions
{
    private readonly List<string> faults = [];

    public IReadOnlyDictionary<string, ManagedHost> All { get; private set; } = new Dictionary<string, ManagedHost>();

    public IReadOnlyList<string> Faults => faults;

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

/// <summary>What cannot be read stops the start. What cannot be reached never does.</summary>
internal sealed class HostsOptionsValidation : IValidateOptions<HostsOptions>
{
    public ValidateOptionsResult Validate(string? name, HostsOptions options) =>
        options.Faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Faults);
}
