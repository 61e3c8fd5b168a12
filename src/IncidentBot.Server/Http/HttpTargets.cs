using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

/// <summary>The configured services, in the order of their names.</summary>
internal sealed class HttpTargets(IOptions<HttpOptions> options)
{
    public IReadOnlyList<HttpTarget> All { get; } =
    [
        .. options.Value.Targets.Select(pair => new HttpTargetReader(pair.Key, pair.Value, new SettingFaults()).Read()!),
    ];

    public HttpTarget Get(string name) => All.First(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));
}
